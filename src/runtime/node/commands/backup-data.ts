import { closeSync, mkdtempSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { File } from '../sqlite/migrate.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';
import { prepareFiles } from '../sqlite/prepare-files.ts';
import { stripVisitors } from '../sqlite/strip-visitors.ts';
import { writeTar } from './backup-tar.ts';
import { many, refuseNothing } from './command.ts';
import type { Progress } from './progress.ts';

/** First the sums: hits that are newer than the sums are rolled up when these are opened, missing ones are lost. */
export const BACKUP_FILES: File[] = ['sums', 'main'];

const PAGES_AT_ONCE = 500;
// Redirects come first wherever both want the same core.
const NICE = 5;

/**
 * Makes one file (0600) of both databases while a server may be writing them: links, keys, hits and sums, without the
 * visitors' hashes and salts. It appears whole or not at all and takes no other file's place. Answers what it holds.
 */
export async function backUp(options: {
  dataDir: string;
  file: string;
  progress: Progress;
}): Promise<string> {
  const { dataDir, file, progress } = options;
  refuseNothing(dataDir);
  setPriority(NICE);
  takeName(file);
  const draft = mkdtempSync(`${file}.`);
  let whole = false;
  const tidyUp = () => {
    rmSync(draft, { recursive: true, force: true });
    if (!whole) rmSync(file, { force: true });
  };
  process.once('exit', tidyUp);
  try {
    await copyFiles(dataDir, draft, progress);
    const held = await rollUpCopies(draft, progress);
    const files = BACKUP_FILES.map((name) => ({
      name: basename(databasePath('.', name)),
      path: cleaned(draft, name),
    }));
    const bytes = files.reduce((sum, { path }) => sum + statSync(path).size, 0);
    progress.begin('Written', bytes);
    await writeTar(join(draft, 'tar'), files, progress.add);
    renameSync(join(draft, 'tar'), file);
    whole = true;
    return `Backed up to ${file}: ${held}, ${Math.ceil(bytes / 1e6)} MB.\nTo restore it into an empty folder: SOTTO_DATA=FOLDER npm run restore -- ${file}`;
  } finally {
    process.off('exit', tidyUp);
    tidyUp();
  }
}

/** Leaves an empty file in the place, so that nobody else takes it in the meantime. */
function takeName(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw new Error(`${file} is there already, and nothing is overwritten: choose another name`, { cause });
    }
    throw new Error(`${file} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** Both as they are at one moment, whatever is written meanwhile. */
async function copyFiles(dataDir: string, draft: string, progress: Progress): Promise<void> {
  const sources = BACKUP_FILES.map((file) => ({ file, source: snapshot(databasePath(dataDir, file)) }));
  for (const { file, source } of sources) {
    const pages = Number(source.pragma('page_count', { simple: true }));
    let left = pages;
    const tell = (remaining: number) => {
      progress.add(left - remaining);
      left = remaining;
    };
    progress.begin(basename(databasePath(dataDir, file)), pages);
    await source.backup(databasePath(draft, file), {
      progress({ remainingPages }) {
        if (remainingPages > 0) tell(remainingPages);
        return PAGES_AT_ONCE;
      },
    });
    tell(0);
    source.close();
  }
}

// Without a transaction of its own each write of the server would make the copy begin anew.
function snapshot(path: string): Database.Database {
  const connection = new Database(path, { readonly: true });
  connection.exec('BEGIN');
  connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  return connection;
}

/** Rolls up the newest hits, so that the sums in the backup include all of them. */
async function rollUpCopies(draft: string, progress: Progress): Promise<string> {
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
  return tellOf(draft);
}

/** What a data folder holds, for people. */
export function tellOf(dataDir: string): string {
  const connection = new Database(databasePath(dataDir, 'main'), { readonly: true });
  try {
    const count = (from: string) => Number(connection.prepare(`SELECT count(*) FROM ${from}`).pluck().get());
    return `${many(count('links WHERE deleted_at IS NULL'), 'link')} and ${many(count('hits'), 'single hit')}`;
  } finally {
    connection.close();
  }
}

/** The path of a copy that holds no visitor, nor what one has left on a page. */
function cleaned(draft: string, file: File): string {
  const path = databasePath(draft, file);
  stripVisitors(path);
  const clean = `${path}.clean`;
  const connection = new Database(path);
  try {
    connection.prepare('VACUUM INTO ?').run(clean);
  } finally {
    connection.close();
  }
  rmSync(path);
  return clean;
}
