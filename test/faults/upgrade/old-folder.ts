/** Data folders of the current version, for tests that upgrade them to the next version. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { prepareFiles } from '../../../src/runtime/node/sqlite/prepare-files.ts';

/** Creates a folder in `root` with this many links to `https://a.example/{n}`; returns its path. */
function createOldFolder(root: string, links: number): string {
  const dataDir = join(root, 'old');
  prepareFiles(dataDir);
  const connection = new Database(databasePath(dataDir, 'main'));
  addLinks(connection, links);
  connection.close();
  return dataDir;
}

/** Creates the folder once and returns a function that copies it within `root` and returns the path of the copy. */
export function createFolderCopier(root: string, links: number): () => string {
  const old = createOldFolder(root, links);
  let copies = 0;
  return () => {
    const dataDir = join(root, `data-${copies++}`);
    cpSync(old, dataDir, { recursive: true });
    return dataDir;
  };
}

function addLinks(connection: Database.Database, count: number): void {
  connection.exec(`WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${count})
    INSERT INTO contents (public_id, url, key, created_at, updated_at)
    SELECT 'cnt_' || n, 'https://a.example/' || n, 'https://a.example/' || n, 1, 1 FROM n;
    INSERT INTO links (public_id, content_id, domain, slug, slug_key, channel, url, created_at, updated_at)
    SELECT 'lnk_' || id, id, '', 'old' || id, 'old' || id, 'copy', url, 1, 1 FROM contents`);
}

/** The schema and the applied migrations of both databases of a data folder. */
export function schemaOf(dataDir: string): string {
  return ['main', 'sums']
    .map((file) => {
      const database = new Database(databasePath(dataDir, file as 'main' | 'sums'), { readonly: true });
      try {
        const statements = database.prepare(`SELECT name, sql FROM sqlite_schema ORDER BY name`).raw().all();
        return JSON.stringify([
          statements,
          database.prepare('SELECT hash FROM __migrations ORDER BY 1').raw().all(),
        ]);
      } finally {
        database.close();
      }
    })
    .join('\n');
}

/** Checks that a start has migrated an old folder to this schema and kept its links. */
export const migrationChecks = (dataDir: string, expected: { schema: string; links: number }) => ({
  'the schema differs from that of a new folder': schemaOf(dataDir) !== expected.schema,
  'links are missing': countLinks(dataDir) !== expected.links,
});

function countLinks(dataDir: string): number {
  const database = new Database(databasePath(dataDir, 'main'), { readonly: true });
  try {
    return Number(database.prepare('SELECT count(*) FROM links').pluck().get());
  } finally {
    database.close();
  }
}
