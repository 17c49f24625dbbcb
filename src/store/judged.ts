import { type SQL, sql } from 'drizzle-orm';
import { KINDS, type Kind } from '../hits/hit.ts';
import { FACETS, type Facet, OTHER } from '../stats/facets.ts';
import { COUNTS, type Counts } from '../stats/measures.ts';
import { bursts, TWO_SIGNS } from './bursts.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const QUARTER = 900_000;

/** Two clicks of one visitor on one link within this are one click and a repeat. Milliseconds. */
const REPEAT_WITHIN = 1_000;

export const kindCode = (kind: Kind): number => KINDS.indexOf(kind);
const CLICK = sql.raw(String(kindCode('click')));
const REPEAT = sql.raw(String(kindCode('repeat')));
const SCANNER = sql.raw(String(kindCode('scanner')));
const LAST = sql.raw(String(Number.MAX_SAFE_INTEGER));

/** The hits past the watermark: what the sums do not hold yet. */
export const UNFOLDED = sql`h.id > (SELECT hit_id FROM fold_state)`;

/** Sums of UTC days before this one are kept by the day alone. */
export const COARSE_DAY = sql`(SELECT coarse_day FROM fold_state)`;
const COARSE_AT = sql`(SELECT coarse_day * ${sql.raw(String(DAY))} FROM fold_state)`;
// A hit of such a day that comes late counts for the day as a whole; one that is in its sums is no raw hit any more.
const asKept = sql`CASE WHEN h.at < ${COARSE_AT} THEN h.at / ${sql.raw(String(DAY))} * ${sql.raw(String(DAY))} ELSE h.at END`;
const kept = sql`(h.at >= ${COARSE_AT} OR h.id > (SELECT judged_id FROM fold_state))`;

const FACET_COLUMNS = Object.values(FACETS);

const MOST_VALUES = Math.min(...FACET_COLUMNS.map(({ perDay }) => perDay ?? Number.POSITIVE_INFINITY));
const HITS = 'clicks + repeats + previews + prefetches + scanners + bots';
const day = sql.raw(String(DAY));

// Only a link with more hits on a day than values are allowed can have too many values: few have. A day that is kept
// as a whole is allowed none but those its sums name: another would be a rare one.
const crowded = (among: SQL) => sql`crowded AS MATERIALIZED (
    SELECT link_id, day FROM (SELECT h.link_id, h.at / ${day} AS day, count(*) AS hits FROM hits h WHERE ${among} GROUP BY 1, 2) s
    WHERE hits + coalesce((SELECT ${sql.raw(HITS)} FROM day_links d WHERE d.day = s.day AND d.link_id = s.link_id), 0)
      > ${sql.raw(String(MOST_VALUES))} OR day < ${COARSE_DAY}
  )`;

// A value beyond the cap of its link and UTC day, in the order of insertion. What the sums hold already
// keeps its place, so folded and unfolded hits are judged alike, wherever a slice ends.
const beyondCap = (facet: (typeof FACETS)[Facet], among: SQL) => {
  const column = sql.raw(facet.column);
  const ofDay = sql`f.facet = ${sql.raw(String(facet.code))} AND f.hour >= v.day * 24 AND f.hour < v.day * 24 + 24
    AND f.link_id = v.link_id`;
  return sql`SELECT link_id, day, value FROM (
    SELECT v.link_id, v.day, v.value, row_number() OVER (PARTITION BY v.link_id, v.day ORDER BY v.first_id)
      + (SELECT count(DISTINCT f.value) FROM link_facets f WHERE ${ofDay} AND f.value <> ${OTHER}) AS place
    FROM (SELECT h.link_id, h.at / ${day} AS day, h.${column} AS value, min(h.id) AS first_id
      FROM hits h WHERE (h.link_id, h.at / ${day}) IN (SELECT link_id, day FROM crowded) AND (${among})
        AND h.${column} IS NOT NULL GROUP BY 1, 2, 3) v
    WHERE NOT EXISTS (SELECT 1 FROM link_facets f WHERE ${ofDay} AND f.value = v.value)
  ) WHERE place > CASE WHEN day < ${COARSE_DAY} THEN 0 ELSE ${sql.raw(String(facet.perDay))} END`;
};

/** The columns of `judged`, in its order. */
export const JUDGED_COLUMNS = [
  ...['id', 'at', 'link_id', 'domain', 'channel', 'kind', 'uniq', 'anonymous', 'day', 'visitor'],
  ...['reason', 'old_kind', 'weight'],
  ...FACET_COLUMNS.map(({ column }) => column),
];

export interface Judging {
  /** The newest id that may be looked at; all of them by default. */
  until?: SQL;
  /** Of hits that the sums hold and `among` does not: those whose change is to be told. None by default. */
  corrected?: SQL;
  /** Of hits that were in the sums: those that are counted anew, their visitors too. None by default. */
  again?: SQL;
}

/**
 * The one rule that turns hits into counts, used by the fold, by the unfolded tail and by raw reads: a CTE
 * `judged` over the hits `h` that `among` selects, with the final kind, `uniq`, `anonymous` and the capped
 * facets. Verdicts once given are kept; later hits are judged by their visitor's and network's earlier ones. A hit
 * in the sums that newer ones show in another light stands there twice: as it was, weighing -1, and as it is.
 * Hits of deleted links and erased ones are no hits any more.
 */
