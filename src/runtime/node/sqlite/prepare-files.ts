/** Makes a data folder ready for this program, or says in plain words why it is not. */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { storageTrouble } from '../../../storage-trouble.ts';
import { DamagedFile, inspectFile, refuseMissing, refuseReadOnly } from './inspect-files.ts';
import { type File, migrate, pending } from './migrate.ts';
import { databasePath, openFile } from './open-files.ts';
import { stripVisitors } from './strip-visitors.ts';

const FILES: File[] = ['main', 'sums'];

/** `drizzle/` of the package this module belongs to, wherever it was bundled to. */
export function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'drizzle', 'meta', '_journal.json'))) return join(at, 'drizzle');
  }
  throw new Error('The folder drizzle/ with the migrations is missing from this installation');
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

// Sums come from the hits, links and hits from nowhere else.
const remedyOf = (path: string) =>
  basename(path) === basename(databasePath('', 'sums'))
    ? ': restore it from a backup, or count again what hits are left with: npm run rebuild'
    : ': restore it from a backup';

/** Names the file in every failure. */
function using(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (storageTrouble(error) === 'busy') throw lockedError(path, error);
    const remedy = error instanceof DamagedFile ? remedyOf(path) : '';
    throw new Error(`${path} cannot be used: ${messageOf(error)}${remedy}`, { cause: error });
  }
}

/** What a start says that found a database locked, for longer than it waits. */
export const lockedError = (path: string, cause: unknown): Error =>
  new Error(`${path} is locked by another program`, { cause });

/**
 * A whole copy beside the file, without the visitors' hashes, or none: a start that is killed meanwhile leaves a draft
 * that the next one replaces.
 */
function keepCopy(connection: Database.Database, path: string): void {
  const draft = `${path}.copying`;
  for (const left of [draft, `${draft}-journal`]) rmSync(left, { force: true });
  connection.prepare('VACUUM INTO ?').run(draft);
  chmodSync(draft, 0o600);
  stripVisitors(draft);
  renameSync(draft, `${path}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`);
}

function bringUpToDate(dataDir: string, file: File, migrations: string): void {
  const path = databasePath(dataDir, file);
  const connection = openFile(dataDir, file, 'full');
  try {
    chmodSync(path, 0o600);
    migrate(connection, file, migrations, () => keepCopy(connection, path));
  } finally {
    connection.close();
  }
}

/**
 * Makes the data folder (0700) and brings both databases (0600) to the schema of this program. Whatever speaks
 * against either is said before anything is changed; an empty database never takes the place of one that is missing.
 * `sumsMayBeMissing` is for who counts them again; `migrations` is the folder of another set than the program's own.
 */
export function prepareFiles(
  dataDir: string,
  { sumsMayBeMissing = false, migrations = migrationsFolder() } = {},
): void {
  const paths = { main: databasePath(dataDir, 'main'), sums: databasePath(dataDir, 'sums') };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    refuseReadOnly(dataDir);
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new Error(`The data folder ${dataDir} cannot be used: ${messageOf(error)}`, { cause: error });
  }
  refuseMissing(paths, sumsMayBeMissing);
  for (const file of FILES) {
    using(paths[file], () => inspectFile(paths[file], (connection) => pending(connection, migrations)));
  }
  for (const file of FILES) using(paths[file], () => bringUpToDate(dataDir, file, migrations));
}
