/** Turns counts by value into the ordered rows of an answer. */

import { addTally, countsOf, noTally, type Tally, type Values } from '../sums/tally.ts';
import type { Atom, Fields } from './atoms.ts';
import { type DimensionName, dimension } from './dimensions.ts';
import { countOf, hitsIn } from './measures.ts';
import type { StatsPlan, StatsRow } from './plan.ts';

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
  atoms: Iterable<Atom>,
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
  return { rows: counted.filter(({ counts }) => hitsIn(counts) > 0), total };
}

type Value = Fields[string];

/** The order of SQLite: null, then numbers, then texts. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Sorts rows by the measure, then by their groups, and cuts them at the limit. */
export function orderRows(rows: StatsRow[], { groupBy, order, limit }: StatsPlan): StatsRow[] {
  const fields = groupBy.flatMap((name) => {
    const dim = dimension(name);
    return dim.of === 'link' ? Object.keys(dim.shows).slice(0, 1) : [name];
  });
  const size = ({ counts }: StatsRow) => (order === null ? 0 : countOf(counts, order.measure));
  const direction = order?.descending ? -1 : 1;
  const byGroup = (a: StatsRow, b: StatsRow) => {
    for (const field of fields) {
      const difference = compare(a.group[field] ?? null, b.group[field] ?? null);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return rows.sort((a, b) => direction * (size(a) - size(b)) || byGroup(a, b)).slice(0, limit);
}
