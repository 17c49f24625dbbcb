import { sql } from 'drizzle-orm';
import type { Engine } from './engine.ts';
import { ERASED, erasureStatements } from './erase-hits.ts';
import { foldStatements } from './fold.ts';
import { forgetStatement } from './hits.ts';
import { COARSE_DAY, countNames, DAY, sumOfCounts } from './judged.ts';
import { GONE, removalStatements } from './remove-links.ts';
import { createCoarsening } from './retention-sums.ts';

/** 5,000 measured best on Node; larger slices gain nothing and hold the lock for over a second. */
export const SLICE = 5_000;

/** Folds the log into the sums. On Node it lives in the worker that alone writes `sums.db`. */
export interface Folder {
  /** Folds one slice; answers how many ids it moved on, 0 when nothing is left. */
  fold(): Promise<number>;
  /** Takes what deleted links and erased hits added back out of the sums; answers of how many links. */
  removeDeleted(): Promise<number>;
  /**
   * Forgets all sums but those of days that are kept as wholes, and counts the raw hits again; `folded` is told of
   * each slice how many ids it moved on. Verdicts stay.
   */
  rebuild(folded?: (ids: number) => void | Promise<void>): Promise<void>;
  /** One step towards sums by whole UTC days before `day`; false when there is nothing to do now. */
  coarsen(day: number): Promise<boolean>;
  /** Empties the visitors of UTC days before `day`, one step at a time; false once none are left. */
  forgetVisitors(day: number): Promise<boolean>;
}

// Each with its column of time, and how many of it a day has.
const SUMS: [table: string, unit: string, perDay: number][] = [
  ['link_quarters', 'quarter', 96],
  ['day_links', 'day', 1],
  ['link_facets', 'hour', 24],
  ['link_facet_days', 'day', 1],
  ['channel_quarters', 'quarter', 96],
  ['channel_days', 'day', 1],
  ['hour_facets', 'hour', 24],
  ['facet_hours', 'hour', 24],
  ['facet_days', 'day', 1],
  ['sightings', 'day', 1],
  ['quarter_ids', 'quarter', 96],
];

/** Brings the sums back to what the days hold that are kept as wholes, for the rest to be folded anew. */
const beginAnew = [
  ...SUMS.map(
    ([table, unit, perDay]) =>
      sql`DELETE FROM ${sql.raw(table)} WHERE ${sql.raw(unit)} >= ${COARSE_DAY} * ${sql.raw(String(perDay))}`,
  ),
  sql`DELETE FROM link_totals`,
  sql`INSERT INTO link_totals (link_id, ${countNames}, last_click_at)
    SELECT link_id, ${sumOfCounts}, max(CASE WHEN clicks > 0 THEN day END) * ${sql.raw(String(DAY))}
    FROM day_links GROUP BY link_id`,
  sql`UPDATE fold_state SET hit_id = coalesce((SELECT min(id) - 1 FROM hits), judged_id)`,
];

/** `statements` are those of one slice, where the engine has quicker ones. */
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
      const [gone = [], erased = []] = await engine.read([GONE, ERASED]);
      if (gone.length > 0) await engine.atomic(removalStatements());
      if (erased.length > 0) await engine.atomic(erasureStatements());
      return gone.length + erased.length;
    },
    rebuild: async (folded) => {
      await engine.atomic(beginAnew);
      for (let ids = await fold(); ids > 0; ids = await fold()) await folded?.(ids);
    },
    coarsen: createCoarsening(engine),
    forgetVisitors: async (day) => {
      await engine.atomic([forgetStatement('visitors', 'day, link_id, visitor', day)]);
      const [left] = await engine.read([sql`SELECT 1 FROM visitors WHERE day < ${day} LIMIT 1`]);
      return (left?.length ?? 0) > 0;
    },
  };
}
