import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { databasePath } from '../../src/runtime/node/open-files.ts';
import { openStore } from '../../src/runtime/node/open-store.ts';
import { firstVersion } from '../support/first-version.ts';

const open = (dataDir: string) => openStore({ dataDir, synchronous: 'normal' });

it('brings an old database to the new schema with what it holds, and keeps a private copy of it', async () => {
  const dataDir = firstVersion();
  const opened = open(dataDir);
  expect(await opened.store.links.resolve('', 'abc')).toMatchObject({ url: 'https://a.example/' });
  await opened.close();
  const copies = readdirSync(dataDir).filter((name) => name.startsWith('sotto.db.before-'));
  expect(copies).toHaveLength(1);
  const path = join(dataDir, copies[0] ?? '');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const copy = new Database(path, { readonly: true });
  onTestFinished(() => void copy.close());
  expect(copy.prepare('SELECT slug FROM links').pluck().all()).toEqual(['abc']);
  expect(copy.prepare('SELECT count(*) FROM __migrations').pluck().get()).toBe(1);
});

it('keeps each slug unique in an old database, and finds it in any case by one index', async () => {
  const dataDir = firstVersion();
  await open(dataDir).close();
  const main = new Database(databasePath(dataDir, 'main'));
  onTestFinished(() => void main.close());
  const mint =
    main.prepare(`INSERT INTO links (public_id, content_id, domain, slug, slug_folded, channel, url, created_at, updated_at)
    SELECT ?, content_id, domain, ?, 'abc', channel, url, 1, 1 FROM links WHERE slug = 'abc'`);
  expect(() => mint.run('lnk_b', 'abc')).toThrow(/UNIQUE constraint failed/);
  expect(mint.run('lnk_c', 'aBc').changes).toBe(1);
  const plan = main.prepare(
    `EXPLAIN QUERY PLAN SELECT id FROM links WHERE domain = '' AND slug_folded = 'abc'`,
  );
  expect(plan.get()).toMatchObject({
    detail: expect.stringMatching(/links_slugs \(domain=\? AND slug_folded=\?\)/),
  });
});

it('changes nothing, and copies nothing, at the next start', async () => {
  const dataDir = firstVersion();
  await open(dataDir).close();
  const before = readdirSync(dataDir)
    .filter((name) => name.includes('before'))
    .sort();
  await open(dataDir).close();
  expect(
    readdirSync(dataDir)
      .filter((name) => name.includes('before'))
      .sort(),
  ).toEqual(before);
});

it('refuses a database that a newer version has written', async () => {
  const dataDir = firstVersion();
  await open(dataDir).close();
  const newer = new Database(databasePath(dataDir, 'main'));
  newer.prepare('INSERT INTO __migrations VALUES (?, 1)').run('of the future');
  newer.close();
  expect(() => open(dataDir)).toThrow(/sotto\.db cannot be used: It was written by a newer version/);
});
