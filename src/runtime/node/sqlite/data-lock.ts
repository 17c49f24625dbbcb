/** Allows one process per data folder: two would use different salts and write the same sums. */

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf } from '../../../error-report.ts';
import { makeDataFolder } from './data-folder.ts';

/** The name of the lock file in the data folder. The file is empty. */
export const LOCK_FILE = 'lock';

// A server that is stopping has usually ended by then.
const WAIT_MS = 5_000;

/**
 * Creates the folder if necessary and locks it for this process until `release` or the end of the process. The operating
 * system holds the lock, so a killed process leaves nothing to clean up. Blocks the thread for up to 5 s while another
 * process holds it; then throws a message for people.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  return takeLock(dataDir, WAIT_MS);
}

function takeLock(dataDir: string, timeout: number): { release(): void } {
  makeDataFolder(dataDir);
  try {
    const path = join(dataDir, LOCK_FILE);
    const connection = new Database(path, { timeout });
    chmodSync(path, 0o600);
    connection.pragma('journal_mode = MEMORY'); // nothing is ever written to this file, not even a journal
    connection.exec('BEGIN EXCLUSIVE');
    return { release: () => connection.close() };
  } catch (cause) {
    if (isLocked(cause)) {
      const message = `The data folder ${dataDir} is in use by another Sotto process. Stop that process, or choose another folder with SOTTO_DATA.`;
      throw new Error(message, { cause });
    }
    const reason = messageOf(cause);
    throw new Error(`The data folder ${dataDir} cannot be used: ${reason}.`, { cause });
  }
}

/** A lock that can be taken again, without waiting, after somebody has removed its file. */
export function retakableLock(dataDir: string): { release(): void; retake(): boolean } {
  let lock = lockDataFolder(dataDir);
  return {
    release: () => lock.release(),
    retake() {
      try {
        const next = takeLock(dataDir, 0);
        lock.release();
        lock = next;
        return true;
      } catch {
        return false;
      }
    },
  };
}

const isLocked = (error: unknown) => error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY';
