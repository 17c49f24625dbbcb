import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { DatabaseFile } from './migrate.ts';

export type SynchronousMode = 'normal' | 'full';

const FILE_NAMES: Record<DatabaseFile, string> = { main: 'sotto.db', sums: 'sums.db' };

// The roll-up worker checkpoints; this many pages (400 MB) are the limit if it has ended.
const AUTOCHECKPOINT = 100_000;
// A write-ahead log that had to grow is cut back to this size.
const WAL_KEPT_BYTES = 16_000_000;
const LOCK_WAIT_MS = 5_000;
// SQLite's own cache of pages, per connection. Reading from the system's file cache costs hardly more: with 10 million
// hits, neither statistics nor the roll-up are faster with the 16 MB that better-sqlite3 would take. The redirect's
// connection looks up links, each on pages of its own, for which 500 kB would be a seventh slower.
const CACHE_KB: Record<DatabaseFile, number> = { main: 1_000, sums: 500 };
const ATTACHED_CACHE_KB = 500;

/** The paths of the two databases in the data folder. */
export const databasePath = (dataDir: string, file: DatabaseFile): string => join(dataDir, FILE_NAMES[file]);

/**
 * Opens one of the two databases for writing. The caller closes it. Until `failWhenLocked` is called, a statement blocks
 * its thread for up to 5 s while another process holds the lock.
 */
export function openFile(
  dataDir: string,
  file: DatabaseFile,
  synchronous: SynchronousMode,
): Database.Database {
  const connection = new Database(databasePath(dataDir, file), { timeout: LOCK_WAIT_MS });
  connection.pragma('auto_vacuum = INCREMENTAL'); // takes effect only before the first table exists
  connection.pragma('journal_mode = WAL');
  connection.pragma(`synchronous = ${synchronous}`);
  connection.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT}`);
  connection.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
  connection.pragma('foreign_keys = ON');
  connection.pragma('main.secure_delete = ON'); // overwrites deleted data in the file
  connection.pragma(`main.cache_size = -${CACHE_KB[file]}`);
  return connection;
}

/** Bytes of each database's write-ahead log, by the file name of the database. */
export function walBytes(dataDir: string): Record<string, number> {
  const bytes = (file: DatabaseFile) =>
    statSync(`${databasePath(dataDir, file)}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return { [FILE_NAMES.main]: bytes('main'), [FILE_NAMES.sums]: bytes('sums') };
}

/** Makes statements fail at once with `SQLITE_BUSY` while another process holds the lock: for threads that must not block. */
export function failWhenLocked(connection: Database.Database): void {
  connection.pragma('busy_timeout = 0');
}

/** Makes the unqualified names of the main database resolve on a connection to the sums. */
export function attachMain(connection: Database.Database, dataDir: string): void {
  connection.prepare('ATTACH ? AS sotto').run(databasePath(dataDir, 'main'));
  connection.pragma(`sotto.cache_size = -${ATTACHED_CACHE_KB}`);
}
