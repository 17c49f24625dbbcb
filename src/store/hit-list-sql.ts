import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../channels/registry.ts';
import { type Certainty, KINDS } from '../hits/hit.ts';
import type { HitPlan, StoredHit } from '../hits/hit-plan.ts';
import { DIMENSIONS, type DimensionName, dimension, type HitDimension } from '../stats/dimensions.ts';
import { FACETS } from '../stats/facets.ts';
import type { Row } from './engine.ts';
import type { Windows } from './hit-windows.ts';
import { judged, kindCode } from './judged.ts';
import { hitKey } from './stats-sql.ts';
import { oneOf } from './text-match.ts';

const raw = (text: string | number) => sql.raw(String(text));

const FACET_COLUMNS = raw(
  Object.values(FACETS)
    .map(({ column }) => column)
    .join(', '),
);
const DICTIONARIES = raw(
  Object.values(FACETS)
    .flatMap(({ table, column }) => (table === null ? [] : [`LEFT JOIN ${table} ON ${table}.id = ${column}`]))
    .join(' '),
);

const hitDimensions = (names: string[]): [DimensionName, HitDimension][] =>
  (names as DimensionName[]).flatMap((name): [DimensionName, HitDimension][] => {
    const dim = dimension(name);
    return dim.of === 'hit' ? [[name, dim]] : [];
  });

const FACTS = sql.join(
  hitDimensions(Object.keys(DIMENSIONS)).map(([name, dim]) => sql`${hitKey(dim)} AS ${sql.identifier(name)}`),
  sql`, `,
);

/** The hits of these windows that the plan's filters accept, by what was logged: everything but the kind. */
function candidates({ filters, from, to }: HitPlan, { stretches }: Windows, links: SQL | undefined): SQL {
  const accepted = hitDimensions(Object.keys(filters)).map(([name, dim]) =>
    oneOf(hitKey(dim), filters[name] ?? []),
  );
  const conditions = [
    ...(from === null ? [] : [sql`at >= ${from}`]),
    ...(to === null ? [] : [sql`at < ${to}`]),
    ...(links === undefined ? [] : [sql`link_id IN ${links}`]),
    ...accepted,
  ];
  const where = conditions.length === 0 ? sql`` : sql`WHERE ${sql.join(conditions, sql` AND `)}`;
  return sql`SELECT hits.id AS hit_id, nonce, link_id, ${FACET_COLUMNS}
    FROM json_each(${JSON.stringify(stretches)}) stretch
    CROSS JOIN hits ON hits.id >= stretch.value ->> 0 AND hits.id < stretch.value ->> 1
    ${accepted.length === 0 ? sql`` : DICTIONARIES} ${where}`;
}

/** The newest hits of these windows that the plan accepts, judged; `links` are those that its filters accept. */
export function hitsQuery(plan: HitPlan, windows: Windows, links: SQL | undefined): SQL {
  const end = windows.stretches[0]?.[1] ?? 0;
  // Who is not judged for good yet is judged by the neighbours before, whether they are asked for or not.
  const among = sql`h.id IN (SELECT hit_id FROM candidates) OR (h.id > (SELECT judged_id FROM fold_state)
    AND h.id < ${end} AND h.link_id IN (SELECT link_id FROM candidates))`;
  const kinds =
    plan.kinds.length === 0 ? sql`` : sql`WHERE ${oneOf(sql`judged.kind`, plan.kinds.map(kindCode))}`;
  return sql`WITH candidates AS MATERIALIZED (${candidates(plan, windows, links)}), ${judged(among)}
    SELECT hit_id, nonce, links.public_id AS link, contents.public_id AS content, links.channel AS channel, at, kind,
      coalesce(judged_reason, nullif(agents.reason, '')) AS reason,
      nullif(agents.certainty, '') AS certainty, ${FACTS}, uniq, anonymous
    FROM (SELECT candidates.*, judged.at, judged.kind, judged.uniq, judged.anonymous, judged.reason AS judged_reason
      FROM candidates CROSS JOIN judged ON judged.id = candidates.hit_id ${kinds}
      ORDER BY hit_id DESC LIMIT ${plan.limit})
    JOIN links ON links.id = link_id JOIN contents ON contents.id = links.content_id ${DICTIONARIES}
    ORDER BY hit_id DESC`;
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
    kind: KINDS[Number(row.kind)] ?? 'bot',
    reason: text('reason'),
    app: text('app'),
    certainty: text('certainty') as Certainty | null, // only classifying writes it
    country: text('country'),
    region: text('region'),
    city: text('city'),
    device: text('device'),
    os: text('os'),
    browser: text('browser'),
    referrer: text('referrer'),
    mark: text('mark'),
    unique: row.anonymous ? null : Boolean(row.uniq),
  };
}
