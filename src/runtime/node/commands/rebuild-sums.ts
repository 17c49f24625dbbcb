import { renameSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { firstOpenDay } from '../../../sums/trusted-clock.ts';
import { isoDay } from '../../../time.ts';
import { lockDataFolder } from '../sqlite/data-lock.ts';
import { inspectFile, isDamage } from '../sqlite/inspect-files.ts';
import { attachMain, databasePath } from '../sqlite/open-files.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';
import { prepareFiles, UnusableFile } from '../sqlite/prepare-files.ts';
import { assertDataFolder, countOf } from './command.ts';
import type { ProgressBar } from './progress.ts';

/**
 * Deletes the sums and counts every stored hit again. Compacted days keep their sums; missing or damaged sums are created
 * anew. Fails while a server runs. Returns a summary.
 */
export async function rebuild(options: { dataDir: string; progress: ProgressBar }): Promise<string> {
  const { dataDir, progress } = options;
  assertDataFolder(dataDir);
  const lock = lockDataFolder(dataDir);
  try {
    const movedTo = prepare(dataDir);
    try {
      return summarize({ ...(await count(dataDir, progress)), movedTo });
    } catch (error) {
      // Damage that no check has found.
      if (movedTo !== null || !isDamage(error)) throw error;
      const target = moveAway(databasePath(dataDir, 'sums'));
      prepareFiles(dataDir, { sumsMayBeMissing: true });
      return summarize({ ...(await count(dataDir, progress)), movedTo: target });
    }
  } finally {
    lock.release();
  }
}

/** Upgrades the files. Sums that cannot be used are moved away to make room for new ones; returns their new path. */
function prepare(dataDir: string): string | null {
  const path = databasePath(dataDir, 'sums');
  try {
    inspectFile(path, () => {}, { whole: true });
    prepareFiles(dataDir, { sumsMayBeMissing: true });
    return null;
  } catch (error) {
    const found = error instanceof UnusableFile && error.path === path ? error.cause : error;
    // Not if the file is fine, but of a newer version, or if another program holds it.
    if (!isDamage(found)) throw asUnusable(path, error);
  }
  const target = moveAway(path);
  prepareFiles(dataDir, { sumsMayBeMissing: true });
  return target;
}

const asUnusable = (path: string, error: unknown) =>
  error instanceof UnusableFile ? error : new UnusableFile(path, error);

/** Counts all hits again, and does the jobs with which a server would begin. */
async function count(dataDir: string, progress: ProgressBar) {
  const { hits, ids, compactedDay } = readState(dataDir);
  const runner = openSumsRunner({ dataDir });
  try {
    progress.begin('Counted', ids);
    await runner.rebuild((moved) => {
      progress.add(moved);
      return nextTurn();
    });
    const { trusted } = await runner.checkClock(Date.now());
    while (trusted !== null && (await runner.closeDays(firstOpenDay(trusted.agingAt)))) await nextTurn();
    while (await runner.subtractErased()) await nextTurn();
    runner.checkpoint();
  } finally {
    runner.close();
  }
  return { hits, compactedDay };
}

function moveAway(path: string): string {
  const target = `${path}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const end of ['', '-wal', '-shm']) {
    if (statSync(path + end, { throwIfNoEntry: false })) renameSync(path + end, target + end);
  }
  return target;
}

function summarize(state: { hits: number; compactedDay: number; movedTo: string | null }): string {
  const firstDay = isoDay(state.compactedDay);
  const lines = [`Rebuilt the sums from ${countOf(state.hits, 'hit')}.`];
  if (state.compactedDay > 0) {
    lines.push(`Days before ${firstDay} are compacted: their sums are unchanged.`);
  }
  if (state.movedTo !== null) {
    lines.push(
      `The old sums were damaged; they are now in ${state.movedTo}. ` +
        'Counts of days whose hits are deleted can only be restored from a backup.',
    );
  }
  return lines.join(' ');
}

function readState(dataDir: string) {
  const connection = new Database(databasePath(dataDir, 'sums'), { readonly: true });
  try {
    attachMain(connection, dataDir);
    const state = connection
      .prepare<[], { hits: number; ids: number; compactedDay: number }>(
        `SELECT count(*) AS hits, coalesce(max(id) - min(id) + 1, 0)
            + (SELECT coalesce(max(id) - min(id) + 1, 0) FROM shares) AS ids,
          coalesce((SELECT compacted_day FROM sums_state), 0) AS compactedDay FROM hits`,
      )
      .get();
    return state ?? { hits: 0, ids: 0, compactedDay: 0 };
  } finally {
    connection.close();
  }
}
