/** A row of the sums: the hits of one scope in one hour or on one UTC day, counted. */
import { FACET_NAMES, FACETS, type Facet, OTHER } from '../stats/facets.ts';
import { DAY } from '../time.ts';
import { addTally, isEmpty, noTally, type Tally, tallyOf, type Values } from './tally.ts';

/** The units of time that have rows, as they are stored. */
export const UNIT = { hour: 0, day: 1 } as const;
export type UnitCode = (typeof UNIT)[keyof typeof UNIT];

/** All links. */
export const EVERYTHING = 0;

/**
 * Which row: `time` is the number of the hour or day since 1970, `scope` a link's id, `EVERYTHING`, or a negative
 * number that stands for a channel of a domain.
 */
export interface SumKey {
  unit: UnitCode;
  time: number;
  scope: number;
}

export interface SumRow extends SumKey {
  counts: Tally;
  /** By quarter-hour of the hour, 0 to 3; empty in rows of days. */
  quarters: Values;
  facets: Record<Facet, Values>;
  /** The ids between which all hits of this hour are: in hour rows of all links. */
  firstHitId: number | null;
  lastHitId: number | null;
  /** UTC milliseconds, in rows of links; a row of a day tells the day alone. */
  lastClickAt: number | null;
}

/** One text for a key, for maps. */
export const sumKey = ({ unit, time, scope }: SumKey): string => `${unit} ${time} ${scope}`;

export const emptySumRow = ({ unit, time, scope }: SumKey): SumRow => ({
  unit,
  time,
  scope,
  counts: noTally(),
  quarters: new Map(),
  facets: { agent: new Map(), place: new Map(), referrer: new Map(), mark: new Map() },
  firstHitId: null,
  lastHitId: null,
  lastClickAt: null,
});

export const isEmptyRow = ({ counts }: SumRow): boolean => isEmpty(counts);

const later = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

const addValues = (into: Values, added: Values) => {
  for (const [value, tally] of added) addTally(tallyOf(into, value), tally);
};

/** Adds the hits of another row, whatever its time and scope are; quarters only to an hour. */
export function addSumRow(into: SumRow, added: SumRow): void {
  addTally(into.counts, added.counts);
  if (into.unit === UNIT.hour) addValues(into.quarters, added.quarters);
  for (const facet of FACET_NAMES) addValues(into.facets[facet], added.facets[facet]);
  into.lastClickAt = later(into.lastClickAt, added.lastClickAt);
}

/**
 * Takes a link's hits out of a wider row of the same time. A value that the wider row counts as `(other)`, wholly or in
 * part, is taken from there: a row's values add up to its counts before and after.
 */
export function subtractRow(wide: SumRow, link: SumRow): void {
  addTally(wide.counts, link.counts, -1);
  for (const [quarter, tally] of link.quarters) addTally(tallyOf(wide.quarters, quarter), tally, -1);
  for (const facet of FACET_NAMES) {
    const isCapped = FACETS[facet].perDay !== null;
    for (const [value, tally] of link.facets[facet]) {
      if (isCapped) subtractValue(wide.facets[facet], value, tally);
      else addTally(tallyOf(wide.facets[facet], value), tally, -1);
    }
  }
}

function subtractValue(values: Values, value: number | string, tally: Tally): void {
  const own = tallyOf(values, value);
  const taken = tally.map((count, at) => Math.min(count, own[at] ?? 0));
  const rest = tally.map((count, at) => count - (taken[at] ?? 0));
  addTally(own, taken, -1);
  if (!isEmpty(rest)) addTally(tallyOf(values, OTHER), rest, -1);
}

/** The rows of a day, one for each scope, added up from rows of its hours. */
export function addUpDay(day: number, hours: Iterable<SumRow>): SumRow[] {
  const days = new Map<number, SumRow>();
  for (const hour of hours) {
    const row = days.get(hour.scope) ?? emptySumRow({ unit: UNIT.day, time: day, scope: hour.scope });
    addSumRow(row, hour);
    if (row.lastClickAt !== null) row.lastClickAt = day * DAY;
    days.set(hour.scope, row);
  }
  return [...days.values()];
}

/** The row with every value that `isRare` as `(other)`; undefined where there is none. */
export function withoutRare(
  row: SumRow,
  isRare: (facet: Facet, value: number | string, tally: Tally) => boolean,
): SumRow | undefined {
  const lesser = emptySumRow(row);
  addSumRow(lesser, row);
  let isChanged = false;
  for (const facet of FACET_NAMES) {
    for (const [value, tally] of row.facets[facet]) {
      if (value === OTHER || !isRare(facet, value, tally)) continue;
      lesser.facets[facet].delete(value);
      addTally(tallyOf(lesser.facets[facet], OTHER), tally);
      isChanged = true;
    }
  }
  return isChanged ? lesser : undefined;
}
