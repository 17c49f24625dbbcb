import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type File, migrate } from './migrate.ts';

export type Synchronous = 'normal' | 'full';

const NAMES: Record<File, string> = { main: 'sotto.db', sums: 'sums.db' };

// The worker checkpoints; this many pages (40 MB) are the limit should it be gone.
const AUTOCHECKPOINT = 10_000;
const LOCK_WAIT = 5_000;

/** `drizzle/` of the package this module belongs to, wherever it was bundled to. */
function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'drizzle', 'meta', '_journal.json'))) return join(at, 'drizzle');
  }
  throw new Error('The folder drizzle/ with the migrations is missing from this installation');
}

/** The paths of the two databases in the data folder. */
export const databasePath = (dataDir: string, file: File): string => join(dataDir, NAMES[file]);

/** Opens one of the two databases for writing. The caller closes it. */
export function openFile(dataDir: string, file: File, synchronous: Synchronous): Database.Database {
  const connection = new Database(databasePath(dataDir, file), { timeout: LOCK_WAIT });
  connection.pragma('auto_vacuum = INCREMENTAL'); // takes effect only before the first table
  connection.pragma('journal_mode = WAL');
  connection.pragma(`synchronous = ${synchronous}`);
  connection.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT}`);
  connection.pragma('foreign_keys = ON');
  return connection;
}

/** Lets unqualified names of the main database resolve on a connection to the sums. */
export function attachMain(connection: Database.Database, dataDir: string): void {
  connection.prepare('ATTACH ? AS sotto').run(databasePath(dataDir, 'main'));
}

function prepareFile(dataDir: string, file: File): void {
  const path = databasePath(dataDir, file);
  try {
    const connection = openFile(dataDir, file, 'full');
    try {
      chmodSync(path, 0o600);
      migrate(connection, file, migrationsFolder(), () => {
        const copy = `${path}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
        connection.prepare('VACUUM INTO ?').run(copy);
        chmodSync(copy, 0o600);
      });
    } finally {
      connection.close();
    }
  } catch (error) {
    throw new Error(`${path} cannot be used: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** Makes the data folder (0700) and brings both databases (0600) to the schema of this program. */
export function prepareFiles(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new Error(
      `The data folder ${dataDir} cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  }
  prepareFile(dataDir, 'main');
  prepareFile(dataDir, 'sums');
}
