/** The subject of a question apart from its period: which rows of the sums can answer it, and how they are grouped. */
import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension, type HitDimension } from '../../../stats/dimensions.ts';
import { FACETS, type Facet, OTHER } from '../../../stats/facets.ts';
import type { Unit } from '../../../stats/period.ts';
import { facetsOf } from '../../../stats/retention.ts';
import type { StatsPlan } from '../../../stats/stats-plan.ts';
import type { Column } from '../../sql/columns.ts';
import { allOf, inJsonList } from '../../sql/conditions.ts';
import { raw } from '../../sql/raw.ts';
import { linkConditions } from '../link-filter.ts';

/** Rows of all links together, of channels by domain, or of single links. */
export type SumScopeKind = 'all' | 'channels' | 'links';

export interface StatsSubject {
  plan: StatsPlan;
  scopes: SumScopeKind;
  unit: Unit | null;
  /** The facets that the question groups or filters by, each once. */
  facets: Facet[];
  /** Whether several facets are combined, which only single hits can do. */
  crossed: boolean;
}

// The facts of a link that the sums of channels have. Their queries name the table of channels `links`.
const CHANNEL_FACTS = /^links\.(domain|channel)$/;

function scopesOf(names: DimensionName[]): SumScopeKind {
  const dims = names.map(dimension).filter((dim) => dim.of === 'link');
  if (dims.length === 0) return 'all';
  const known = dims.every(({ key }) =>
    (key.match(/\b(links|contents|tags)\.\w+/g) ?? []).every(isChannelFact),
  );
  return known ? 'channels' : 'links';
}
const isChannelFact = (column: string) => CHANNEL_FACTS.test(column);

export function subjectOf(plan: StatsPlan): StatsSubject {
  const filtered = Object.keys(plan.filters) as DimensionName[];
  const time = plan.groupBy.map(dimension).find((dim) => dim.of === 'time');
  const facets = facetsOf(plan);
  return {
    plan,
    scopes: scopesOf([...plan.groupBy, ...filtered]),
    unit: time?.of === 'time' ? time.unit : null,
    facets,
    crossed: facets.length > 1,
  };
}

/** The dimensions of hits among these, with their names. */
export const hitDimensions = (names: DimensionName[]): [DimensionName, HitDimension][] =>
  names.flatMap((name): [DimensionName, HitDimension][] => {
    const dim = dimension(name);
    return dim.of === 'hit' ? [[name, dim]] : [];
  });

/** The facets that an answer groups by. */
export const groupedFacets = ({ plan }: StatsSubject): Facet[] => [
  ...new Set(hitDimensions(plan.groupBy).map(([, { facet }]) => facet)),
];

// The distinct tags of the link and of its content.
const TAGS = `(SELECT json_group_array(value) FROM
  (SELECT value FROM json_each(links.tags) UNION SELECT value FROM json_each(contents.tags)))`;

/** The fields of the links or channels that an answer groups by. A dimension with many values is a JSON list. */
export const linkColumns = ({ plan }: StatsSubject): Column[] =>
  plan.groupBy.flatMap((name) => {
    const dim = dimension(name);
    if (dim.of !== 'link') return [];
    const shows: [string, string][] = Object.entries(dim.shows);
    return shows.map(([field, column]) => ({ field, column: raw(dim.many ? TAGS : column) }));
  });

/** The expressions that group them, one for each dimension. */
export const linkKeys = ({ plan }: StatsSubject): SQL[] =>
  plan.groupBy.flatMap((name) => {
    const dim = dimension(name);
    return dim.of === 'link' ? [raw(dim.many ? TAGS : dim.key)] : [];
  });

/** Joins the live links of rows that have the column `id`, with the conditions of the question. */
export function joinLinks({ scopes, plan }: StatsSubject, id: string): SQL {
  const contents = scopes === 'links' ? sql`CROSS JOIN contents ON contents.id = links.content_id` : sql``;
  const accepted = allOf(linkConditions(plan.filters));
  return sql`CROSS JOIN links ON links.id = ${raw(id)} AND links.deleted_at IS NULL ${contents} AND ${accepted}`;
}

/** The conditions of the filters on the facts of a hit `h`. */
export const hitConditions = ({ plan }: StatsSubject): SQL[] =>
  hitDimensions(Object.keys(plan.filters) as DimensionName[]).map(([name, { facet, key }]) => {
    const { table, column, perDay } = FACETS[facet];
    const values = plan.filters[name] ?? [];
    if (table === null) return inJsonList(raw(`h.${column}`), values);
    const named = inJsonList(
      raw(key),
      values.filter((value) => value !== ''),
    );
    const known = sql`${raw(`h.${column}`)} IN (SELECT id FROM ${raw(table)} WHERE ${named})`;
    if (perDay === null || !values.includes(OTHER)) return known;
    return sql`(${known} OR ${raw(`h.${column}`)} NOT IN (SELECT id FROM ${raw(table)}))`;
  });
