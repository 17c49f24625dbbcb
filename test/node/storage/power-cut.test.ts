import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

async function rollUpAll(dataDir: string): Promise<void> {
  const runner = openSumsRunner({ dataDir });
  while ((await runner.rollUp()) > 0);
  runner.close();
}

it('a log that has lost hits of the sums assigns no id twice, and counts every later hit', async () => {
  const dataDir = join(temporaryFolder(), 'data');
  const before = openStore({ dataDir, synchronous: 'normal' });
  const link = await mintLink(before.store);
  await before.store.hits.append([hitOn(link), hitOn(link), hitOn(link)]);
  await rollUpAll(dataDir);
  before.close();
  // As after a power failure in which only the log lost data.
  const log = new Database(join(dataDir, 'sotto.db'));
  log.exec('DELETE FROM hits WHERE id > 1; DELETE FROM hit_batches');

  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const hits = async () => (await store.stats.read(plan())).total.clicks;
  expect(await hits()).toBe(3);
  await store.hits.append([hitOn(link)]);
  expect(log.prepare('SELECT id FROM hits ORDER BY id').pluck().all()).toEqual([1, 4]);
  expect(await hits()).toBe(4);
  await rollUpAll(dataDir);
  expect(await hits()).toBe(4);
  close();
  log.close();
});
