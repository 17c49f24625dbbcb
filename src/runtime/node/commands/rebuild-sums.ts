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
import { many, refuseNothing } from './command.ts';
import type { Progress } from './progress.ts';

/**
 * Forgets the sums and adds up again every hit there is; days that are kept by the day alone stay as they are, and
 * missing or damaged sums are made anew. Refuses while a server runs. Answers what it did.
 */
export async function rebuild(options: { dataDir: string; progress: Progress }): Promise<string> {
  const { dataDir, progress } = options;
  refuseNothing(dataDir);
  const lock = lockDataFolder(dataDir);
  try {
    const movedTo = moveDamagedAway(databasePath(dataDir, 'sums'));
    prepareFiles(dataDir, { sumsMayBeMissing: true });
    const { hits, ids, compactedDay } = look(dataDir);
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
    return tell({ hits, compactedDay, movedTo });
  } finally {
    lock.release();
  }
}

/** Does what the server would do first. */
async function finish(runner: NodeSumsRunner): Promise<void> {
  const now = await runner.trustedNow(Date.now());
  while (now !== null && (await runner.closeDays(firstOpenDay(now)))) await nextTurn();
  while (await runner.subtractErased()) await nextTurn();
}

/** Makes room for new sums where the file is damaged; answers where it is now. */
function moveDamagedAway(path: string): string | null {
  try {
    inspectFile(path, () => {}, { whole: true });
    return null;
  } catch (error) {
    if (!(error instanceof DamagedFile)) return null; // whatever else is wrong is told by who prepares the files
  }
  const target = `${path}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const end of ['', '-wal', '-shm']) {
    if (statSync(path + end, { throwIfNoEntry: false })) renameSync(path + end, target + end);
  }
  return target;
}

function tell(found: { hits: number; compactedDay: number; movedTo: string | null }): string {
  const kept = isoDay(found.compactedDay);
  const told = [`The sums are counted again from ${many(found.hits, 'hit')}.`];
  if (found.compactedDay > 0) {
    told.push(`Days before ${kept} are kept as sums alone and stayed as they were.`);
  }
  if (found.movedTo !== null) {
    told.push(
      `The old sums were damaged; they are now ${found.movedTo}. ` +
        'Counts of days whose hits had been deleted are in a backup alone.',
    );
  }
  return told.join(' ');
}

function look(dataDir: string) {
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
