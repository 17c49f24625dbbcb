import { closeSync, mkdtempSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { messageOf } from '../../../error-report.ts';
import { noteBackup } from '../sqlite/backup-note.ts';
import type { DatabaseFile } from '../sqlite/migrate.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';
import { prepareFiles } from '../sqlite/prepare-files.ts';
import { stripVisitors } from '../sqlite/strip-visitors.ts';
import { writeTar } from './backup-tar.ts';
import { assertDataFolder, countOf } from './command.ts';
import type { ProgressBar } from './progress.ts';

/** The sums come first: hits newer than the sums can still be rolled up, but sums must not count hits that are missing. */
export const BACKUP_FILES: DatabaseFile[] = ['sums', 'main'];

const PAGES_PER_STEP = 500;
// Redirects go first when both want the same core.
const NICE = 5;

/**
 * Writes both databases into one file (0600) while a server may be writing to them: links, keys, hits and sums, without
 * visitor hashes and salts. The file appears complete or not at all, and replaces no other file. Returns a summary.
 */
export async function backUp(options: {
  dataDir: string;
  file: string;
  progress: ProgressBar;
}): Promise<string> {
  const { dataDir, file, progress } = options;
  assertDataFolder(dataDir);
  setPriority(NICE);
  reserveFile(file);
  const draft = mkdtempSync(`${file}.`);
  let complete = false;
  const cleanUp = () => {
    rmSync(draft, { recursive: true, force: true });
    if (!complete) rmSync(file, { force: true });
  };
  process.once('exit', cleanUp);
  try {
    await copyFiles(dataDir, draft, progress);
    const contents = await rollUpCopies(draft, progress);
    const files = BACKUP_FILES.map((name) => ({
      name: basename(databasePath('.', name)),
      path: stripped(draft, name),
    }));
    const bytes = files.reduce((sum, { path }) => sum + statSync(path).size, 0);
    progress.begin('Written', bytes);
    await writeTar(join(draft, 'tar'), files, progress.add);
    renameSync(join(draft, 'tar'), file);
    complete = true;
    noteBackup(dataDir);
    return `Backup written to ${file}: ${contents}, ${Math.ceil(bytes / 1e6)} MB.\nRestore it into an empty folder with: SOTTO_DATA=FOLDER npm run restore -- ${file}`;
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
  }
}

/** Creates an empty file at the path, so that no other process uses the path during the backup. */
function reserveFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw new Error(`${file} already exists. Choose another name: a backup overwrites no file.`, { cause });
    }
    const reason = messageOf(cause);
    throw new Error(`${file} cannot be written: ${reason}.`, { cause });
  }
}

/** Copies both databases as they are at one moment, whatever is written during the copy. */
async function copyFiles(dataDir: string, draft: string, progress: ProgressBar): Promise<void> {
  const sources = BACKUP_FILES.map((file) => ({ file, source: snapshot(databasePath(dataDir, file)) }));
  for (const { file, source } of sources) {
    const pages = Number(source.pragma('page_count', { simple: true }));
    let left = pages;
    const onRemaining = (remaining: number) => {
      progress.add(left - remaining);
      left = remaining;
    };
    progress.begin(basename(databasePath(dataDir, file)), pages);
    await source.backup(databasePath(draft, file), {
      progress({ remainingPages }) {
        if (remainingPages > 0) onRemaining(remainingPages);
        return PAGES_PER_STEP;
      },
    });
    onRemaining(0);
    source.close();
  }
}

// Without a read transaction each write of the server would restart the copy.
function snapshot(path: string): Database.Database {
  const connection = new Database(path, { readonly: true });
  connection.exec('BEGIN');
  connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  return connection;
}

/** Rolls up the newest hits, so that the sums in the backup include all of them. */
async function rollUpCopies(draft: string, progress: ProgressBar): Promise<string> {
  prepareFiles(draft);
  const runner = openSumsRunner({ dataDir: draft });
  try {
    progress.begin('Counted', 0);
    for (let moved = await runner.rollUp(); moved > 0; moved = await runner.rollUp()) {
      progress.add(moved);
      await nextTurn();
    }
  } finally {
    runner.close();
  }
  return describeData(draft);
}

/** The contents of a data folder, such as `12 links and 3,456 hits`. */
export function describeData(dataDir: string): string {
  const connection = new Database(databasePath(dataDir, 'main'), { readonly: true });
  try {
    const count = (from: string) => Number(connection.prepare(`SELECT count(*) FROM ${from}`).pluck().get());
    return `${countOf(count('links WHERE deleted_at IS NULL'), 'link')} and ${countOf(count('hits'), 'hit')}`;
  } finally {
    connection.close();
  }
}

/** Removes all visitor hashes from a copy, and their remains on its pages; returns the path of the result. */
function stripped(draft: string, file: DatabaseFile): string {
  const path = databasePath(draft, file);
  stripVisitors(path);
  const target = `${path}.stripped`;
  const connection = new Database(path);
  try {
    connection.prepare('VACUUM INTO ?').run(target);
  } finally {
    connection.close();
  }
  rmSync(path);
  return target;
}
