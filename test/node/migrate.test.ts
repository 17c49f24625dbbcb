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
