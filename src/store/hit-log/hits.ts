import { eq, sql } from 'drizzle-orm';
import { drawNonce } from '../../hits/nonce.ts';
import { OTHER } from '../../stats/facets.ts';
import type { HitStore } from '../../store-ports.ts';
import { turnedAway } from '../schema/hits.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { createExpiry } from './expire.ts';
import { createForgetting } from './forget.ts';
import type { HitWriter } from './hit-writer.ts';
import { createSweep } from './sweep.ts';

const MOST_MISSES = 1_000;

/** The newest id that any hit has had: those of an erased link may be deleted already. */
const LAST_ID = sql`SELECT max((SELECT coalesce(max(id), 0) FROM hits),
  (SELECT coalesce(max(first_id + hits - 1), 0) FROM hit_batches), (SELECT hit_id FROM sums_state)) AS id`;

/** The log and what is counted beside it. `all` reads the sums as well. */
export function createHitStore(engine: Engine, writer: HitWriter, all: Reader): HitStore {
  const { db, atomic } = engine;
  const forget = createForgetting(engine, all);
  return {
    ready: () => writer.ready(),

    async append(hits) {
      if (hits.length === 0) return;
      const stamped = hits.map((hit) => ({ ...hit, nonce: drawNonce() }));
      await writer.take(
        stamped,
        hits.reduce((newest, { at }) => Math.max(newest, at), 0),
      );
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
      const ofLink = eq(turnedAway.linkRowId, linkRowId);
      return db.select(columns).from(turnedAway).where(ofLink).orderBy(turnedAway.day, turnedAway.reason);
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
      const [rows] = await all.read([LAST_ID]);
      const lastId = Number(rows?.[0]?.id ?? 0);
      const links = sql`(SELECT value FROM json_each(${JSON.stringify(linkRowIds)}))`;
      await atomic([
        sql`DELETE FROM turned_away WHERE link_id IN ${links}`,
        sql`UPDATE links SET erased_id = max(erased_id, ${lastId})
          WHERE id IN ${links} AND deleted_at IS NULL`,
      ]);
      writer.forgetErased(linkRowIds, lastId);
    },

    sweepDeleted: createSweep(engine, all),
    expire: createExpiry(engine, all),

    async forgetHashes(today) {
      writer.forgetDays(today - 1);
      return forget(today);
    },
  };
}
