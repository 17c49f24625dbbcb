import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startRollUp } from '../../src/runtime/node/worker-roll-up.ts';
import { loadRedirects, storedMarks } from '../support/redirect-load.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

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
  it('folds what was left, unasked', async () => {
    const killed = await startServer();
    const load = loadRedirects(await mint(killed), 'm', 32);
    await load.reached(500);
    await killed.stop('SIGKILL');
    await load.stopped;
    const { dataDir } = killed;
    await startServer({ dataDir });
    const sums = new Database(`${dataDir}/sums.db`, { readonly: true });
    onTestFinished(() => void sums.close());
    const folded = () => sums.prepare('SELECT hit_id FROM fold_state').pluck().get();
    await expect.poll(folded, { timeout: 30_000 }).toBe(storedMarks(dataDir).size);
  });
});

/** A roll-up whose worker runs `onMessage` and tells each request; `seen` resolves with the next. */
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
  const states: boolean[] = [];
  const log = {
    info() {},
    warn: () => void states.push(rollUp.failing()),
    error: ({ err }: Record<string, unknown>) => void failures.push(err),
  };
  const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
  const rollUp = startRollUp({ dataDir: name, retentionMonths: 13, log, script: url });
  const seen = (count: number) =>
    new Promise<void>((resolve) => {
      arrived = () => requests.length >= count && resolve();
      arrived();
    });
  return { rollUp, requests, failures, states, seen };
}

const END = 'channel.close(); port.close();';

describe('the roll-up', () => {
  it('asks at once, and however often it is asked itself, only once more', async () => {
    const { rollUp, requests, seen } = rollUpOf(
      `(request, port, channel) => { if (request === 'stop') { ${END} } else port.postMessage('folded'); }`,
    );
    for (let i = 0; i < 1_000; i += 1) rollUp.request();
    await seen(2);
    await Promise.all([seen(3), rollUp.stop()]);
    expect(requests).toEqual(['fold', 'fold', 'stop']);
  });

  it('starts a worker that dies again, tells why, and folds', async () => {
    const { rollUp, failures, seen } = rollUpOf(`() => { throw new Error('disk full'); }`);
    await seen(3);
    await rollUp.stop();
    expect(failures.slice(0, 2)).toEqual([new Error('disk full'), new Error('disk full')]);
  });

  it('asks a worker that has no room for now again, and is failing till it has', async () => {
    const { rollUp, requests, states, seen } = rollUpOf(`(request, port, channel) => {
      channel.asked = (channel.asked ?? 0) + 1;
      if (request === 'stop') { ${END} } else port.postMessage(channel.asked === 1 ? 'full' : 'folded');
    }`);
    await seen(2);
    expect(states).toEqual([true]);
    await expect.poll(() => rollUp.failing()).toBe(false);
    await Promise.all([seen(3), rollUp.stop()]);
    expect(requests).toEqual(['fold', 'fold', 'stop']);
  });

  it('stops a worker that does not listen', async () => {
    const { rollUp, seen } = rollUpOf('() => { setImmediate(() => { for (;;); }); }');
    await seen(1);
    await expect(rollUp.stop()).resolves.toBeUndefined();
  });

  it('stops while its worker is gone', async () => {
    const { rollUp, seen } = rollUpOf('(_, port, channel) => process.exit(1)');
    await seen(1);
    await expect(rollUp.stop()).resolves.toBeUndefined();
    await expect(rollUp.stop()).resolves.toBeUndefined();
  });
});
