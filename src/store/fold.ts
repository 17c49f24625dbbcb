import { type SQL, sql } from 'drizzle-orm';
import { FACETS } from '../stats/facets.ts';
import { COUNTS } from '../stats/measures.ts';
import { onBusyDays, sumLate, sumOverDays } from './busy-days.ts';
import { countNames, DAY, HOUR, judged, kindCode, QUARTER, sumOfCounts, sumOfHits } from './judged.ts';
import { addSightings } from './sightings-sql.ts';

const raw = (value: number | string) => sql.raw(String(value));
const adding = COUNTS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ');

/** Where the sums' statements find the judged hits: behind a CTE, or in a table that holds its rows already. */
export interface Judgement {
  with: SQL;
  table: SQL;
  /** The raw hits that the sums come to hold by them: `at` and `link_id`. */
  arrived: SQL;
  /** A table of their sums as `facetHours` selects them, where there is one. */
  facetHours?: SQL;
}

/** The slice of ids past the watermark. Read inside each statement: nothing is known beforehand. */
export const slice = (size: number) =>
  sql`h.id > (SELECT hit_id FROM fold_state) AND h.id <= (SELECT hit_id FROM fold_state) + ${raw(size)}`;

/** The hits of a slice, and those in the sums that they correct. */
export const judgedSlice = (size: number) =>
  judged(slice(size), {
    until: sql`(SELECT hit_id FROM fold_state) + ${raw(size)}`,
    corrected: sql`true`,
  });

export const inline = (size: number): Judgement => ({
  with: sql`WITH ${judgedSlice(size)}`,
  table: sql`judged`,
  arrived: sql`(SELECT at, link_id FROM hits h WHERE ${slice(size)})`,
});

interface Addends extends Pick<Judgement, 'with' | 'table'> {
  /** The counts of a group of them. */
  counts: SQL;
}

/** Sums by `keys`, of what is not yet in the table or has to be added to it. */
function sums(keys: Record<string, SQL>, { with: cte, table, counts }: Addends, into: SQL): SQL {
  const places = Object.keys(keys).map((_, index) => index + 1);
  return sql`${cte} INSERT INTO ${into} (${raw(Object.keys(keys).join(', '))}, ${countNames})
    SELECT ${sql.join(Object.values(keys), sql`, `)}, ${counts} FROM ${table} WHERE true
    GROUP BY ${raw(places.join(', '))}`;
}

const addTo = (table: string, keys: Record<string, SQL>, from: Addends): SQL =>
  sql`${sums(keys, from, raw(table))} ON CONFLICT DO UPDATE SET ${raw(adding)}`;

const link = sql`link_id`;
const quarter = sql`at / ${raw(QUARTER)}`;
const hour = sql`at / ${raw(HOUR)}`;
const day = sql`at / ${raw(DAY)}`;

const FACET_LIST = Object.values(FACETS);
const factOfCode = FACET_LIST.map(({ code, column }) => `WHEN ${code} THEN ${column}`).join(' ');
const codeList = FACET_LIST.map(({ code }) => `(${code})`).join(', ');

/** Each hit once per facet that it has: each sum takes all facets at once, since every statement judges anew. */
const byFacet = ({ with: cte, table }: Pick<Judgement, 'with' | 'table'>): Addends => ({
  with: cte,
  table: sql`(SELECT * FROM (SELECT *, ${hour} AS hour, facets.column1 AS facet, CASE facets.column1 ${raw(factOfCode)} END AS value
    FROM ${table} CROSS JOIN (VALUES ${raw(codeList)}) facets) WHERE value IS NOT NULL)`,
  counts: sumOfHits,
});

const [facet, value, channel] = [sql`facet`, sql`value`, sql`channel`];
const FACET_HOUR = { facet, hour: sql`hour`, channel, value };

/** Fills a table with the hits' sums by facet, hour, channel and value, from which wider ones can be added up. */
export const facetHours = (hits: Judgement, into: SQL): SQL => sums(FACET_HOUR, byFacet(hits), into);

