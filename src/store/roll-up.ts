import { sql } from 'drizzle-orm';
import type { Engine } from './engine.ts';
import { foldStatements } from './fold.ts';
import { removalStatements } from './remove-links.ts';

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
  /** Empties the visitor tables of days before `day` (UTC days since 1970). */
  forgetVisitors(day: number): Promise<void>;
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
      const count = sql`SELECT count(*) AS links FROM removed_links`;
      const [before] = await engine.read([count]);
      await engine.atomic(removalStatements());
      const [after] = await engine.read([count]);
      return Number(after?.[0]?.links) - Number(before?.[0]?.links);
    },
    rebuild: async () => {
      await engine.atomic([
        ...SUMS.map((table) => sql.raw(`DELETE FROM ${table}`)),
        sql`UPDATE fold_state SET hit_id = 0`,
      ]);
      while ((await fold()) > 0);
    },
    forgetVisitors: async (day) => {
      await engine.atomic([sql`DELETE FROM visitors WHERE day < ${day}`]);
    },
  };
}
