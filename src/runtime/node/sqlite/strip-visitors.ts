import Database from 'better-sqlite3';

const TABLES = ['hit_batches', 'share_presses'];

/**
 * Removes the visitors' hashes from a copy of a database that no other process has open: the rows, and their remains on
 * the pages. Writes no file next to it.
 */
export function stripVisitors(path: string): void {
  const connection = new Database(path);
  try {
    connection.pragma('journal_mode = MEMORY');
    connection.pragma('secure_delete = ON');
    const has = connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
    for (const table of TABLES) if (has.get(table)) connection.exec(`DELETE FROM ${table}`);
  } finally {
    connection.close();
  }
}
