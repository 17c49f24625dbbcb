import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Link } from '../../../src/links/link.ts';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

/** The store of a data folder, with a function that brings its sums up to date. */
function open(dataDir: string) {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const settle = async () => {
    const sums = openSumsRunner({ dataDir });
    while ((await sums.rollUp()) > 0);
    sums.close();
  };
  const clicksOf = async ({ id, rowId }: Link) => {
    const { total } = await store.stats.read(plan({ filters: { link: [id] } }));
    const { rows } = await store.stats.read(plan({ groupBy: ['country'], filters: { link: [id] } }));
    const totals = await store.stats.totals([rowId]);
    return [total.clicks, rows[0]?.counts.clicks, totals.get(rowId)?.clicks];
  };
  const click = (link: Link, times: number) =>
    store.hits.append(Array.from({ length: times }, () => hitOn(link)));
  return { store, close, settle, clicksOf, click };
}

it.each([
  ['has only some of the hits in the newer sums', 3],
  ['never had a hit', 0],
])('every click is counted after the restore of an older sotto.db that %s', async (_, earlier) => {
  const dataDir = join(temporaryFolder(), 'data');
  const older = join(temporaryFolder(), 'sotto.db');
  const first = open(dataDir);
  const link = await mintLink(first.store);
  await first.click(link, earlier);
  await first.settle();
  first.close();
  const file = databasePath(dataDir, 'main');
  expect(existsSync(`${file}-wal`)).toBe(false);
  copyFileSync(file, older);

  const second = open(dataDir);
  await second.click(link, 5);
  await second.settle();
  second.close();
  copyFileSync(older, file);

  const third = open(dataDir);
  await third.click(link, 2);
  const all = earlier + 5 + 2;
  expect(await third.clicksOf(link)).toEqual([all, all, all]);
  await third.settle();
  expect(await third.clicksOf(link)).toEqual([all, all, all]);
  await third.click(link, 4);
  await third.settle();
  expect(await third.clicksOf(link)).toEqual([all + 4, all + 4, all + 4]);
  third.close();
});
