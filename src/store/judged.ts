import { type SQL, sql } from 'drizzle-orm';
import { KINDS, type Kind } from '../hits/hit.ts';
import { FACETS, type Facet, OTHER } from '../stats/facets.ts';
import { COUNTS, type Counts } from '../stats/measures.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const QUARTER = 900_000;

/** Two clicks of one visitor on one link within this are one click and a repeat. Milliseconds. */
const REPEAT_WITHIN = 1_000;

export const kindCode = (kind: Kind): number => KINDS.indexOf(kind);
const CLICK = sql.raw(String(kindCode('click')));
const REPEAT = sql.raw(String(kindCode('repeat')));

/** The hits past the watermark: what the sums do not hold yet. */
export const UNFOLDED = sql`h.id > (SELECT hit_id FROM fold_state)`;

const FACET_COLUMNS = Object.values(FACETS);

// A value beyond the cap of its link and UTC day, in the order of insertion. What the sums hold already
// keeps its place, so folded and unfolded hits are judged alike, wherever a slice ends.
const beyondCap = (facet: (typeof FACETS)[Facet], among: SQL) => {
  const column = sql.raw(facet.column);
  const ofDay = sql`f.facet = ${sql.raw(String(facet.code))} AND f.hour >= v.day * 24 AND f.hour < v.day * 24 + 24
    AND f.link_id = v.link_id`;
  return sql`SELECT link_id, day, value FROM (
    SELECT v.link_id, v.day, v.value, row_number() OVER (PARTITION BY v.link_id, v.day ORDER BY v.first_id)
      + (SELECT count(DISTINCT f.value) FROM link_facets f WHERE ${ofDay} AND f.value <> ${OTHER}) AS place
    FROM (SELECT h.link_id, h.at / ${sql.raw(String(DAY))} AS day, h.${column} AS value, min(h.id) AS first_id
      FROM hits h WHERE (${among}) AND h.${column} IS NOT NULL GROUP BY 1, 2, 3) v
    WHERE NOT EXISTS (SELECT 1 FROM link_facets f WHERE ${ofDay} AND f.value = v.value)
  ) WHERE place > ${sql.raw(String(facet.perDay))}`;
};

/** The columns of `judged`, in its order. */
export const JUDGED_COLUMNS = [
  ...['id', 'at', 'link_id', 'domain', 'channel', 'kind', 'uniq', 'anonymous', 'day', 'visitor'],
  ...FACET_COLUMNS.map(({ column }) => column),
];

/**
 * The one rule that turns hits into counts, used by the fold, by the unfolded tail and by raw reads: a CTE
 * `judged` over the hits `h` that `among` selects, with the final kind, `uniq`, `anonymous` and the capped
 * facets. Verdicts once given are kept; later hits are judged by their visitor's earlier ones. Hits of
 * deleted links are no hits any more.
 */
export function judged(among: SQL): SQL {
  const capped = FACET_COLUMNS.filter(({ perDay }) => perDay !== null);
  const ctes = capped.map(
    (facet) => sql`, ${sql.raw(`${facet.column}_beyond`)} AS (${beyondCap(facet, among)})`,
  );
  const columns = FACET_COLUMNS.map(({ column, perDay }) => {
    if (perDay === null) return sql.raw(`h.${column}`);
    const table = sql.raw(`${column}_beyond`);
    return sql`CASE WHEN EXISTS (SELECT 1 FROM ${table} b WHERE b.link_id = h.link_id
      AND b.day = h.at / ${sql.raw(String(DAY))} AND b.value = h.${sql.raw(column)})
      THEN ${OTHER} ELSE h.${sql.raw(column)} END AS ${sql.raw(column)}`;
  });
  return sql`neighbours AS (
    SELECT h.id, v.day, v.visitor, p.hit_id IS NULL AND row_number() OVER earlier = 1 AS first,
      max(coalesce(max(h.at) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), p.last_at),
        coalesce(p.last_at, max(h.at) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))) AS last_at
    FROM hits h JOIN hit_visitors v ON v.day = h.at / ${sql.raw(String(DAY))} AND v.hit_id = h.id
    LEFT JOIN visitors p ON p.day = v.day AND p.link_id = h.link_id AND p.visitor = v.visitor
    WHERE (${among}) AND h.kind = ${CLICK} AND h.id > (SELECT judged_id FROM fold_state)
    WINDOW earlier AS (PARTITION BY h.link_id, v.day, v.visitor ORDER BY h.id)
  )${sql.join(ctes)}, judged AS (
    SELECT h.id, h.at, h.link_id, l.domain, l.channel,
      coalesce(d.kind, CASE WHEN abs(h.at - n.last_at) <= ${sql.raw(String(REPEAT_WITHIN))} THEN ${REPEAT} END, h.kind) AS kind,
      coalesce(d.uniq, n.first, 0) AS uniq, h.kind = ${CLICK} AND h.anonymous AS anonymous,
      n.day, n.visitor, ${sql.join(columns, sql`, `)}
    FROM hits h JOIN links l ON l.id = h.link_id AND l.deleted_at IS NULL AND h.id > l.erased_id
    LEFT JOIN verdicts d ON d.hit_id = h.id LEFT JOIN neighbours n ON n.id = h.id
    WHERE ${among}
  )`;
}

const COUNT_OF: Record<keyof Counts, string> = {
  clicks: `kind = ${kindCode('click')}`,
  uniques: 'uniq',
  repeats: `kind = ${kindCode('repeat')}`,
  anonymous: 'anonymous',
  previews: `kind = ${kindCode('preview')}`,
  prefetches: `kind = ${kindCode('prefetch')}`,
  scanners: `kind = ${kindCode('scanner')}`,
  bots: `kind = ${kindCode('bot')}`,
};

/** What one judged hit adds to each count, as columns in the order of `COUNTS`. */
export const hitCounts = sql.raw(COUNTS.map((name) => `(${COUNT_OF[name]}) AS ${name}`).join(', '));

/** The counts of a group of judged hits, in the order of `COUNTS`. */
export const sumOfHits = sql.raw(COUNTS.map((name) => `sum(${COUNT_OF[name]}) AS ${name}`).join(', '));

/** `clicks, uniques, …` */
export const countNames = sql.raw(COUNTS.join(', '));

/** `sum(clicks) AS clicks, …` over rows of counts. */
export const sumOfCounts = sql.raw(COUNTS.map((name) => `sum(${name}) AS ${name}`).join(', '));
