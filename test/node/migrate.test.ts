import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/runtime/node/migrate.ts';
import { databasePath } from '../../src/runtime/node/open-files.ts';
import { openStore } from '../../src/runtime/node/open-store.ts';

/** Data folders as the first migration alone leaves them, with one link. */
function firstVersion(): string {
  const root = mkdtempSync(join(tmpdir(), 'sotto-migrate-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'drizzle', 'meta'), { recursive: true });
  const journal = JSON.parse(readFileSync('drizzle/meta/_journal.json', 'utf8'));
  const entries = journal.entries.slice(0, 1);
  writeFileSync(join(root, 'drizzle', 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  cpSync(`drizzle/${entries[0].tag}.sql`, join(root, 'drizzle', `${entries[0].tag}.sql`));
  const dataDir = join(root, 'data');
  mkdirSync(dataDir);
  for (const file of ['main', 'sums'] as const) {
    const connection = new Database(databasePath(dataDir, file));
    migrate(connection, file, join(root, 'drizzle'), () => {});
    if (file === 'main') {
      connection.exec(`INSERT INTO contents (public_id, url, key, created_at, updated_at)
          VALUES ('cnt_a', 'https://a.example/', 'https://a.example/', 1, 1);
        INSERT INTO links (public_id, content_id, domain, slug, slug_folded, channel, url, created_at, updated_at)
          VALUES ('lnk_a', 1, '', 'abc', 'abc', 'copy', 'https://a.example/', 1, 1)`);
    }
    connection.close();
  }
  return dataDir;
}

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
