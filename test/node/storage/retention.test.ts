import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { compact } from '../../../src/runtime/node/sqlite/compact.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { startServer, temporaryFolder } from '../../support/server/server-process.ts';

const DAY = 86_400_000;

/** A folder with a hit every six hours of so many days until now, rolled up. */
async function aged(days: number) {
  const dataDir = join(temporaryFolder(), 'data');
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const link = await mintLink(store);
  const now = Date.now();
  const hits = Array.from({ length: 4 * days }, (_, n) =>
    hitOn(link, { at: now - (n * DAY) / 4, mark: `m${n}` }),
  );
  await store.hits.append(hits.reverse());
  const runner = openSumsRunner({ dataDir });
  while ((await runner.rollUp()) > 0);
  runner.close();
  close();
  return { dataDir, hits };
}

it('a server keeps single hits for the configured months, and every count permanently', async () => {
  const { dataDir, hits } = await aged(80);
  const env = { SOTTO_RETENTION_MONTHS: '1' };
  const log = new Database(join(dataDir, 'sotto.db'), { readonly: true });
  const sums = new Database(join(dataDir, 'sums.db'), { readonly: true });
  onTestFinished(() => {
    log.close();
    sums.close();
  });
  const compacted = () => Number(sums.prepare('SELECT compacted_day FROM sums_state').pluck().get());
  const old = (database: Database.Database, from: string, unit: number) =>
    database
      .prepare(`SELECT count(*) FROM ${from} < ?`)
      .pluck()
      .get(compacted() * unit);
  // A start does at once what is due; a running server does it within the hour.
  const first = await startServer({ dataDir, env });
  await expect.poll(compacted, { timeout: 60_000 }).toBeGreaterThan(0);
  await first.stop();
  const second = await startServer({ dataDir, env });
  await expect.poll(() => old(log, 'hits WHERE at', DAY), { timeout: 60_000 }).toBe(0);
  await second.stop();
  const third = await startServer({ dataDir, env });
  await expect.poll(() => old(sums, 'sums WHERE unit = 0 AND time', 24), { timeout: 60_000 }).toBe(0);

  const compactedDay = compacted();
  const newer = hits.filter(({ at }) => at >= compactedDay * DAY).length;
  expect(log.prepare('SELECT count(*) FROM hits').pluck().get()).toBe(newer);
  const { total, meta } =
    await third.api<Record<'total' | 'meta', Record<string, unknown>>>('/stats?groupBy=hour');
  expect(total.hits).toBe(hits.length);
  expect(meta.wholeDaysBefore).toBe(new Date(compactedDay * DAY).toISOString().slice(0, 10));
});

it('a file with much free space shrinks step by step, and another one does not', () => {
  const database = new Database(join(temporaryFolder(), 'large.db'));
  onTestFinished(() => void database.close());
  database.pragma('auto_vacuum = INCREMENTAL');
  database.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, text BLOB)');
  const insert = database.prepare('INSERT INTO t(text) VALUES (zeroblob(4000))');
  database.transaction(() => {
    for (let row = 0; row < 3_000; row++) insert.run();
  })();
  const pages = () => Number(database.pragma('page_count', { simple: true }));
  const full = pages();
  expect(compact(database)).toBe(false);
  database.exec('DELETE FROM t WHERE id > 200');
  expect(compact(database)).toBe(true);
  expect(full - pages()).toBeLessThan(200);
  while (compact(database));
  expect(pages()).toBeLessThan(full / 2);
  expect(database.prepare('SELECT count(*) FROM t').pluck().get()).toBe(200);
});
