/** A row of the sums: the hits of one scope in one hour or on one UTC day, counted. */
import { FACET_NAMES, FACETS, type Facet, OTHER } from '../stats/facets.ts';
import { DAY } from '../time.ts';
import { addTally, isEmpty, noTally, type Tally, tallyOf, type Values } from './tally.ts';

/** The stored codes of the units of time. */
export const UNIT_CODE = { hour: 0, day: 1 } as const;
export type UnitCode = (typeof UNIT_CODE)[keyof typeof UNIT_CODE];

/** The scope of all links. */
export const ALL_LINKS_SCOPE = 0;

/**
 * Identifies a row: `time` is the number of the hour or day since 1970; `scope` is a link's id, `EVERYTHING`, or a
 * negative number for a channel of a domain.
 */
export interface SumKey {
  unit: UnitCode;
  time: number;
  scope: number;
}

export interface SumRow extends SumKey {
  counts: Tally;
  /** Counts by quarter-hour, 0 to 3; empty in day rows. */
  quarters: Values;
  facets: Record<Facet, Values>;
  /** The range of ids that contains all hits of this hour; only in hour rows of all links. */
  firstHitId: number | null;
  lastHitId: number | null;
  /** UTC milliseconds, only in rows of links; in a day row, the beginning of the day. */
  lastClickAt: number | null;
}

/** A map key for a row. */
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

/** Adds the counts of another row, of any time and scope; quarter-hours only to an hour row. */
export function addSumRow(into: SumRow, added: SumRow): void {
  addTally(into.counts, added.counts);
  if (into.unit === UNIT_CODE.hour) addValues(into.quarters, added.quarters);
  for (const facet of FACET_NAMES) addValues(into.facets[facet], added.facets[facet]);
  into.lastClickAt = later(into.lastClickAt, added.lastClickAt);
}

/**
 * Subtracts a link's row from a wider row of the same time. What the wider row counts as `(other)` is subtracted
 * there, so that its values still add up to its counts.
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
    const row = days.get(hour.scope) ?? emptySumRow({ unit: UNIT_CODE.day, time: day, scope: hour.scope });
    addSumRow(row, hour);
    if (row.lastClickAt !== null) row.lastClickAt = day * DAY;
    days.set(hour.scope, row);
  }
  return [...days.values()];
}

/** A copy of the row that counts every rare value as `(other)`; undefined if the row has none. */
export function withRareAsOther(
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
