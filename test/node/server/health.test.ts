import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Check, Log } from '../../../src/ports.ts';
import { startRollUp } from '../../../src/runtime/node/background/roll-up-thread.ts';
import { openHealth } from '../../../src/runtime/node/observe/health.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import type { Clock } from '../../../src/store/sums/sums-jobs.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { startServer, temporaryFolder } from '../../support/server/server-process.ts';

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };
const HEALTHY = {
  stats: { waiting: async () => 0 },
  rollUp: { failing: () => false, clock: (): Clock => ({ trusted: null, off: 0 }) },
  log: SILENT,
  counters: { hitsDroppedAt: null as number | null },
  hits: { dictionaryRoom: async () => [] },
  pending: () => 0,
  files: { check: () => ({ status: 'pass' as const, detail: 'All files are in place.' }) },
};

/** A data folder with both databases that no process uses. */
function preparedFolder(): string {
  const dataDir = join(temporaryFolder(), 'data');
  openStore({ dataDir, synchronous: 'normal' }).close();
  return dataDir;
}

function healthOf(dataDir: string, parts: Partial<typeof HEALTHY> = {}) {
  const { health, close } = openHealth({
    blocklist: { states: () => [] },
    dataDir,
    ...HEALTHY,
    ...parts,
  });
  onTestFinished(close);
  return async () => new Map((await health()).map((check) => [check.name, check]));
}

