import { type SQL, sql } from 'drizzle-orm';
import {
  type Dimension,
  dimension,
  type HitDimension,
  type LinkDimension,
  type TimeDimension,
} from '../stats/dimensions.ts';
import { FACETS, type Facet, OTHER } from '../stats/facets.ts';
import type { StatsPlan } from '../stats/plan.ts';
import { COARSE_DAY, DAY, HOUR } from './judged.ts';
import { oneOf } from './text-match.ts';

const raw = (text: string | number) => sql.raw(String(text));

// Distinct tags of the link and of its content; a link without any keeps one row with null.
const TAGS = raw(`LEFT JOIN json_each((SELECT json_group_array(value) FROM
  (SELECT value FROM json_each(links.tags) UNION SELECT value FROM json_each(contents.tags)))) tags`);

/** The offset of the asked zone at the column `at`, in milliseconds. */
function offset({ offsets }: StatsPlan): SQL {
  const [first, ...later] = offsets;
  if (!first || later.length === 0) return raw(first?.offset ?? 0);
  // The newest first: most hits are.
  const steps = later.reverse().map(({ from, offset }) => `WHEN at >= ${from} THEN ${offset}`);
  return raw(`CASE ${steps.join(' ')} ELSE ${first.offset} END`);
}

/** The same for units that are made of days: one that is kept as a whole goes by its UTC date in every zone. */
function dayOffset(plan: StatsPlan): SQL {
  if (plan.offsets.every(({ offset }) => offset === 0)) return raw(0);
  return sql`CASE WHEN at < ${COARSE_DAY} * ${raw(DAY)} THEN 0 ELSE ${offset(plan)} END`;
}

/** The number of the bucket a time falls into: hours as the instant they begin, days, weeks from Monday, months. */
const BUCKETS: Record<TimeDimension['unit'], (plan: StatsPlan) => SQL> = {
  hour: (plan) => sql`(at + ${offset(plan)}) / ${raw(HOUR)} * ${raw(HOUR)} - (${offset(plan)})`,
  day: (plan) => sql`(at + ${dayOffset(plan)}) / ${raw(DAY)}`,
  week: (plan) => sql`((at + ${dayOffset(plan)}) / ${raw(DAY)} + 3) / 7`,
  month: (plan) => {
    const local = sql`(at + ${dayOffset(plan)}) / 1000, 'unixepoch'`;
    return sql`(CAST(strftime('%Y', ${local}) AS INTEGER) * 12 + CAST(strftime('%m', ${local}) AS INTEGER) - 1)`;
  },
};

/** The value of a fact; needs the facet's dictionary, if it has one, beside the hits. */
export function hitKey({ facet, key }: HitDimension): SQL {
  const { table, perDay, column } = FACETS[facet];
  if (table === null) return raw(column);
  const value = raw(`${table}.${key}`);
  return perDay === null ? sql`nullif(${value}, '')` : sql`nullif(coalesce(${value}, ${OTHER}), '')`;
}

/** The expression that groups by a dimension, and the fields its rows show. */
export function grouping(
  name: string,
  dim: Dimension,
  plan: StatsPlan,
): { key: SQL; shows: [string, SQL][] } {
  if (dim.of === 'link') {
    const shows = Object.entries(dim.shows).map(([field, column]): [string, SQL] => [field, raw(column)]);
    return { key: raw(dim.key), shows };
  }
  const key = dim.of === 'hit' ? hitKey(dim) : BUCKETS[dim.unit](plan);
  return { key, shows: [[name, key]] };
}

/** The row ids of the live links that all link filters accept, as a subquery; undefined without such a filter. */
export function linkScope(filters: [LinkDimension, string[]][]): SQL | undefined {
  if (filters.length === 0) return undefined;
  const tags = filters.some(([dim]) => dim.many) ? TAGS : sql``;
  const accepted = filters.map(([dim, values]) => oneOf(raw(dim.key), values));
  return sql`(SELECT links.id FROM links JOIN contents ON contents.id = links.content_id ${tags}
    WHERE links.deleted_at IS NULL AND ${sql.join(accepted, sql` AND `)})`;
}

// CROSS keeps the order: all links are many more than those that a question is about.
/** Joins the dictionaries of the facets, and the links' own facts if the rows need them. */
export function joins({ groupBy }: StatsPlan, facets: Facet[], linkFacts: boolean): SQL {
  const dictionaries = facets.flatMap((facet) => {
    const { table, column } = FACETS[facet];
    return table === null ? [] : [raw(`LEFT JOIN ${table} ON ${table}.id = ${column}`)];
  });
  const many = groupBy.some((name) => {
    const dim = dimension(name);
    return dim.of === 'link' && dim.many;
  });
  const facts = linkFacts
    ? sql`CROSS JOIN links ON links.id = link_id AND links.deleted_at IS NULL
      CROSS JOIN contents ON contents.id = links.content_id`
    : sql``;
  return sql.join([facts, many ? TAGS : sql``, ...dictionaries], sql` `);
}
