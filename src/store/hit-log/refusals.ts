import { eq, sql } from 'drizzle-orm';
import { OTHER } from '../../stats/facets.ts';
import type { RefusalStore } from '../../store-ports.ts';
import { turnedAway } from '../schema/hits.ts';
import type { Engine } from '../sql/engine.ts';

/** Unknown slugs per day and domain that are counted by themselves. */
const MAX_UNKNOWN_SLUGS = 1_000;

/** Counts refusals. Reports read them in `reports/refusals.ts`. */
export function createRefusalLog({ db, atomic }: Engine): Omit<RefusalStore, 'read'> {
  return {
    async countRefusal(linkRowId, day, reason) {
      await atomic([
        sql`INSERT INTO refusals (link_id, day, reason, times) VALUES (${linkRowId}, ${day}, ${reason}, 1)
          ON CONFLICT DO UPDATE SET times = times + 1`,
      ]);
    },

    async countUnknownSlug(domain, slug, day) {
      await atomic([
        sql`INSERT INTO unknown_slugs (day, domain, slug, times)
          SELECT ${day}, ${domain}, CASE WHEN EXISTS (SELECT 1 FROM unknown_slugs WHERE day = ${day} AND domain = ${domain} AND slug = ${slug})
            OR (SELECT count(*) FROM unknown_slugs WHERE day = ${day} AND domain = ${domain}) < ${MAX_UNKNOWN_SLUGS}
            THEN ${slug} ELSE ${OTHER} END, 1
          WHERE true ON CONFLICT DO UPDATE SET times = times + 1`,
      ]);
    },

    async ofLink(linkRowId) {
      const columns = { day: turnedAway.day, reason: turnedAway.reason, times: turnedAway.times };
      const ofLink = eq(turnedAway.linkRowId, linkRowId);
      return db.select(columns).from(turnedAway).where(ofLink).orderBy(turnedAway.day, turnedAway.reason);
    },
  };
}
