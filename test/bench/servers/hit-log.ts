/** What the files of a data folder tell about its log, beside the server that writes them. */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';

export interface HitLog {
  /** Id of the newest hit; 0 of none. */
  newest(): number;
  /** How many hits came after that one. */
  since(id: number): number;
  /** Waits until the sums hold every hit: what they cost belongs to the run that caused it. */
  settle(): Promise<void>;
}

// What a load generator cut off when its time was up is still answered and stored.
const FIRST_MS = 300;
const EVERY_MS = 100;
const LIMIT_MS = 60_000;

export function createHitLog(dataDir: string): HitLog {
  const ask = (file: 'main' | 'sums', question: string, ...values: number[]) => {
    const database = new Database(databasePath(dataDir, file), { readonly: true });
    try {
      return Number(database.prepare(question).pluck().get(values));
    } finally {
      database.close();
    }
  };
  const newest = () => ask('main', 'SELECT coalesce(max(id), 0) FROM hits');
  return {
    newest,
    since: (id) => ask('main', 'SELECT count(*) FROM hits WHERE id > ?', id),
    async settle() {
      await pause(FIRST_MS);
      const deadline = performance.now() + LIMIT_MS;
      while (ask('sums', 'SELECT hit_id FROM sums_state') < newest() && performance.now() < deadline) {
        await pause(EVERY_MS);
      }
    },
  };
}