describe('the checks', () => {
  it('pass on a healthy server', async () => {
    const { url } = await startServer();
    const response = await fetch(`${url}/readyz`);
    const { status, checks } = (await response.json()) as { status: string; checks: Check[] }; // as documented
    expect([response.status, status]).toEqual([200, 'pass']);
    expect(checks.map((check) => [check.name, check.status])).toEqual([
      ['sotto.db', 'pass'],
      ['hits', 'pass'],
      ['sums.db', 'pass'],
      ['dictionaries', 'pass'],
      ['rollUp', 'pass'],
      ['clock', 'pass'],
      ['files', 'pass'],
      ['wal', 'pass'],
      ['disk', 'pass'],
      ['adminKey', 'pass'],
      ['proxy', 'pass'],
      ['hosts', 'pass'],
      ['unknownSlugs', 'pass'],
    ]);
  });

  it('fail if a database cannot be used, and name its path only in the log', async () => {
    const dataDir = preparedFolder();
    const errors: unknown[] = [];
    const waiting = async (): Promise<number> => {
      throw new Error(`cannot read ${dataDir}/sums.db`);
    };
    const log: Log = { ...SILENT, error: (fields) => errors.push(fields.check) };
    const health = healthOf(dataDir, { stats: { waiting }, log });
    writeFileSync(join(dataDir, 'sotto.db'), 'no database at all, '.repeat(10_000));
    const checks = await health();
    expect(checks.get('sotto.db')).toMatchObject({
      status: 'fail',
      detail: expect.stringMatching(/SQLITE_\w+/),
    });
    expect(checks.get('sums.db')).toMatchObject({ status: 'fail' });
    expect(JSON.stringify([...checks])).not.toContain(dataDir);
    expect(errors.toSorted()).toEqual(['sotto.db', 'sums.db']);
  });

  it('warn while another process is writing, without waiting for it', async () => {
    const dataDir = preparedFolder();
    const health = healthOf(dataDir);
    const other = new Database(join(dataDir, 'sotto.db'));
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    expect((await health()).get('sotto.db')).toMatchObject({ status: 'warn' });
    other.exec('COMMIT');
    expect((await health()).get('sotto.db')).toMatchObject({ status: 'pass' });
  });

  it('warn, but do not fail, when the roll-up falls behind or fails', async () => {
    const rollUp = { ...HEALTHY.rollUp, failing: () => true };
    const parts = { stats: { waiting: async () => 200_000 }, rollUp };
    const checks = await healthOf(preparedFolder(), parts)();
    expect(checks.get('sums.db')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('200000'),
    });
    expect(checks.get('rollUp')).toMatchObject({ status: 'warn' });
  });

  it('warn while the clock cannot be trusted', async () => {
    const rollUp = { ...HEALTHY.rollUp, clock: () => ({ trusted: null, off: 10 * 86_400_000 }) };
    const checks = await healthOf(preparedFolder(), { rollUp })();
    expect(checks.get('clock')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('10 days ahead of its last known time'),
    });
  });

  it('warn after a jump of the clock, and the log says why nothing is deleted', async () => {
    const dataDir = preparedFolder();
    const sums = new Database(join(dataDir, 'sums.db'));
    sums.prepare('UPDATE sums_state SET clock_at = ?').run(Date.now() - 10 * 86_400_000);
    sums.close();
    const { url, printed } = await startServer({ dataDir });
    await printed(/"level":"warn".*The clock is 10 days ahead/);
    const { status, checks } = (await (await fetch(`${url}/readyz`)).json()) as {
      status: string;
      checks: Check[];
    }; // as documented
    expect(status).toBe('warn');
    expect(checks.find(({ name }) => name === 'clock')).toMatchObject({ status: 'warn' });
  });

  it.each([
    [100_000, 'pass'],
    [100_001, 'warn'],
  ])('report %i hits that are not in the sums as %s', async (waiting, status) => {
    const checks = await healthOf(preparedFolder(), { stats: { waiting: async () => waiting } })();
    expect(checks.get('sums.db')?.status).toBe(status);
  });

  it('warn while answered hits wait to be stored', async () => {
    const checks = await healthOf(preparedFolder(), { pending: () => 3 })();
    expect(checks.get('hits')).toMatchObject({ status: 'warn', detail: expect.stringContaining('3') });
  });

  it('fail for a while after a hit was lost', async () => {
    const dataDir = preparedFolder();
    const statusAfter = async (age: number) => {
      const counters = { hitsDroppedAt: Date.now() - age };
      return (await healthOf(dataDir, { counters })()).get('hits')?.status;
    };
    expect(await statusAfter(0)).toBe('fail');
    expect(await statusAfter(60_000)).toBe('pass');
  });

  it('warn when a write-ahead log exceeds 256 MB', async () => {
    const dataDir = preparedFolder();
    const health = healthOf(dataDir);
    const log = join(dataDir, 'sums.db-wal');
    writeFileSync(log, '');
    truncateSync(log, 256_000_000); // takes no room on the disk
    expect((await health()).get('wal')?.status).toBe('pass');
    truncateSync(log, 300_000_000);
    expect((await health()).get('wal')).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/sums\.db has 300 MB/),
    });
  });

  it('change no row', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const runtime = await openRuntime(dataDir);
    onTestFinished(() => runtime.close());
    await runtime.store.hits.append([hitOn(await mintLink(runtime.store))]);
    expect(await runtime.store.stats.waiting()).toBe(1);
    const migrations = () => runtime.engine.read([sql`SELECT * FROM sotto.__migrations`]);
    const before = await migrations();
    expect(before[0]).not.toEqual([]);
    await healthOf(dataDir)();
    expect(await migrations()).toEqual(before);
    while ((await runtime.sums.rollUp()) > 0);
    expect(await runtime.store.stats.waiting()).toBe(0);
  });
});

describe('the roll-up thread', () => {
  it('is failing from its end until a new thread has rolled up', async () => {
    const dataDir = preparedFolder();
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const script = new URL('data:text/javascript,throw new Error("broken")');
    const rollUp = startRollUp({ dataDir, retentionMonths: 13, log: { ...SILENT, warn: ended }, script });
    onTestFinished(() => rollUp.stop());
    expect(rollUp.failing()).toBe(false);
    await end;
    expect(rollUp.failing()).toBe(true);
  });
});
