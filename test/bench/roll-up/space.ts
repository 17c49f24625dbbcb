import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';

/** What one table holds for each hit of the log, its indexes included. */
export interface Space {
  file: 'sotto.db' | 'sums.db';
  table: string;
  rows: number;
  bytes: number;
}

const FILES = { main: 'sotto.db', sums: 'sums.db' } as const;

/** Rows and bytes per hit of every table that grows with the hits. */
export function measureSpace(dataDir: string): Space[] {
  const main = open(dataDir, 'main');
  const hits = Number(main.prepare('SELECT count(*) FROM hits').pluck().get());
  main.close();
  return Object.keys(FILES).flatMap((file) => tablesOf(dataDir, file as keyof typeof FILES, hits)); // its own keys
}

/** Below this share of a byte per hit a table does not grow with them. */
const LEAST_BYTES = 0.1;

function tablesOf(dataDir: string, file: keyof typeof FILES, hits: number): Space[] {
  const database = open(dataDir, file);
  try {
    return database
      .prepare<[], { table: string; bytes: number }>(
        `SELECT tbl_name AS "table", sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name)
          WHERE tbl_name NOT IN (${STANDING}) GROUP BY 1 ORDER BY 2 DESC`,
      )
      .all()
      .filter(({ bytes }) => bytes / hits >= LEAST_BYTES)
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

/** Tables that hold what the hits are about. */
const STANDING = `'links', 'contents', 'keys', 'domains', 'destinations'`;

const open = (dataDir: string, file: keyof typeof FILES) =>
  new Database(databasePath(dataDir, file), { readonly: true });
