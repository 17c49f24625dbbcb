import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../../channels/registry.ts';
import type { Certainty, Kind } from '../../hits/hit.ts';
import type { HitPlan, StoredHit } from '../../hits/hit-plan.ts';
import { DIMENSIONS, type DimensionName, dimension, type HitDimension } from '../../stats/dimensions.ts';
import { FACETS, OTHER } from '../../stats/facets.ts';
import { DAY } from '../../time.ts';
import type { Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { inJsonList } from '../sql/text-match.ts';
import type { Stretch } from './hit-windows.ts';
import { linkConditions } from './link-filter.ts';

const DICTIONARIES = raw(
  Object.values(FACETS)
    .flatMap(({ table, column }) =>
      table === null ? [] : [`LEFT JOIN ${table} ON ${table}.id = hits.${column}`],
    )
    .join(' '),
);

/** The value of a fact; null if it is unknown. */
function factOf({ facet, key }: HitDimension): SQL {
  const { table, perDay, column } = FACETS[facet];
  if (table === null) return raw(`hits.${column}`);
  const value = raw(`${table}.${key}`);
  return perDay === null ? sql`nullif(${value}, '')` : sql`nullif(coalesce(${value}, ${OTHER}), '')`;
}

const factsAmong = (names: string[]): [DimensionName, HitDimension][] =>
  (names as DimensionName[]).flatMap((name): [DimensionName, HitDimension][] => {
    const dim = dimension(name);
    return dim.of === 'hit' ? [[name, dim]] : [];
  });

const FACTS = sql.join(
  factsAmong(Object.keys(DIMENSIONS)).map(([name, dim]) => sql`${factOf(dim)} AS ${sql.identifier(name)}`),
  sql`, `,
);

/** The conditions of the plan on a hit. */
function conditionsOf({ filters, kinds, from, to }: HitPlan, links: readonly number[] | null): SQL {
  const conditions = [
    // On compacted days, only hits that are not rolled up yet are still listed.
    sql`(hits.at >= compacted_day * ${raw(DAY)} OR hits.id > hit_id)`,
    ...(from === null ? [] : [sql`hits.at >= ${from}`]),
    ...(to === null ? [] : [sql`hits.at < ${to}`]),
    ...(links === null ? linkConditions(filters) : [inJsonList(sql`hits.link_id`, links)]),
    ...factsAmong(Object.keys(filters)).map(([name, dim]) => inJsonList(factOf(dim), filters[name] ?? [])),
    ...(kinds.length === 0 ? [] : [inJsonList(sql`hits.kind`, kinds)]),
  ];
  return sql.join(conditions, sql` AND `);
}

/**
 * Selects the newest hits of these ranges that the plan accepts; `links` are the links that its filters accept, if
 * they are few.
 */
export function hitsQuery(plan: HitPlan, stretches: Stretch[], links: readonly number[] | null): SQL {
  return sql`WITH newest AS MATERIALIZED (
      SELECT hits.id FROM json_each(${JSON.stringify(stretches)}) stretch CROSS JOIN sums_state
        CROSS JOIN hits ON hits.id >= stretch.value ->> 0 AND hits.id < stretch.value ->> 1
        JOIN links ON links.id = hits.link_id AND links.deleted_at IS NULL AND hits.id > links.erased_id
        JOIN contents ON contents.id = links.content_id ${DICTIONARIES}
      WHERE ${conditionsOf(plan, links)} ORDER BY hits.id DESC LIMIT ${plan.limit})
    SELECT hits.id AS hit_id, nonce, links.public_id AS link, contents.public_id AS content,
      links.channel AS channel, at, kind, reason, nullif(agents.certainty, '') AS certainty, ${FACTS},
      is_unique, anonymous
    FROM newest CROSS JOIN hits ON hits.id = newest.id JOIN links ON links.id = hits.link_id
      JOIN contents ON contents.id = links.content_id ${DICTIONARIES}
    ORDER BY hits.id DESC`;
}

const textOf = (value: Row[string] | undefined) =>
  value === null || value === undefined ? null : String(value);

/** A row of `hitsQuery`. */
export function hitOf(row: Row): StoredHit {
  const text = (name: string) => textOf(row[name]);
  return {
    rowId: Number(row.hit_id),
    nonce: Number(row.nonce),
    linkId: String(row.link),
    contentId: String(row.content),
    channel: String(row.channel) as Channel, // only minting writes it
    at: Number(row.at),
    kind: String(row.kind) as Kind, // only the judge writes it
    reason: text('reason'),
    app: text('app'),
    certainty: text('certainty') as Certainty | null, // only the classifier writes it
    country: text('country'),
    region: text('region'),
    city: text('city'),
    device: text('device'),
    os: text('os'),
    browser: text('browser'),
    referrer: text('referrer'),
    mark: text('mark'),
    unique: row.anonymous ? null : Boolean(row.is_unique),
  };
}
