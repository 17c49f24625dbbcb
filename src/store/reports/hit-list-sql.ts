import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../../channels/registry.ts';
import type { Certainty, HitKind } from '../../hits/hit.ts';
import type { HitPlan, StoredHit } from '../../hits/hit-plan.ts';
import { DIMENSION_NAMES, type DimensionName, type HitDimension } from '../../stats/dimensions.ts';
import { FACETS, OTHER } from '../../stats/facets.ts';
import { DAY, MINUTE } from '../../time.ts';
import { selectList } from '../sql/columns.ts';
import { allOf, inJsonList } from '../sql/conditions.ts';
import type { Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { textOrNull } from '../sql/values.ts';
import { SETTLED_ID } from '../sums/newest-hit-ids.ts';
import type { IdRange } from './hit-windows.ts';
import { linkConditions } from './link-filter.ts';
import { hitDimensions } from './stats/stats-subject.ts';

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

const FACTS = selectList(
  hitDimensions(DIMENSION_NAMES).map(([name, dim]) => ({ field: name, column: factOf(dim) })),
);

/** Which hits are accepted. */
type Accepted = Pick<HitPlan, 'filters' | 'kinds' | 'from' | 'to'>;

/** The conditions of the plan on a hit. */
function conditionsOf({ filters, kinds, from, to }: Accepted, links: readonly number[] | null): SQL {
  const conditions = [
    // On compacted days, only hits that are not rolled up yet are still listed.
    sql`(hits.at >= compacted_day * ${raw(DAY)} OR hits.id > hit_id)`,
    ...(from === null ? [] : [sql`hits.at >= ${from}`]),
    ...(to === null ? [] : [sql`hits.at < ${to}`]),
    ...(links === null ? linkConditions(filters) : [inJsonList(sql`hits.link_id`, links)]),
    ...hitDimensions(Object.keys(filters) as DimensionName[]).map(([name, dim]) =>
      inJsonList(factOf(dim), filters[name] ?? []),
    ),
    ...(kinds.length === 0 ? [] : [inJsonList(sql`hits.kind`, kinds)]),
  ];
  return allOf(conditions);
}

const LIVE_LINKS = sql`JOIN links ON links.id = hits.link_id AND links.deleted_at IS NULL AND hits.id > links.erased_id
  JOIN contents ON contents.id = links.content_id ${DICTIONARIES}`;

/** Selects the hits whose ids `found` answers, in this order. */
const hitsIn = (found: SQL, order: SQL): SQL => sql`WITH found AS MATERIALIZED (${found})
  SELECT hits.id AS hit_id, nonce, links.public_id AS link, contents.public_id AS content,
    links.channel AS channel, hits.at, kind, reason, nullif(agents.certainty, '') AS certainty, ${FACTS},
    shares.public_id AS share, is_unique, anonymous, hits.id <= ${SETTLED_ID} AS settled
  FROM found CROSS JOIN hits ON hits.id = found.id JOIN links ON links.id = hits.link_id
    JOIN contents ON contents.id = links.content_id ${DICTIONARIES}
    LEFT JOIN shares ON shares.id = hits.share_id AND shares.id > links.erased_share_id
  ORDER BY hits.id ${order}`;

/**
 * Selects the newest hits of these ranges that the plan accepts; `links` are the links that its filters accept, if
 * they are few.
 */
export const hitsQuery = (plan: HitPlan, ranges: IdRange[], links: readonly number[] | null): SQL =>
  hitsIn(
    sql`SELECT hits.id FROM json_each(${JSON.stringify(ranges)}) ids CROSS JOIN sums_state
      CROSS JOIN hits ON hits.id >= ids.value ->> 0 AND hits.id < ids.value ->> 1 ${LIVE_LINKS}
      WHERE ${conditionsOf(plan, links)} ORDER BY hits.id DESC LIMIT ${plan.limit}`,
    raw('DESC'),
  );

/** Counts the hits of each minute in these ranges that the plan accepts. */
export const minutesQuery = (plan: Accepted, ranges: IdRange[], links: readonly number[] | null): SQL =>
  sql`SELECT hits.at / ${raw(MINUTE)} AS minute, count(*) AS hits
    FROM json_each(${JSON.stringify(ranges)}) ids CROSS JOIN sums_state
    CROSS JOIN hits ON hits.id >= ids.value ->> 0 AND hits.id < ids.value ->> 1 ${LIVE_LINKS}
    WHERE ${conditionsOf(plan, links)} GROUP BY 1`;

/** Selects the first hits of a range of ids that the plan accepts, in the order of arrival. */
export const arrivalsQuery = (
  plan: Accepted & Pick<HitPlan, 'limit'>,
  [from, end]: IdRange,
  links: readonly number[] | null,
): SQL =>
  hitsIn(
    // The hits lead, so that no more of them are read than are needed.
    sql`SELECT hits.id FROM hits CROSS JOIN sums_state CROSS ${LIVE_LINKS}
      WHERE hits.id >= ${from} AND hits.id < ${end} AND ${conditionsOf(plan, links)}
      ORDER BY hits.id LIMIT (SELECT ${plan.limit})`,
    raw('ASC'),
  );

/** A row of `hitsQuery`. */
export function hitOf(row: Row): StoredHit {
  const text = (name: string) => textOrNull(row[name]);
  return {
    rowId: Number(row.hit_id),
    nonce: Number(row.nonce),
    linkId: String(row.link),
    contentId: String(row.content),
    channel: String(row.channel) as Channel, // only minting writes it
    at: Number(row.at),
    kind: String(row.kind) as HitKind, // only the judge writes it
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
    shareId: text('share'),
    unique: row.anonymous ? null : Boolean(row.is_unique),
    settled: Boolean(row.settled),
  };
}
