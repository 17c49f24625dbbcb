import Database from 'better-sqlite3';

const TABLE = 'hit_batches';

/**
 * Removes the visitors' hashes from a copy of a database that no other process has open: the rows, and their remains on
 * the pages. Writes no file next to it.
 */
export function stripVisitors(path: string): void {
  const connection = new Database(path);
  try {
    connection.pragma('journal_mode = MEMORY');
    connection.pragma('secure_delete = ON');
    const hasTable = connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(TABLE);
    if (hasTable) connection.exec(`DELETE FROM ${TABLE}`);
  } finally {
    connection.close();
  }
}
