/** Copies that Sotto leaves next to the databases: before an upgrade, and of damaged or displaced files. */
import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type Database from 'better-sqlite3';
import { COPY_DAYS } from '../../../stats/retention.ts';
import type { CachedStore } from '../../../store-ports/store.ts';
import { DAY } from '../../../time.ts';
import { databasePath } from './open-files.ts';

const COPY = /^(?:sotto|sums)\.db\.(?:(?:before|damaged|rescued)-|copying)/;

const copiesIn = (dataDir: string): string[] =>
  readdirSync(dataDir)
    .filter((name) => COPY.test(name))
    .map((name) => join(dataDir, name));

/** Pages per step of a copy, which takes a few milliseconds. */
const RESCUE_PAGES = 200;

/** Copies the database of an open connection into the data folder, whatever has become of its file; returns the name. */
export async function copyMainDatabase(dataDir: string, main: Database.Database): Promise<string> {
  const path = `${databasePath(dataDir, 'main')}.rescued-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  closeSync(openSync(path, 'wx', 0o600));
  await main.backup(path, { progress: () => RESCUE_PAGES });
  return basename(path);
}

/** Deletes copies of other times than the two weeks before `now`, the trusted time in UTC milliseconds. */
export function deleteOldCopies(dataDir: string, now: number): void {
  for (const path of copiesIn(dataDir)) {
    const writtenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
    // One from the future was written under a wrong clock.
    if (Math.abs(now - writtenAt) > COPY_DAYS * DAY) rmSync(path, { force: true });
  }
}

/** The same store, which deletes all copies when hits are erased or deleted: they contain those hits, too. */
export function withCopiesErased(store: CachedStore, dataDir: string): CachedStore {
  const { hits, links, contents } = store;
  const andCopies =
    <Given extends unknown[]>(erase: (...given: Given) => Promise<void>) =>
    async (...given: Given) => {
      await erase(...given);
      for (const path of copiesIn(dataDir)) rmSync(path, { force: true });
    };
  return {
    ...store,
    hits: { ...hits, erase: andCopies(hits.erase) },
    links: { ...links, remove: andCopies(links.remove), removeAll: andCopies(links.removeAll) },
    contents: { ...contents, remove: andCopies(contents.remove), removeAll: andCopies(contents.removeAll) },
  };
}
