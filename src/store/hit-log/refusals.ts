import { eq, sql } from 'drizzle-orm';
import { OTHER } from '../../stats/facets.ts';
import type { RefusalStore } from '../../store-ports.ts';
import { refusals } from '../schema/hits.ts';
import type { Engine } from '../sql/engine.ts';

/** Unknown slugs per day and domain that have counts of their own. */
const MAX_UNKNOWN_SLUGS = 1_000;

/** Counts refusals. Reports read them in `reports/refusals.ts`. */
export function createRefusalLog({ db, atomic }: Engine): Omit<RefusalStore, 'read'> {
  const { linkRowId, day, reason, times } = refusals;
  const countOne = db
    .insert(refusals)
    .values({
      linkRowId: sql.placeholder('linkRowId'),
      day: sql.placeholder('day'),
      reason: sql.placeholder('reason'),
      times: 1,
    })
    .onConflictDoUpdate({ target: [linkRowId, day, reason], set: { times: sql`${times} + 1` } })
    .getSQL();
  return {
    async countRefusal(linkRowId, day, reason) {
      await atomic([countOne], { linkRowId, day, reason });
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

    ofLink: async (link) =>
      db.select({ day, reason, times }).from(refusals).where(eq(linkRowId, link)).orderBy(day, reason),
  };
}