export function judged(among: SQL, { until = LAST, corrected, again = sql`false` }: Judging = {}): SQL {
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
    WHERE (${among}) AND h.kind = ${CLICK} AND (h.id > (SELECT judged_id FROM fold_state) OR (${again}))
    WINDOW earlier AS (PARTITION BY h.link_id, v.day, v.visitor ORDER BY h.id)
  ), ${bursts(until)}, ${crowded(among)}${sql.join(ctes)}, judged AS (
    SELECT h.id, ${asKept} AS at, h.link_id, l.domain, l.channel,
      coalesce(c.kind, CASE WHEN ${scanner} THEN ${SCANNER} END, ${alone}) AS kind,
      coalesce(c.kind <> ${SCANNER}, true) AND NOT coalesce(${scanner}, false) AND coalesce(d.uniq, n.first, 0) AS uniq,
      h.kind = ${CLICK} AND h.anonymous AS anonymous, n.day, n.visitor,
      coalesce(c.reason, CASE WHEN ${scanner} THEN ${TWO_SIGNS} END, nullif(d.reason, ''),
        CASE ${alone} WHEN ${REPEAT} THEN 'repeat' WHEN ${CLICK} THEN b.reason END) AS reason,
      c.old_kind, 1 AS weight, ${sql.join(columns, sql`, `)}
    FROM hits h JOIN links l ON l.id = h.link_id AND l.deleted_at IS NULL AND h.id > l.erased_id
    LEFT JOIN verdicts d ON d.hit_id = h.id LEFT JOIN corrections c ON c.hit_id = h.id
    LEFT JOIN neighbours n ON n.id = h.id LEFT JOIN bursts b ON b.id = h.id
    WHERE (${among}) AND (${kept} OR (${again}))${corrected === undefined ? sql`` : sql` UNION ALL ${changes(sql`(${corrected}) AND NOT (${among})`)}`}
  )`;
}

// What a hit is without the burst around it: a repeat is none of its events.
const alone = sql`coalesce(d.kind, CASE WHEN abs(h.at - n.last_at) <= ${sql.raw(String(REPEAT_WITHIN))} THEN ${REPEAT} END, h.kind)`;
const scanner = sql`(b.scanner AND ${alone} = ${CLICK})`;

// A hit in the sums keeps the facets under which it was added.
const summedFacets = sql.join(
  FACET_COLUMNS.map(({ code, column, perDay }) => {
    const own = sql.raw(`h.${column}`);
    if (perDay === null) return own;
    return sql`CASE WHEN ${own} IS NULL OR EXISTS (SELECT 1 FROM link_facets f WHERE f.link_id = h.link_id
      AND f.hour = h.at / ${sql.raw(String(HOUR))} AND f.facet = ${sql.raw(String(code))} AND f.value = ${own})
      THEN ${own} ELSE ${OTHER} END`;
  }),
  sql`, `,
);

// CROSS keeps the order: the few of a burst lead to their hits and links, never all hits to them.
/** What becomes of hits in the sums: each as it was, weighing -1, and as it is. */
function changes(which: SQL): SQL {
  return sql`SELECT h.id, h.at, h.link_id, l.domain, l.channel,
      CASE WHEN w.value = 1 AND b.scanner THEN ${SCANNER} ELSE ${CLICK} END AS kind,
      coalesce(d.uniq, 0) AND (w.value = -1 OR NOT b.scanner) AS uniq, 0 AS anonymous, NULL, NULL,
      CASE WHEN b.scanner THEN ${TWO_SIGNS} ELSE b.reason END, ${CLICK}, w.value, ${summedFacets}
    FROM bursts b CROSS JOIN hits h ON h.id = b.id CROSS JOIN json_each('[-1,1]') w
    CROSS JOIN links l ON l.id = h.link_id AND l.deleted_at IS NULL AND h.id > l.erased_id
    LEFT JOIN verdicts d ON d.hit_id = h.id LEFT JOIN corrections c ON c.hit_id = h.id
    WHERE h.id <= (SELECT hit_id FROM fold_state) AND coalesce(d.kind, h.kind) = ${CLICK}
      AND c.hit_id IS NULL AND (b.scanner OR coalesce(d.reason, '') = '') AND ${which}`;
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
export const hitCounts = sql.raw(COUNTS.map((name) => `weight * (${COUNT_OF[name]}) AS ${name}`).join(', '));

/** The counts of a group of judged hits, in the order of `COUNTS`. */
export const sumOfHits = sql.raw(
  COUNTS.map((name) => `sum(weight * (${COUNT_OF[name]})) AS ${name}`).join(', '),
);

/** `clicks, uniques, …` */
export const countNames = sql.raw(COUNTS.join(', '));

/** `sum(clicks) AS clicks, …` over rows of counts. */
export const sumOfCounts = sql.raw(COUNTS.map((name) => `sum(${name}) AS ${name}`).join(', '));
