import { type SQL, sql } from 'drizzle-orm';
import { FACETS } from '../stats/facets.ts';
import { COUNTS } from '../stats/measures.ts';
import { countNames, DAY, HOUR, judged, kindCode, QUARTER, sumOfHits } from './judged.ts';

const raw = (value: number | string) => sql.raw(String(value));
const adding = COUNTS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ');

/** Where the sums' statements find the judged hits: behind a CTE, or in a table that holds its rows already. */
export interface Judgement {
  with: SQL;
  table: SQL;
}

/** The slice of ids past the watermark. Read inside each statement: nothing is known beforehand. */
export const slice = (size: number) =>
  sql`h.id > (SELECT hit_id FROM fold_state) AND h.id <= (SELECT hit_id FROM fold_state) + ${raw(size)}`;

export const inline = (size: number): Judgement => ({
  with: sql`WITH ${judged(slice(size))}`,
  table: sql`judged`,
});

function addTo(
  table: string,
  keys: Record<string, SQL>,
  { with: cte, table: from }: Judgement,
  where = sql`true`,
) {
  const names = Object.keys(keys).join(', ');
  return sql`${cte} INSERT INTO ${raw(table)} (${raw(names)}, ${countNames})
    SELECT ${sql.join(Object.values(keys), sql`, `)}, ${sumOfHits} FROM ${from} WHERE ${where}
    GROUP BY ${raw(
      names
        .split(', ')
        .map((_, index) => index + 1)
        .join(', '),
    )}
    ON CONFLICT DO UPDATE SET ${raw(adding)}`;
}

const link = sql`link_id`;
const quarter = sql`at / ${raw(QUARTER)}`;
const hour = sql`at / ${raw(HOUR)}`;
const day = sql`at / ${raw(DAY)}`;

function facetSums(hits: Judgement): SQL[] {
  return Object.values(FACETS).flatMap(({ code, column }) => {
    const facet = raw(code);
    const value = raw(column);
    const known = sql`${value} IS NOT NULL`;
    return [
      addTo('link_facets', { link_id: link, hour, facet, value }, hits, known),
      addTo('hour_facets', { hour, channel: sql`channel`, facet, value }, hits, known),
    ];
  });
}

/** The statements of one slice of the fold; run atomically, they count every hit exactly once. */
export function foldStatements(size: number, hits: Judgement = inline(size)): SQL[] {
  const { with: cte, table: from } = hits;
  const fresh = sql`id > (SELECT judged_id FROM fold_state)`;
  return [
    sql`${cte} INSERT INTO verdicts (hit_id, kind, reason, uniq)
      SELECT id, kind, CASE kind WHEN ${raw(kindCode('repeat'))} THEN 'repeat' ELSE '' END, uniq FROM ${from}
      WHERE ${fresh} AND (uniq OR kind = ${raw(kindCode('repeat'))}) ON CONFLICT DO NOTHING`,
    addTo('link_quarters', { link_id: link, quarter }, hits),
    addTo('day_links', { day, link_id: link }, hits),
    addTo('channel_quarters', { quarter, domain: sql`domain`, channel: sql`channel` }, hits),
    ...facetSums(hits),
    addTo('link_totals', { link_id: link }, hits),
    sql`${cte} UPDATE link_totals SET last_click_at = max(coalesce(last_click_at, 0), last.at)
      FROM (SELECT link_id, max(at) AS at FROM ${from} WHERE kind = ${raw(kindCode('click'))} GROUP BY 1) last
      WHERE last.link_id = link_totals.link_id`,
    sql`${cte} INSERT INTO sightings (link_id, day, app, certainty, first_at, last_at, bursts, previews)
      SELECT link_id, ${day}, app, certainty, min(at), max(at), 1, count(*) FROM ${from} JOIN agents ON agents.id = agent_id
      WHERE kind = ${raw(kindCode('preview'))} GROUP BY 1, 2, 3, 4
      ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at),
        last_at = max(last_at, excluded.last_at), previews = previews + excluded.previews`,
    sql`INSERT INTO quarter_ids (quarter, first_id, last_id)
      SELECT h.at / ${raw(QUARTER)}, min(h.id), max(h.id) FROM hits h WHERE ${slice(size)} GROUP BY 1
      ON CONFLICT DO UPDATE SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
    // Last but one: until here every statement judges by the visitors as they were before the slice.
    sql`${cte} INSERT INTO visitors (day, link_id, visitor, hit_id, last_at)
      SELECT day, link_id, visitor, min(id), max(at) FROM ${from} WHERE visitor IS NOT NULL AND ${fresh} GROUP BY 1, 2, 3
      ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at)`,
    sql`UPDATE fold_state SET judged_id = max(judged_id, next.id), hit_id = next.id
      FROM (SELECT max(state.hit_id, min(state.hit_id + ${raw(size)}, coalesce((SELECT max(id) FROM hits), 0))) AS id
        FROM fold_state state) next`,
  ];
}
