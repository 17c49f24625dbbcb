import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { sqliteEngine } from '../../../src/runtime/node/sqlite/engine.ts';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { startServer, temporaryFolder } from '../../support/server/server-process.ts';
import { everyTable, tablesWith } from '../../support/store/tables.ts';

const DAY = 86_400_000;

/** The tables of both files that contain a text. */
async function tablesOf(dataDir: string, text: string): Promise<string[]> {
  const found = [];
  for (const file of ['main', 'sums'] as const) {
    const connection = new Database(databasePath(dataDir, file), { readonly: true });
    found.push(...tablesWith(await everyTable(sqliteEngine(connection, 'deferred')), text));
    connection.close();
  }
  return found;
}

it('a server deletes the hashes of visitors after the end of the next UTC day, and keeps every count', async () => {
  const dataDir = temporaryFolder();
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const link = await mintLink(store);
  const now = Date.now();
  const hits = ['today', 'yesterday', 'earlier'].map((name, daysAgo) =>
    hitOn(link, { at: now - daysAgo * DAY, visitor: `visitor-${name}`, network: `network-${name}` }),
  );
  for (const hit of hits) await store.hits.append([hit]);
  const sums = openSumsRunner({ dataDir });
  while ((await sums.rollUp()) > 0);
  sums.close();
  close();
  expect(await tablesOf(dataDir, 'network-earlier')).not.toEqual([]);

  const server = await startServer({ dataDir });
  // A visitor's hash is stored with its link as one number, a network's unchanged, both in the row of their batch.
  const earlier = () => tablesOf(dataDir, 'network-earlier');
  await expect.poll(earlier, { timeout: 60_000 }).toEqual([]);
  for (const name of ['today', 'yesterday']) {
    expect(await tablesOf(dataDir, `network-${name}`)).not.toEqual([]);
  }
  const { total } = await server.api<{ total: Record<string, number> }>('/stats');
  expect(total).toMatchObject({ clicks: 3, uniqueClicks: 3, anonymousClicks: 0 });
});
