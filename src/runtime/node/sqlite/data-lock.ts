/** One process per data folder: two would have different salts, and write the same sums. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { refuseReadOnly } from './inspect-files.ts';

/** The file in the data folder; it is empty. */
export const LOCK_FILE = 'lock';

// Most predecessors that are about to stop have done so by then.
const WAIT_MS = 5_000;

/**
 * Makes the folder if need be and takes it for this process, until it is given back or the process ends, however it
 * ends: the lock is the system's, and no file has to be tidied up. Waits 5 s for a predecessor, and the thread with
 * it; throws a message for people.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    refuseReadOnly(dataDir);
    const path = join(dataDir, LOCK_FILE);
    const connection = new Database(path, { timeout: WAIT_MS });
    chmodSync(path, 0o600);
    connection.pragma('journal_mode = MEMORY'); // nothing is ever written, not even a journal
    connection.exec('BEGIN EXCLUSIVE');
    return { release: () => connection.close() };
  } catch (cause) {
    if (isLocked(cause)) {
      const message = `The data folder ${dataDir} is in use by another process of Sotto; stop that one, or choose another folder with SOTTO_DATA`;
      throw new Error(message, { cause });
    }
    throw new Error(
      `The data folder ${dataDir} cannot be used: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}

const isLocked = (error: unknown) => error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY';
