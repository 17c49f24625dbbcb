/** A data folder of this version, for a later one that has more migrations. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { prepareFiles } from '../../../src/runtime/node/sqlite/prepare-files.ts';

/** Makes it in `root`, with so many links `https://a.example/{n}`; answers its path. */
function makeOldFolder(root: string, links: number): string {
  const dataDir = join(root, 'old');
  prepareFiles(dataDir);
  const connection = new Database(databasePath(dataDir, 'main'));
  addLinks(connection, links);
  connection.close();
  return dataDir;
}

/** Makes it once; each call of what it answers makes another copy in `root`, and answers its path. */
export function copiesOfOldFolder(root: string, links: number): () => string {
  const old = makeOldFolder(root, links);
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
    INSERT INTO links (public_id, content_id, domain, slug, slug_folded, channel, url, created_at, updated_at)
    SELECT 'lnk_' || id, id, '', 'old' || id, 'old' || id, 'copy', url, 1, 1 FROM contents`);
}

/** The schema of both files of a data folder, as SQLite tells it, and the migrations they have had. */
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

/** What may be wrong in an old folder after a start that should have made its schema this one. */
export const notMigrated = (dataDir: string, expected: { schema: string; links: number }) => ({
  'the schema is another than that of a new folder': schemaOf(dataDir) !== expected.schema,
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