function facetSums(hits: Judgement): SQL[] {
  const each = byFacet(hits);
  const ofBusyDays = byFacet({ ...hits, table: onBusyDays(hits.table) });
  const hourly = hits.facetHours ? { with: sql``, table: hits.facetHours, counts: sumOfCounts } : each;
  return [
    addTo('link_facets', { link_id: link, facet, hour: sql`hour`, value }, each),
    addTo('link_facet_days', { link_id: link, facet, day: sql`hour / 24`, value }, ofBusyDays),
    sumLate(hits.arrived),
    addTo('hour_facets', FACET_HOUR, hourly),
    addTo('facet_hours', { facet, hour: sql`hour`, value }, hourly),
    addTo('facet_days', { facet, day: sql`hour / 24`, value }, hourly),
  ];
}

/** Adds judged hits to the sums of their links and to the wider ones; `fresh` are those that are judged now. */
export function sumStatements(hits: Judgement, fresh: SQL): SQL[] {
  const { with: cte, table: from } = hits;
  const each = { ...hits, counts: sumOfHits };
  return [
    sql`${cte} INSERT INTO verdicts (hit_id, kind, reason, uniq)
      SELECT id, kind, coalesce(reason, ''), uniq FROM ${from}
      WHERE ${fresh} AND (uniq OR reason IS NOT NULL) ON CONFLICT DO NOTHING`,
    addTo('link_quarters', { link_id: link, quarter }, each),
    addTo('day_links', { day, link_id: link }, each),
    addTo('channel_quarters', { quarter, domain: sql`domain`, channel }, each),
    addTo('channel_days', { day, domain: sql`domain`, channel }, each),
    ...facetSums(hits),
    addTo('link_totals', { link_id: link }, each),
    sql`${cte} UPDATE link_totals SET last_click_at = max(coalesce(last_click_at, 0), last.at)
      FROM (SELECT link_id, max(at) AS at FROM ${from}
        WHERE kind = ${raw(kindCode('click'))} OR old_kind = ${raw(kindCode('click'))} GROUP BY 1) last
      WHERE last.link_id = link_totals.link_id`,
    addSightings(cte, from),
  ];
}

/** Remembers when the visitors of judged hits came; only then are later hits judged by these. */
export const noteVisitors = ({ with: cte, table: from }: Judgement, fresh: SQL): SQL =>
  sql`${cte} INSERT INTO visitors (day, link_id, visitor, hit_id, last_at)
    SELECT day, link_id, visitor, min(id), max(at) FROM ${from} WHERE visitor IS NOT NULL AND ${fresh} GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at)`;

/** The statements of one slice of the fold; run atomically, they count every hit exactly once. */
export function foldStatements(size: number, hits: Judgement = inline(size)): SQL[] {
  const { with: cte, table: from } = hits;
  const fresh = sql`id > (SELECT judged_id FROM fold_state)`;
  return [
    ...sumStatements(hits, fresh),
    ...sumOverDays,
    sql`INSERT INTO quarter_ids (quarter, first_id, last_id)
      SELECT h.at / ${raw(QUARTER)}, min(h.id), max(h.id) FROM hits h WHERE ${slice(size)} GROUP BY 1
      ON CONFLICT DO UPDATE SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
    // Until here every statement judges by corrections and visitors as they were before the slice.
    sql`${cte} INSERT INTO corrections (hit_id, old_kind, kind, reason)
      SELECT id, old_kind, kind, reason FROM ${from}
      WHERE old_kind IS NOT NULL AND weight = 1 AND NOT (${fresh}) ON CONFLICT DO NOTHING`,
    noteVisitors(hits, fresh),
    sql`UPDATE fold_state SET judged_id = max(judged_id, next.id), hit_id = next.id
      FROM (SELECT max(state.hit_id, min(state.hit_id + ${raw(size)}, coalesce((SELECT max(id) FROM hits), 0))) AS id
        FROM fold_state state) next`,
  ];
}
