import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../src/runtime/node/sqlite/migrate.ts';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { prepareFiles } from '../../../src/runtime/node/sqlite/prepare-files.ts';
import { mintLink } from '../../support/fixtures/records.ts';
import { nextVersionMigrations } from '../../support/server/next-version.ts';
import { spawnServer, temporaryFolder } from '../../support/server/server-process.ts';

const open = (dataDir: string) => openStore({ dataDir, synchronous: 'normal' });

/** A data folder with one link, and the migrations of a later version. */
async function usedFolder() {
  const root = temporaryFolder();
  const dataDir = join(root, 'data');
  const { store, close } = open(dataDir);
  const { slug } = await mintLink(store);
  close();
  return { dataDir, slug, migrations: nextVersionMigrations(root) };
}

function database(path: string) {
  const connection = new Database(path);
  onTestFinished(() => void connection.close());
  return connection;
}

const copiesIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.includes('.before-'));

describe('a later version', () => {
  it('upgrades both databases with their contents, and keeps private copies', async () => {
    const { dataDir, slug, migrations } = await usedFolder();
    prepareFiles(dataDir, { migrations });
    const main = database(databasePath(dataDir, 'main'));
    expect(main.prepare('SELECT slug, later FROM links').all()).toEqual([{ slug, later: null }]);
    const columns = database(databasePath(dataDir, 'sums')).pragma('table_info(totals)');
    expect(columns).toContainEqual(expect.objectContaining({ name: 'later' }));

    const copies = copiesIn(dataDir);
    expect(copies.map((name) => name.replace(/-.*/, '')).toSorted()).toEqual([
      'sotto.db.before',
      'sums.db.before',
    ]);
    for (const name of copies) expect(statSync(join(dataDir, name)).mode & 0o777, name).toBe(0o600);
    const copy = database(join(dataDir, copies.find((name) => name.startsWith('sotto.db')) ?? ''));
    expect(copy.prepare('SELECT slug FROM links').pluck().all()).toEqual([slug]);
    expect(copy.pragma('table_info(links)')).not.toContainEqual(expect.objectContaining({ name: 'later' }));
  });

  it('changes and copies nothing at its next start', async () => {
    const { dataDir, migrations } = await usedFolder();
    prepareFiles(dataDir, { migrations });
    const before = copiesIn(dataDir);
    prepareFiles(dataDir, { migrations });
    expect(copiesIn(dataDir)).toEqual(before);
  });

  it('leaves a folder that the old version refuses', async () => {
    const { dataDir, migrations } = await usedFolder();
    prepareFiles(dataDir, { migrations });
    expect(() => open(dataDir)).toThrow(/sotto\.db cannot be used: it was written by a newer version/);
  });
});

describe('a data folder in the first format', () => {
  it.each([
    ['sotto.db', 'hit_visitors'],
    ['sums.db', 'fold_state'],
  ])('is refused because of %s with a line that says what to do, and not changed', async (file, table) => {
    const dataDir = join(temporaryFolder(), 'data');
    open(dataDir).close();
    const old = database(join(dataDir, file));
    old.exec(
      `CREATE TABLE ${table} (id INTEGER PRIMARY KEY); UPDATE __migrations SET hash = 'of the past: ' || hash`,
    );
    old.close();
    const { code, stdout, stderr } = await spawnServer({ dataDir }).exited;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^Sotto cannot start: .+ cannot be used: it was written by an older version.*move the data folder away.*\n$/,
    );
    expect(stderr).toContain(file);
    expect(copiesIn(dataDir)).toEqual([]);
  });
});

describe('the statements of a migration', () => {
  it('about views are applied to the database of the hits', () => {
    const root = temporaryFolder();
    const migrations = nextVersionMigrations(root);
    const files = ['main', 'sums'] as const;
    const [main, sums] = files.map((file) => {
      const connection = database(join(root, `${file}.db`));
      migrate(connection, file, migrations, () => {});
      const views = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'view'`);
      return views.pluck().all();
    });
    expect(main).toContain('hit_log');
    expect(sums).toEqual([]);
  });
});

it('slugs are unique, and one index finds them in any case', async () => {
  const { dataDir, slug } = await usedFolder();
  const main = database(databasePath(dataDir, 'main'));
  const mint = main.prepare(`INSERT INTO links
    (public_id, content_id, domain, slug, slug_key, channel, url, created_at, updated_at)
    SELECT ?, content_id, domain, ?, slug_key, channel, url, 1, 1 FROM links WHERE slug = ?`);
  expect(() => mint.run('lnk_b', slug, slug)).toThrow(/UNIQUE constraint failed/);
  expect(mint.run('lnk_c', slug.toUpperCase(), slug).changes).toBe(1);
  const plan = main.prepare(`EXPLAIN QUERY PLAN SELECT id FROM links WHERE domain = '' AND slug_key = 'abc'`);
  expect(plan.get()).toMatchObject({
    detail: expect.stringMatching(/links_slugs \(domain=\? AND slug_key=\?\)/),
  });
});
