/** Notices that somebody removes or replaces a file of the data folder while this process has it open. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type Database from 'better-sqlite3';
import { LOCK_FILE } from './data-lock.ts';
import { databasePath } from './open-files.ts';

/** What would be written now would be lost with the file: it is no longer in the data folder. */
export class DisplacedFile extends Error {
  readonly code = 'FILE_DISPLACED';
}

const MAIN = basename(databasePath('', 'main'));
const SUMS = basename(databasePath('', 'sums'));
const NAMES = [MAIN, `${MAIN}-wal`, SUMS, `${SUMS}-wal`, LOCK_FILE];

export interface FileGuard {
  /** Throws `DisplacedFile` unless `sotto.db` is the file that was opened. */
  assertMain(): void;
  /** The names of the files that are no longer the ones that were opened. */
  displaced(): string[];
  /** Takes the file of this name, as it is now, for the opened one. */
  accept(name: string): void;
}

/** To be called when all files are open. */
export function guardFiles(dataDir: string): FileGuard {
  const inodeOf = (name: string) => statSync(join(dataDir, name), { throwIfNoEntry: false })?.ino;
  const opened = new Map(NAMES.map((name) => [name, inodeOf(name)]));
  const isOpened = (name: string) => inodeOf(name) === opened.get(name);
  return {
    assertMain() {
      if (!isOpened(MAIN)) throw new DisplacedFile(`${MAIN} was removed or replaced while it is in use`);
    },
    displaced: () => NAMES.filter((name) => !isOpened(name)),
    accept: (name) => opened.set(name, inodeOf(name)),
  };
}

const NEWEST_HIT = `SELECT max(coalesce((SELECT max(id) FROM hits), 0),
  coalesce((SELECT first_id + hits - 1 FROM hit_batches ORDER BY first_id DESC LIMIT 1), 0))`;

/** Notes the id of the newest hit in a file of its own, by which the next start sees whether hits have disappeared. */
export interface NewestHitNote {
  /** How many of the hits that the note tells of are not in the database. */
  missing: number;
  /** Writes the note if there are new hits. Throws if it cannot be written. */
  write(): void;
}

export function openNewestHitNote(dataDir: string, main: Database.Database): NewestHitNote {
  const path = join(dataDir, 'newest-hit');
  const newest = main.prepare(NEWEST_HIT).pluck();
  const read = () => Number(newest.get());
  let noted = notedIn(path);
  return {
    missing: Math.max(0, noted - read()),
    write() {
      const id = read();
      if (id === noted) return;
      writeFileSync(path, `${id}\n`, { mode: 0o600 });
      noted = id;
    },
  };
}

/** A missing or unreadable note tells of no hit. */
function notedIn(path: string): number {
  try {
    const id = Number(readFileSync(path, 'latin1'));
    return Number.isSafeInteger(id) ? id : 0;
  } catch {
    return 0;
  }
}
