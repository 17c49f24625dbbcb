import { sql } from 'drizzle-orm';
import type { Engine } from './engine.ts';
import { foldStatements } from './fold.ts';
import { forgetStatement } from './hits.ts';
import { GONE, removalStatements } from './remove-links.ts';

/** 5,000 measured best on Node; larger slices gain nothing and hold the lock for over a second. */
export const SLICE = 5_000;

/** Folds the log into the sums. On Node it lives in the worker that alone writes `sums.db`. */
export interface Folder {
  /** Folds one slice; answers how many ids it moved on, 0 when nothing is left. */
  fold(): Promise<number>;
  /** Takes what deleted links added back out of the wider sums; answers how many links. */
  removeDeleted(): Promise<number>;
  /** Forgets all sums and counts the raw hits again. Verdicts stay. */
  rebuild(): Promise<void>;
  /** Empties the visitors of UTC days before `day`, one step at a time; false once none are left. */
  forgetVisitors(day: number): Promise<boolean>;
}

const SUMS = [
  'link_totals',
  'link_quarters',
  'day_links',
  'link_facets',
  'channel_quarters',
  'hour_facets',
  'sightings',
  'quarter_ids',
];

/** `statements` lets an engine with temporary tables judge each slice once instead of once per sum. */
export function createFolder(engine: Engine, statements = foldStatements(SLICE)): Folder {
  const watermark = async () => {
    const [rows] = await engine.read([sql`SELECT hit_id FROM fold_state`]);
    return Number(rows?.[0]?.hit_id ?? 0);
  };
  const fold = async () => {
    const before = await watermark();
    await engine.atomic(statements);
    return (await watermark()) - before;
  };
  return {
    fold,
    removeDeleted: async () => {
      const [links = []] = await engine.read([GONE]);
      if (links.length > 0) await engine.atomic(removalStatements());
      return links.length;
    },
    rebuild: async () => {
      await engine.atomic([
        ...SUMS.map((table) => sql.raw(`DELETE FROM ${table}`)),
        sql`UPDATE fold_state SET hit_id = 0`,
      ]);
      while ((await fold()) > 0);
    },
    forgetVisitors: async (day) => {
      await engine.atomic([forgetStatement('visitors', 'day, link_id, visitor', day)]);
      const [left] = await engine.read([sql`SELECT 1 FROM visitors WHERE day < ${day} LIMIT 1`]);
      return (left?.length ?? 0) > 0;
    },
  };
}
