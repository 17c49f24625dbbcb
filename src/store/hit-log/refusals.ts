import { eq, type SQL, sql } from 'drizzle-orm';
import { OTHER } from '../../stats/facets.ts';
import type { RefusalCounts, RefusalStore } from '../../store-ports/count-stores.ts';
import { refusals } from '../schema/hits.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** Unknown slugs per day and domain that have counts of their own. */
const MAX_UNKNOWN_SLUGS = 1_000;

const countRefusals = (
  counts: RefusalCounts['refusals'],
): SQL => sql`INSERT INTO refusals (link_id, day, reason, times)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
  FROM json_each(${JSON.stringify(counts.map(({ linkRowId, day, reason, times }) => [linkRowId, day, reason, times]))})
  WHERE true ON CONFLICT DO UPDATE SET times = times + excluded.times`;

/** New slugs are listed in their order until the list of their day and domain is full. */
const countUnknownSlugs = (counts: RefusalCounts['unknownSlugs']): SQL => sql`WITH entry AS MATERIALIZED (
    SELECT key, value ->> 0 AS day, value ->> 1 AS domain, value ->> 2 AS slug, value ->> 3 AS times,
      value ->> 4 AS may_list
    FROM json_each(${JSON.stringify(counts.map(({ day, domain, slug, times, mayList }) => [day, domain, slug, times, Number(mayList)]))})
  ), list AS MATERIALIZED (
    SELECT day, domain, (SELECT count(*) FROM unknown_slugs u WHERE u.day = e.day AND u.domain = e.domain) AS slugs
    FROM (SELECT DISTINCT day, domain FROM entry) e
  ), counted AS (
    SELECT day, domain, slug, times, may_list,
      EXISTS (SELECT 1 FROM unknown_slugs u WHERE u.day = e.day AND u.domain = e.domain AND u.slug = e.slug) AS is_listed,
      key FROM entry e
  ), placed AS (
    SELECT day, domain, times, CASE WHEN is_listed OR may_list
      AND slugs + row_number() OVER (PARTITION BY day, domain, is_listed OR NOT may_list ORDER BY key) <= ${raw(MAX_UNKNOWN_SLUGS)}
      THEN slug ELSE ${OTHER} END AS slug
    FROM counted JOIN list USING (day, domain)
  )
  INSERT INTO unknown_slugs (day, domain, slug, times) SELECT day, domain, slug, sum(times) FROM placed
  WHERE true GROUP BY day, domain, slug ON CONFLICT DO UPDATE SET times = times + excluded.times`;

/** Counts refusals. Reports read them in `reports/refusals.ts`. */
export function createRefusalLog({ db, atomic }: Engine): Omit<RefusalStore, 'read'> {
  const { linkRowId, day, reason, times } = refusals;
  return {
    async count(counts) {
      const statements = [
        ...(counts.refusals.length === 0 ? [] : [countRefusals(counts.refusals)]),
        ...(counts.unknownSlugs.length === 0 ? [] : [countUnknownSlugs(counts.unknownSlugs)]),
      ];
      if (statements.length > 0) await atomic(statements);
    },

    ofLink: async (link) =>
      db.select({ day, reason, times }).from(refusals).where(eq(linkRowId, link)).orderBy(day, reason),
  };
}
