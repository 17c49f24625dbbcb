import { renameSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { firstOpenDay } from '../../../sums/clock.ts';
import { isoDay } from '../../../time.ts';
import { lockDataFolder } from '../sqlite/data-lock.ts';
import { DamagedFile, inspectFile } from '../sqlite/inspect-files.ts';
import { attachMain, databasePath } from '../sqlite/open-files.ts';
import { type NodeSumsRunner, openSumsRunner } from '../sqlite/open-store.ts';
import { prepareFiles } from '../sqlite/prepare-files.ts';
import { assertDataFolder, countOf } from './command.ts';
import type { Progress } from './progress.ts';

/**
 * Deletes the sums and counts every stored hit again. Compacted days keep their sums; missing or damaged sums are created
 * anew. Fails while a server runs. Returns a summary.
 */
export async function rebuild(options: { dataDir: string; progress: Progress }): Promise<string> {
  const { dataDir, progress } = options;
  assertDataFolder(dataDir);
  const lock = lockDataFolder(dataDir);
  try {
    const movedTo = moveDamagedFile(databasePath(dataDir, 'sums'));
    prepareFiles(dataDir, { sumsMayBeMissing: true });
    const { hits, ids, compactedDay } = readState(dataDir);
    const runner = openSumsRunner({ dataDir });
    try {
      progress.begin('Counted', ids);
      await runner.rebuild((moved) => {
        progress.add(moved);
        return nextTurn();
      });
      await finish(runner);
      runner.checkpoint();
    } finally {
      runner.close();
    }
    return summarize({ hits, compactedDay, movedTo });
  } finally {
    lock.release();
  }
}

/** Does the jobs with which a server would begin. */
async function finish(runner: NodeSumsRunner): Promise<void> {
  const { trusted } = await runner.checkClock(Date.now());
  while (trusted !== null && (await runner.closeDays(firstOpenDay(trusted.agingAt)))) await nextTurn();
  while (await runner.subtractErased()) await nextTurn();
}

/** Moves the file away if it is damaged, to make room for a new one. Returns its new path. */
function moveDamagedFile(path: string): string | null {
  try {
    inspectFile(path, () => {}, { whole: true });
    return null;
  } catch (error) {
    if (!(error instanceof DamagedFile)) return null; // `prepareFiles` reports any other problem
  }
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
        `SELECT count(*) AS hits, coalesce(max(id) - min(id) + 1, 0) AS ids,
          coalesce((SELECT compacted_day FROM sums_state), 0) AS compactedDay FROM hits`,
      )
      .get();
    return state ?? { hits: 0, ids: 0, compactedDay: 0 };
  } finally {
    connection.close();
  }
}
