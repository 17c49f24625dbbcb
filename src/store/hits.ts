import { type SQL, sql } from 'drizzle-orm';
import type { HitStore } from '../ports.ts';
import { OTHER } from '../stats/facets.ts';
import { createDictionaries } from './dictionaries.ts';
import type { Engine } from './engine.ts';
import type { HitRow, WriteHits } from './hit-rows.ts';
import { kindCode } from './judged.ts';
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

// Drawn many at a time: a call for each would cost more than the rest of a row.
const nonces = new Int32Array(1024);
let drawn = nonces.length;

/** A random 32-bit integer that goes into a hit's public id. */
function nonce(): number {
  if (drawn === nonces.length) {
    crypto.getRandomValues(nonces);
    drawn = 0;
  }
  return nonces[drawn++] ?? 0;
}

/** The log. `write` is how this home writes rows. */
export function createHitStore(engine: Engine, write: WriteHits): HitStore {
  const { db, atomic, read } = engine;
  const idsOf = createDictionaries(engine);
  return {
    async append(hits) {
      if (hits.length === 0) return;
      const ids = await idsOf(hits);
      const rows = hits.map(({ at, linkRowId, kind, mark, visitor, network }, index): HitRow => {
        const { agentId = 0, placeId = 0, referrerId = 0 } = ids[index] ?? {};
        const facts = {
          agentId,
          placeId,
          referrerId,
          mark,
          visitor: kind === 'click' ? visitor : null,
          network,
        };
        return {
          nonce: nonce(),
          at,
          linkRowId,
          kind: kindCode(kind),
          anonymous: visitor === null ? 1 : 0,
          ...facts,
        };
      });
      await write(rows);
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

    async noteMiss(domain, slug, day) {
      await atomic([
        sql`INSERT INTO misses (day, domain, slug, times)
          SELECT ${day}, ${domain}, CASE WHEN EXISTS (SELECT 1 FROM misses WHERE day = ${day} AND domain = ${domain} AND slug = ${slug})
            OR (SELECT count(*) FROM misses WHERE day = ${day} AND domain = ${domain}) < ${MOST_MISSES}
            THEN ${slug} ELSE ${OTHER} END, 1
          WHERE true ON CONFLICT DO UPDATE SET times = times + 1`,
      ]);
    },

    sweepDeleted: createSweep(engine),

    async forgetVisitors(day) {
      await atomic([forgetStatement('hit_visitors', 'day, hit_id', day)]);
      const [left] = await read([sql`SELECT 1 FROM hit_visitors WHERE day < ${day} LIMIT 1`]);
      return (left?.length ?? 0) > 0;
    },
  };
}
