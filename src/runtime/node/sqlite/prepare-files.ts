/** Prepares a data folder for this program, or explains why that is impossible. */

import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { messageOf } from '../../../error-report.ts';
import { storageTrouble } from '../../../storage-trouble.ts';
import { assertSchema } from './check-schema.ts';
import { makeDataFolder } from './data-folder.ts';
import { assertNotMissing, DamagedFile, inspectFile } from './inspect-files.ts';
import { type DatabaseFile, migrate, pendingMigrations } from './migrate.ts';
import { databasePath, openFile } from './open-files.ts';
import { stripVisitors } from './strip-visitors.ts';

const FILES: DatabaseFile[] = ['main', 'sums'];

/** The folder `drizzle/` of this package, wherever the module was bundled to. */
export function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'drizzle', 'meta', '_journal.json'))) return join(at, 'drizzle');
  }
  throw new Error('The folder drizzle/ with the migrations is missing from this installation.');
}

// Sums can be counted again from the hits; links and hits have no other source.
const remedyFor = (path: string) =>
  basename(path) === basename(databasePath('', 'sums'))
    ? ' Restore it from a backup, or run "npm run rebuild" to count the stored hits again.'
    : ' Restore it from a backup.';

/** A database that cannot be used; the message names it and is for people. */
export class UnusableFile extends Error {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const remedy = cause instanceof DamagedFile ? remedyFor(path) : '';
    super(`${path} cannot be used: ${messageOf(cause)}.${remedy}`, { cause });
    this.path = path;
  }
}

/** Names the file in every error. */
function withPath(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (storageTrouble(error) === 'busy') throw lockedError(path, error);
    throw new UnusableFile(path, error);
  }
}

/** The error for a database that stays locked for longer than a start waits. */
export const lockedError = (path: string, cause: unknown): Error =>
  new Error(`${path} is locked by another program.`, { cause });

/**
 * Keeps a complete copy next to the file, without the visitors' hashes. A start that is killed during it leaves only a
 * draft, which the next start replaces.
 */
function keepCopy(connection: Database.Database, path: string): void {
  const draft = `${path}.copying`;
  for (const left of [draft, `${draft}-journal`]) rmSync(left, { force: true });
  connection.prepare('VACUUM INTO ?').run(draft);
  chmodSync(draft, 0o600);
  stripVisitors(draft);
  renameSync(draft, `${path}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`);
}

function upgrade(dataDir: string, file: DatabaseFile, migrations: string): void {
  const path = databasePath(dataDir, file);
  const connection = openFile(dataDir, file, 'full');
  try {
    chmodSync(path, 0o600);
    migrate(connection, file, migrations, () => keepCopy(connection, path));
    assertSchema(connection, file);
  } finally {
    connection.close();
  }
}

/**
 * Creates the data folder (0700) and upgrades both databases (0600) to the schema of this program. Checks everything
 * before it changes anything, and never creates an empty database in place of a missing one. `sumsMayBeMissing` is for
 * a rebuild of the sums; `migrations` is the folder of the migrations.
 */
export function prepareFiles(
  dataDir: string,
  { sumsMayBeMissing = false, migrations = migrationsFolder() } = {},
): void {
  const paths = { main: databasePath(dataDir, 'main'), sums: databasePath(dataDir, 'sums') };
  makeDataFolder(dataDir);
  try {
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new Error(`The data folder ${dataDir} cannot be used: ${messageOf(error)}.`, { cause: error });
  }
  assertNotMissing(paths, sumsMayBeMissing);
  for (const file of FILES) {
    withPath(paths[file], () =>
      inspectFile(paths[file], (connection) => pendingMigrations(connection, migrations)),
    );
  }
  for (const file of FILES) withPath(paths[file], () => upgrade(dataDir, file, migrations));
}
