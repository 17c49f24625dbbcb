import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../src/runtime/node/sqlite/open-files.ts';
import { prepareFiles } from '../../../src/runtime/node/sqlite/prepare-files.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const MB = 1_000_000;

/** A prepared data folder with this number of hits. */
function usedFolder(hits = 1): string {
  const dataDir = join(temporaryFolder(), 'data');
  prepareFiles(dataDir);
  const main = openFile(dataDir, 'main', 'normal');
  for (let id = 0; id < hits; id += 1) {
    main.exec(`INSERT INTO hits
      (at, link_id, kind, is_unique, anonymous, agent_id, place_id, referrer_id, nonce)
      VALUES (1, 1, 'click', 0, 1, 0, 0, 0, 0)`);
  }
  main.close();
  return dataDir;
}

describe('a missing database', () => {
  it('is created in a new folder', () => {
    const dataDir = usedFolder(0);
    for (const file of ['sotto.db', 'sums.db']) expect(existsSync(join(dataDir, file)), file).toBe(true);
  });

  it.each(['salts', 'admin-key', 'sotto.db-wal', 'sums.db'])('is not created anew next to %s', (left) => {
    const dataDir = join(temporaryFolder(), 'data');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, left), 'left behind');
    expect(() => prepareFiles(dataDir)).toThrow(
      /sotto\.db is missing or empty, but \S+ shows that it existed/,
    );
    expect(existsSync(join(dataDir, 'sotto.db'))).toBe(false);
  });

  it('of sums is created anew only if there was never a hit, or for a rebuild', () => {
    const used = usedFolder();
    rmSync(join(used, 'sums.db'));
    expect(() => prepareFiles(used)).toThrow(/sums\.db is missing or empty.*"npm run rebuild"/);
    expect(existsSync(join(used, 'sums.db'))).toBe(false);
    prepareFiles(used, { sumsMayBeMissing: true });
    expect(existsSync(join(used, 'sums.db'))).toBe(true);
    const unused = usedFolder(0);
    rmSync(join(unused, 'sums.db'));
    prepareFiles(unused);
    expect(existsSync(join(unused, 'sums.db'))).toBe(true);
  });
});

it('of a large database only the ends of the tables are checked, and damage there is found', () => {
  const dataDir = usedFolder();
  const path = join(dataDir, 'sotto.db');
  const main = openFile(dataDir, 'main', 'normal');
  const park = main.prepare('INSERT INTO dead_letters (created_at, body) VALUES (1, ?)');
  for (let megabyte = 0; megabyte < 65; megabyte += 1) park.run('x'.repeat(MB));
  main.close();
  expect(() => prepareFiles(dataDir)).not.toThrow();
  const database = new Database(path);
  database.unsafeMode();
  database.pragma('writable_schema = ON');
  // A table with the root page of an index: its pages are of the wrong kind.
  database.exec(`UPDATE sqlite_schema SET rootpage =
    (SELECT rootpage FROM sqlite_schema WHERE name = 'links_slugs') WHERE name = 'links'`);
  database.close();
  expect(() => prepareFiles(dataDir)).toThrow(/sotto\.db cannot be used: it is damaged or not a database/);
});
