import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startRollUp } from '../../../src/runtime/node/background/roll-up-thread.ts';
import { HITS_PER_SLICE } from '../../../src/store/sums/sums-jobs.ts';
import { loadRedirects, storedMarks } from '../../support/server/redirect-load.ts';
import { type ServerProcess, startServer } from '../../support/server/server-process.ts';

async function mint(server: ServerProcess): Promise<string> {
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', { url: 'https://example.com/' });
  return shortUrl;
}

describe.each(['normal', 'full'])('SOTTO_SYNCHRONOUS=%s', (SOTTO_SYNCHRONOUS) => {
  it('has each hit in the file before its redirect is answered', async () => {
    const server = await startServer({ env: { SOTTO_SYNCHRONOUS } });
    const shortUrl = await mint(server);
    for (const mark of ['first', 'second', 'third']) {
      await fetch(`${shortUrl}.${mark}`, { redirect: 'manual' });
      expect(storedMarks(server.dataDir).get(mark)).toBe(1);
    }
  });
});

describe('a restart after kill -9', () => {
  it('rolls up the remaining hits without a request', async () => {
    const killed = await startServer();
    const load = loadRedirects(await mint(killed), 'm', 32);
    await load.reached(500);
    await killed.stop('SIGKILL');
    await load.stopped;
    const { dataDir } = killed;
    await startServer({ dataDir });
    const sums = new Database(`${dataDir}/sums.db`, { readonly: true });
    onTestFinished(() => void sums.close());
    const rolledUp = () => sums.prepare('SELECT hit_id FROM sums_state').pluck().get();
    await expect.poll(rolledUp, { timeout: 30_000 }).toBe(storedMarks(dataDir).size);
  });
});

/** A roll-up whose worker runs `onMessage` and reports each request; `seen` resolves after that many requests. */
function rollUpOf(onMessage: string) {
  const name = crypto.randomUUID();
  const channel = new BroadcastChannel(name);
  const requests: string[] = [];
  let arrived = () => {};
  channel.onmessage = (event) => {
    requests.push(String((event as MessageEvent).data)); // Node types it as unknown
    arrived();
  };
  onTestFinished(() => channel.close());
  const script = `
    import { parentPort, workerData } from 'node:worker_threads';
    const channel = new BroadcastChannel(workerData.dataDir);
    parentPort.on('message', (request) => { channel.postMessage(request); (${onMessage})(request, parentPort, channel); });
  `;
  const failures: unknown[] = [];
  const warnings: { message: string; failing: boolean }[] = [];
  const log = {
    info() {},
    warn: (_: unknown, message: string) => void warnings.push({ message, failing: rollUp.failing() }),
    error: ({ err }: Record<string, unknown>) => void failures.push(err),
  };
  const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
  const rollUp = startRollUp({ dataDir: name, retentionMonths: 13, log, script: url });
  const seen = (count: number) =>
    new Promise<void>((resolve) => {
      arrived = () => requests.length >= count && resolve();
      arrived();
    });
  return { rollUp, requests, failures, warnings, seen };
}

const END = 'channel.close(); port.close();';
const done = (now: number | null, off = 0) => {
  const trusted = now === null ? null : { now, agingAt: now };
  return `port.postMessage({ kind: 'done', clock: ${JSON.stringify({ trusted, off })} })`;
};
const BUSY = `port.postMessage({ kind: 'waits', trouble: 'full' })`;
const answering = (answer: string) => `(request, port, channel) => {
  channel.asked = (channel.asked ?? 0) + 1;
  if (request === 'stop') { ${END} } else { ${answer}; }
}`;

describe('the roll-up thread', () => {
  it('requests a run at the start, and one more soon after a few hits', async () => {
    const { rollUp, requests, seen } = rollUpOf(answering(done(1)));
    rollUp.request();
    await seen(2);
    await Promise.all([seen(3), rollUp.stop()]);
    expect(requests).toEqual(['rollUp', 'rollUp', 'stop']);
  });

  it('delays the next run while few hits are waiting, but not when a slice is full', async () => {
    const { rollUp, seen } = rollUpOf(answering(done(1)));
    await rollUp.trustedNow();
    const elapsed = async (hits: number, round: number) => {
      const began = performance.now();
      for (let hit = 0; hit < hits; hit += 1) rollUp.request();
      await seen(round);
      return performance.now() - began;
    };
    expect(await elapsed(1, 2)).toBeGreaterThan(900);
    expect(await elapsed(HITS_PER_SLICE, 3)).toBeLessThan(900);
    await rollUp.stop();
  });

  it('restarts a worker that dies, logs why, and rolls up', async () => {
    const { rollUp, failures, seen } = rollUpOf(`() => { throw new Error('disk full'); }`);
    await seen(3);
    await rollUp.stop();
    expect(failures.slice(0, 2)).toEqual([new Error('disk full'), new Error('disk full')]);
  });

  it('retries after a report of a full disk, and is failing until a run succeeds', async () => {
    const { rollUp, requests, warnings, seen } = rollUpOf(
      answering(`if (channel.asked === 1) ${BUSY}; else ${done(1)}`),
    );
    await seen(2);
    expect(warnings).toEqual([{ message: expect.stringContaining('locked or full'), failing: true }]);
    await expect.poll(() => rollUp.failing()).toBe(false);
    await Promise.all([seen(3), rollUp.stop()]);
    expect(requests).toEqual(['rollUp', 'rollUp', 'stop']);
  });

  it('knows the trusted time, and warns once when the clock has jumped', async () => {
    const { rollUp, warnings, seen } = rollUpOf(
      answering(`if (channel.asked < 3) ${done(null, 9e8)}; else ${done(7)}`),
    );
    expect(await rollUp.trustedNow()).toBeNull();
    expect(rollUp.clock().off).toBe(9e8);
    rollUp.request();
    await seen(2);
    rollUp.request();
    await seen(3);
    await expect.poll(() => rollUp.trustedNow()).toEqual({ now: 7, agingAt: 7 });
    expect(rollUp.clock().off).toBe(0);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The clock is 10 days ahead/),
    ]);
    await rollUp.stop();
  });

  it('resolves pending requests for the trusted time when it stops', async () => {
    const { rollUp, seen } = rollUpOf(`(request, port, channel) => { if (request === 'stop') { ${END} } }`);
    await seen(1);
    const asked = rollUp.trustedNow();
    await rollUp.stop();
    expect(await asked).toBeNull();
  });

  it('stops a worker that does not respond', async () => {
    const { rollUp, seen } = rollUpOf('() => { setImmediate(() => { for (;;); }); }');
    await seen(1);
    await expect(rollUp.stop()).resolves.toBeUndefined();
  });

  it('stops when its worker has already ended', async () => {
    const { rollUp, seen } = rollUpOf('(_, port, channel) => process.exit(1)');
    await seen(1);
    await expect(rollUp.stop()).resolves.toBeUndefined();
    await expect(rollUp.stop()).resolves.toBeUndefined();
  });
});
