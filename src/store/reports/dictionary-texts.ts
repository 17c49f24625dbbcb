/** Finds the texts of the values of facts: the sums and the hits have most of them as ids of a dictionary. */
import { type SQL, sql } from 'drizzle-orm';
import type { DimensionName } from '../../stats/dimensions.ts';
import { FACETS, type Facet, OTHER } from '../../stats/facets.ts';
import { type Fields, NO_VALUE } from '../../stats/rows/collected-counts.ts';
import type { ReadValue } from '../../stats/rows/group-rows.ts';
import { inJsonList } from '../sql/conditions.ts';
import type { Reader, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { groupedFacets, hitDimensions, type StatsSubject } from './stats/stats-subject.ts';

type Value = number | string;

/** The rows of a dictionary by id. */
type Dictionary = Map<Value, Row>;

/** The columns of a facet's dictionary that the question groups or filters by. */
function keysOf({ plan }: StatsSubject, facet: Facet): string[] {
  const names = [...plan.groupBy, ...(Object.keys(plan.filters) as DimensionName[])];
  const dims = hitDimensions(names).filter(([, dim]) => dim.facet === facet);
  return [...new Set(dims.map(([, { key }]) => key))];
}

function dictionaryQuery(subject: StatsSubject, facet: Facet, ids: Value[]): SQL | null {
  const { table } = FACETS[facet];
  if (table === null) return null;
  const columns = ['id', ...keysOf(subject, facet)].join(', ');
  return sql`SELECT ${raw(columns)} FROM ${raw(table)} WHERE ${inJsonList(sql`id`, ids)}`;
}

/** The text of a value; null if it is unknown. */
function textOf(facet: Facet, key: string, value: Value, dictionary: Dictionary): string | null {
  const { table, perDay } = FACETS[facet];
  if (table === null) return value === NO_VALUE ? null : String(value);
  if (value === OTHER) return OTHER;
  const row = dictionary.get(value);
  if (row === undefined) return perDay === null ? null : OTHER;
  return String(row[key] ?? '') || null;
}

/** Joins the values of several facts into one value. */
export const joinFactValues = (values: (Value | null)[]): string => JSON.stringify(values);
const crossedValues = (value: Value): (Value | null)[] => JSON.parse(String(value)); // `crossValues` wrote it

/** Reads the texts of these values, and answers the fields that each value gives a group. */
export async function readTexts(
  { read }: Reader,
  subject: StatsSubject,
  values: Set<Value>,
): Promise<ReadValue> {
  const { plan, crossed } = subject;
  // If several facts are combined, the query of the hits has applied the filters already.
  const facets = crossed ? groupedFacets(subject) : subject.facets;
  if (facets.length === 0) return () => NO_FIELDS;
  const split = (value: Value) => (crossed ? crossedValues(value) : [value]);
  const queries = facets.flatMap((facet, index) => {
    const ids = new Set(Array.from(values, (value) => split(value)[index] ?? NO_VALUE));
    const query = dictionaryQuery(subject, facet, [...ids]);
    return query === null ? [] : [{ facet, query }];
  });
  const found = queries.length === 0 ? [] : await read(queries.map(({ query }) => query));
  const dictionaries = new Map(
    queries.map(({ facet }, index) => {
      const rows = (found[index] ?? []).map((row): [Value, Row] => [Number(row.id), row]);
      return [facet, new Map(rows)];
    }),
  );
  const text = (facet: Facet, key: string, value: Value) =>
    textOf(facet, key, value, dictionaries.get(facet) ?? new Map());
  const grouped = hitDimensions(plan.groupBy);
  const filtered = crossed ? [] : hitDimensions(Object.keys(plan.filters) as DimensionName[]);
  return (value) => {
    const parts = split(value);
    const factOf = (facet: Facet) => parts[facets.indexOf(facet)] ?? NO_VALUE;
    const accepted = filtered.every(([name, { facet, key }]) => {
      const own = text(facet, key, factOf(facet));
      return own !== null && plan.filters[name]?.includes(own);
    });
    if (!accepted) return null;
    const fields: Fields = {};
    for (const [name, { facet, key }] of grouped) fields[name] = text(facet, key, factOf(facet));
    return fields;
  };
}

const NO_FIELDS: Fields = {};
