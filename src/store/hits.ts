import { eq, type SQL, sql } from 'drizzle-orm';
import { OTHER } from '../stats/facets.ts';
import type { HitStore } from '../store-ports.ts';
import type { Engine, Reader } from './engine.ts';
import { eraseStatements } from './erase-hits.ts';
import { createHitRows } from './hit-facts.ts';
import type { WriteHits } from './hit-rows.ts';
import { createExpiry } from './retention.ts';
import { turnedAway } from './schema.ts';
import { createSweep } from './sweep.ts';

const MOST_MISSES = 1_000;

/** Rows per step: the longest took 18 ms at a million visitors a day. */
const FORGET_STEP = 5_000;

/** One step of emptying a table of visitor hashes before a UTC day; the table's rows begin with their day. */
export function forgetStatement(table: 'hit_visitors' | 'visitors', keys: string, day: number): SQL {
  const rows = sql.raw(keys);
  return sql`DELETE FROM ${sql.raw(table)} WHERE day < ${day} AND (${rows}) IN
    (SELECT ${rows} FROM ${sql.raw(table)} WHERE day < ${day} LIMIT ${sql.raw(String(FORGET_STEP))})`;
}

/** The log. `write` is how this home writes rows; `sums` tells what the fold has done. */
export function createHitStore(engine: Engine, write: WriteHits, sums: Reader): HitStore {
  const { db, atomic, read } = engine;
  const rowsOf = createHitRows(engine);
  return {
    async append(hits) {
      if (hits.length === 0) return;
      await write(await rowsOf(hits));
    },

    async takeClick(linkRowId) {
      const taken = await db.all(sql`UPDATE links SET clicks_taken = clicks_taken + 1
        WHERE id = ${linkRowId} AND clicks_taken < max_clicks RETURNING id`);
      return taken.length > 0;
    },

    async turnAway(linkRowId, day, reason) {
      await atomic([
        sql`INSERT INTO turned_away (link_id, day, reason, times) VALUES (${linkRowId}, ${day}, ${reason}, 1)
          ON CONFLICT DO UPDATE SET times = times + 1`,
      ]);
    },

    async turnedAway(linkRowId) {
      const columns = { day: turnedAway.day, reason: turnedAway.reason, times: turnedAway.times };
      const ours = eq(turnedAway.linkRowId, linkRowId);
      return db.select(columns).from(turnedAway).where(ours).orderBy(turnedAway.day, turnedAway.reason);
    },

    async noteMiss(domain, slug, day) {
      await atomic([
        sql`INSERT INTO misses (day, domain, slug, times)
          SELECT ${day}, ${domain}, CASE WHEN EXISTS (SELECT 1 FROM misses WHERE day = ${day} AND domain = ${domain} AND slug = ${slug})
            OR (SELECT count(*) FROM misses WHERE day = ${day} AND domain = ${domain}) < ${MOST_MISSES}
            THEN ${slug} ELSE ${OTHER} END, 1
          WHERE true ON CONFLICT DO UPDATE SET times = times + 1`,
      ]);
    },

    async erase(linkRowIds) {
      await atomic(eraseStatements(linkRowIds));
    },

    sweepDeleted: createSweep(engine, sums),
    expire: createExpiry(engine, sums),

    async forgetVisitors(day) {
      await atomic([forgetStatement('hit_visitors', 'day, hit_id', day)]);
      const [left] = await read([sql`SELECT 1 FROM hit_visitors WHERE day < ${day} LIMIT 1`]);
      return (left?.length ?? 0) > 0;
    },
  };
}
