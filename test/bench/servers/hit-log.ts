/** Reads the hit log from the files of a data folder while the server writes them. */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';

export interface HitLog {
  /** The id of the newest hit; 0 if there is none. */
  newest(): number;
  /** The number of hits after that one. */
  since(id: number): number;
  /** Waits until every hit is rolled up, so that the roll-up counts towards the run that caused it. */
  settle(): Promise<void>;
}

// Requests that the load generator cut off at the end are still answered and stored.
const FIRST_MS = 300;
const EVERY_MS = 100;
const LIMIT_MS = 60_000;

export function createHitLog(dataDir: string): HitLog {
  const query = (file: 'main' | 'sums', statement: string, ...values: number[]) => {
    const database = new Database(databasePath(dataDir, file), { readonly: true });
    try {
      return Number(database.prepare(statement).pluck().get(values));
    } finally {
      database.close();
    }
  };
  const newest = () => query('main', 'SELECT coalesce(max(id), 0) FROM hits');
  return {
    newest,
    since: (id) => query('main', 'SELECT count(*) FROM hits WHERE id > ?', id),
    async settle() {
      await pause(FIRST_MS);
      const deadline = performance.now() + LIMIT_MS;
      while (query('sums', 'SELECT hit_id FROM sums_state') < newest() && performance.now() < deadline) {
        await pause(EVERY_MS);
      }
    },
  };
}
