import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { File } from './migrate.ts';

export type Synchronous = 'normal' | 'full';

const NAMES: Record<File, string> = { main: 'sotto.db', sums: 'sums.db' };

// The worker checkpoints; this many pages (400 MB) are the limit should it be gone.
const AUTOCHECKPOINT = 100_000;
// What is left of a log that had to grow.
const WAL_KEPT_BYTES = 16_000_000;
const LOCK_WAIT_MS = 5_000;

/** The paths of the two databases in the data folder. */
export const databasePath = (dataDir: string, file: File): string => join(dataDir, NAMES[file]);

/**
 * Opens one of the two databases for writing. The caller closes it. A call waits up to 5 s for a lock of another
 * process, and the thread with it, until `waitForNobody`.
 */
export function openFile(dataDir: string, file: File, synchronous: Synchronous): Database.Database {
  const connection = new Database(databasePath(dataDir, file), { timeout: LOCK_WAIT_MS });
  connection.pragma('auto_vacuum = INCREMENTAL'); // takes effect only before the first table
  connection.pragma('journal_mode = WAL');
  connection.pragma(`synchronous = ${synchronous}`);
  connection.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT}`);
  connection.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
  connection.pragma('foreign_keys = ON');
  connection.pragma('main.secure_delete = ON'); // what is deleted or forgotten leaves the file, too
  return connection;
}

/** Bytes of each database's write-ahead log, by the name of the database. */
export function walBytes(dataDir: string): Record<string, number> {
  const bytes = (file: File) =>
    statSync(`${databasePath(dataDir, file)}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return { [NAMES.main]: bytes('main'), [NAMES.sums]: bytes('sums') };
}

/** From now on what another process has locked fails at once, with `SQLITE_BUSY`: for threads that must not stand still. */
export function waitForNobody(connection: Database.Database): void {
  connection.pragma('busy_timeout = 0');
}

/** Lets unqualified names of the main database resolve on a connection to the sums. */
export function attachMain(connection: Database.Database, dataDir: string): void {
  connection.prepare('ATTACH ? AS sotto').run(databasePath(dataDir, 'main'));
}
