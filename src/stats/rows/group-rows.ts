/** Turns counts by value into the ordered rows of an answer. */

import { addTally, countsOf, noTally, type Tally, type Values } from '../../sums/tally.ts';
import { type DimensionName, dimension } from '../dimensions.ts';
import { countOf, isCounted } from '../measures.ts';
import type { GroupPosition, StatsPlan, StatsRow } from '../stats-plan.ts';
import type { CollectedCount, Fields } from './collected-counts.ts';

/** Answers the fields of a group for a value of a fact; null if a filter rejects the value. */
export type ReadValue = (value: number | string) => Fields | null;

interface Group {
  fields: Fields;
  tally: Tally;
}

/** Adds up the values that have the same fields. */
function byFields(values: Values, read: ReadValue): Group[] {
  const groups = new Map<Fields, Group>();
  for (const [value, tally] of values) {
    const fields = read(value);
    if (fields === null) continue;
    const group = groups.get(fields) ?? { fields, tally: noTally() };
    addTally(group.tally, tally);
    groups.set(fields, group);
  }
  return [...groups.values()];
}

/** Answers the same object for all values with the same fields, so that values can be grouped by identity. */
function sharing(read: ReadValue): ReadValue {
  const known = new Map<number | string, Fields | null>();
  const shared = new Map<string, Fields>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const fields = read(value);
    const key = JSON.stringify(fields);
    const same = fields === null ? null : (shared.get(key) ?? fields);
    if (same !== null) shared.set(key, same);
    known.set(value, same);
    return same;
  };
}

/** Expands fields that contain a list of values: one group for each value. */
function expand(fields: Fields, groupBy: DimensionName[]): Fields[] {
  const lists = groupBy.flatMap((name) => {
    const dim = dimension(name);
    return dim.of === 'link' && dim.many ? Object.keys(dim.shows) : [];
  });
  return lists.reduce<Fields[]>(
    (groups, field) =>
      groups.flatMap((group) => {
        const values: string[] = JSON.parse(String(group[field] ?? '[]')); // the query of the list wrote it
        return (values.length === 0 ? [null] : values).map((value) => ({ ...group, [field]: value }));
      }),
    [fields],
  );
}

/** The fields of a row in the order of its dimensions. */
function groupOf(groupBy: DimensionName[], links: Fields, bucket: number, facts: Fields): Fields {
  const group: Fields = {};
  for (const name of groupBy) {
    const dim = dimension(name);
    if (dim.of === 'time') group[name] = bucket;
    else if (dim.of === 'hit') group[name] = facts[name] ?? null;
    else for (const field of Object.keys(dim.shows)) group[field] = links[field] ?? null;
  }
  return group;
}

/** The rows of an answer, unordered, and the total, in which every hit counts once. */
export function groupRows(
  groupBy: DimensionName[],
  atoms: Iterable<CollectedCount>,
  readValue: ReadValue,
): { rows: StatsRow[]; total: Tally } {
  const read = sharing(readValue);
  const total = noTally();
  const rows = new Map<string, Group>();
  for (const { fields, bucket, values } of atoms) {
    const expanded = expand(fields, groupBy);
    for (const { fields: facts, tally } of byFields(values, read)) {
      addTally(total, tally);
      for (const links of expanded) {
        const group = groupOf(groupBy, links, bucket, facts);
        const key = JSON.stringify(group);
        const known = rows.get(key) ?? { fields: group, tally: noTally() };
        addTally(known.tally, tally);
        rows.set(key, known);
      }
    }
  }
  if (groupBy.length === 0) return { rows: [], total };
  const counted = Array.from(rows.values(), ({ fields, tally }) => ({
    group: fields,
    counts: countsOf(tally),
  }));
  return { rows: counted.filter(({ counts }) => isCounted(counts)), total };
}

type Value = Fields[string];

/** The order of SQLite: null, then numbers, then texts by their code points. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return typeof a === 'number' ? -1 : 1;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xe000;

function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    // Two surrogates stand for a code point above all that one unit can be.
    if (isSurrogate(one) !== isSurrogate(other)) return isSurrogate(one) ? 1 : -1;
    return one - other;
  }
  return a.length - b.length;
}

/** The fields by which groups of the same size are ordered: the first one of each dimension. */
export const orderFields = (groupBy: DimensionName[]): string[] =>
  groupBy.flatMap((name) => {
    const dim = dimension(name);
    return dim.of === 'link' ? Object.keys(dim.shows).slice(0, 1) : [name];
  });

/** The position of a row in an answer to the plan. */
export function positionOf(
  { group, counts }: StatsRow,
  { groupBy, order }: Pick<StatsPlan, 'groupBy' | 'order'>,
): GroupPosition {
  return {
    size: order === null ? 0 : countOf(counts, order.measure),
    keys: orderFields(groupBy).map((field) => group[field] ?? null),
  };
}

/** Sorts rows by the measure, then by their groups, and cuts them behind a position and at the limit. */
export function orderRows(rows: StatsRow[], plan: Omit<StatsPlan, 'offsets'>): StatsRow[] {
  const direction = plan.order?.descending ? -1 : 1;
  const difference = (a: GroupPosition, b: GroupPosition) => {
    if (a.size !== b.size) return direction * (a.size - b.size);
    for (const [index, key] of a.keys.entries()) {
      const difference = compare(key, b.keys[index] ?? null);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const { after = null } = plan;
  return rows
    .map((row) => ({ row, at: positionOf(row, plan) }))
    .filter(({ at }) => after === null || difference(at, after) > 0)
    .sort((a, b) => difference(a.at, b.at))
    .slice(0, plan.limit)
    .map(({ row }) => row);
}
