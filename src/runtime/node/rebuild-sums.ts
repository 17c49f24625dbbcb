import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { many, refuseNothing } from './command.ts';
import { lockDataFolder } from './data-lock.ts';
import { attachMain, databasePath } from './open-files.ts';
import { openFolder } from './open-store.ts';
import { prepareFiles } from './prepare-files.ts';
import type { Progress } from './progress.ts';

const DAY = 86_400_000;

/**
 * Forgets the sums and counts every hit again that is kept singly; days that are kept as wholes stay as they are, and
 * missing sums are made anew. Refuses while a server runs. Answers what it did.
 */
export async function rebuild(options: { dataDir: string; progress: Progress }): Promise<string> {
  const { dataDir, progress } = options;
  refuseNothing(dataDir);
  const lock = lockDataFolder(dataDir);
  try {
    prepareFiles(dataDir, { sumsMayBeMissing: true });
    const { hits, ids, coarseDay } = look(dataDir);
    const folder = openFolder({ dataDir });
    try {
      progress.begin('Counted', ids);
      await folder.rebuild((moved) => {
        progress.add(moved);
        return nextTurn();
      });
      while ((await folder.removeDeleted()) > 0);
      folder.checkpoint();
    } finally {
      folder.close();
    }
    const kept = new Date(coarseDay * DAY).toISOString().slice(0, 10);
    const told = `The sums are counted again from ${many(hits, 'hit')}.`;
    return coarseDay === 0
      ? told
      : `${told} Days before ${kept} are kept as sums alone and stayed as they were.`;
  } finally {
    lock.release();
  }
}

function look(dataDir: string) {
  const connection = new Database(databasePath(dataDir, 'sums'), { readonly: true });
  try {
    attachMain(connection, dataDir);
    const state = connection
      .prepare<[], { hits: number; ids: number; coarseDay: number }>(
        `SELECT count(*) AS hits, coalesce(max(id) - min(id) + 1, 0) AS ids,
          (SELECT coarse_day FROM fold_state) AS coarseDay FROM hits`,
      )
      .get();
    return state ?? { hits: 0, ids: 0, coarseDay: 0 };
  } finally {
    connection.close();
  }
}
