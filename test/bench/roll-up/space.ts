import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';

/** The space of one table per hit of the log, including its indexes. */
export interface Space {
  file: 'sotto.db' | 'sums.db';
  table: string;
  rows: number;
  bytes: number;
}

const FILES = { main: 'sotto.db', sums: 'sums.db' } as const;

/** The rows and bytes per hit of every table that grows with the hits. */
export function measureSpace(dataDir: string): Space[] {
  const main = open(dataDir, 'main');
  const hits = Number(main.prepare('SELECT count(*) FROM hits').pluck().get());
  main.close();
  return Object.keys(FILES).flatMap((file) => tablesOf(dataDir, file as keyof typeof FILES, hits)); // its own keys
}

/** A table with fewer bytes per hit does not grow with the hits. */
const MIN_BYTES_PER_HIT = 0.1;

function tablesOf(dataDir: string, file: keyof typeof FILES, hits: number): Space[] {
  const database = open(dataDir, file);
  try {
    return database
      .prepare<[], { table: string; bytes: number }>(
        `SELECT tbl_name AS "table", sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name)
          WHERE tbl_name NOT IN (${OTHER_TABLES}) GROUP BY 1 ORDER BY 2 DESC`,
      )
      .all()
      .filter(({ bytes }) => bytes / hits >= MIN_BYTES_PER_HIT)
      .map(({ table, bytes }) => ({
        file: FILES[file],
        table,
        rows: Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()) / hits,
        bytes: bytes / hits,
      }));
  } finally {
    database.close();
  }
}

/** Tables whose size does not depend on the hits. */
const OTHER_TABLES = `'links', 'contents', 'keys', 'domains', 'destinations'`;

const open = (dataDir: string, file: keyof typeof FILES) =>
  new Database(databasePath(dataDir, file), { readonly: true });
