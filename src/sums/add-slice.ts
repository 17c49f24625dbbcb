import {
  addHit,
  addShare,
  type ChangedHit,
  type CountedValues,
  extendIdRange,
  type LiveHit,
  positionsOf,
  shareTally,
} from './counted-hit.ts';
import { type HitSlice, type PlannedHit, type PlannedShare, planOf, type ScopeHour } from './plan-slice.ts';
import type { SumsState } from './progress.ts';
import { type SumKey, type SumRow, sumKey } from './sum-row.ts';
import { addAtPositions, addTally, noTally, type Tally } from './tally.ts';
import {
  admittedValue,
  type CappedFacet,
  capOf,
  type DayValues,
  dayKey,
  valueCountedAs,
} from './value-caps.ts';

export type { HitSlice };

/** The rows and values that a slice is added to. */
export interface SliceTarget {
  /** The rows of `touchedKeys`, by `sumKey`. */
  rows: ReadonlyMap<string, SumRow>;
  /** The values of the days that `nearCapDays` names, by `dayKey`. */
  days: ReadonlyMap<string, DayValues>;
}

/** A change of a link's totals of closed days; negative counts subtract. */
export interface TotalsChange {
  counts: Tally;
  /** UTC milliseconds of the newest click that is added; null if none is. */
  lastClickAt: number | null;
}
/** Changes by link id. */
export type TotalsChanges = Map<number, TotalsChange>;

/** Records that counts are added to a link's totals, or subtracted with sign −1. */
export function recordTotals(
  totals: TotalsChanges,
  link: number,
  counts: Tally,
  sign: 1 | -1,
  lastClickAt: number | null = null,
): void {
  const known = totals.get(link) ?? { counts: noTally(), lastClickAt: null };
  addTally(known.counts, counts, sign);
  if (lastClickAt !== null) known.lastClickAt = Math.max(known.lastClickAt ?? 0, lastClickAt);
  totals.set(link, known);
}

/** The keys of the rows that a slice adds to. */
export function touchedKeys(slice: HitSlice): SumKey[] {
  const { hourIds, cells } = planOf(slice);
  const keys = new Map<string, SumKey>();
  const note = (key: SumKey) => keys.set(sumKey(key), key);
  for (const cell of cells) cell.keys.forEach(note);
  for (const { key } of hourIds) note(key);
  return [...keys.values()];
}

/** Adds the slice to its rows; answers what it adds to the totals of closed days. */
export function addSlice(slice: HitSlice, { rows, days }: SliceTarget): TotalsChanges {
  const { hits, hourIds, changed, shares, cells } = planOf(slice);
  const rowOf = (key: SumKey) => rows.get(sumKey(key));
  for (const cell of cells) {
    cell.rows = cell.keys.flatMap((key) => rowOf(key) ?? []);
    cell.values = days.get(dayKey(cell.scope, cell.day));
  }
  const totals: TotalsChanges = new Map();
  slice.changed.forEach((change, index) => {
    const planned = changed[index];
    if (planned) addChange(change, planned, totals);
  });
  for (const { hit, cells: ofHit } of hits) {
    const positions = positionsOf(hit);
    let values: CountedValues = { referrer: hit.referrerId, mark: hit.mark };
    for (const cell of ofHit) {
      // A value that the link counts as `(other)` counts so in the wider scopes, too.
      if (cell.values) values = admitted(cell, cell.values, values, slice.state);
      add({ hit, positions, cell, values, totals, sign: 1 });
    }
  }
  for (const share of shares) addPlannedShare(share, totals);
  for (const { key, first, last } of hourIds) {
    const row = rowOf(key);
    if (row) extendIdRange(row, first, last);
  }
  return totals;
}

interface Addition {
  hit: LiveHit;
  /** The positions in a tally that the hit adds to. */
  positions: readonly number[];
  cell: ScopeHour;
  values: CountedValues;
  totals: TotalsChanges;
  sign: 1 | -1;
}

function add({ hit, positions, cell, values, totals, sign }: Addition): void {
  for (const row of cell.rows) addHit(row, hit, values, positions, sign);
  if (!cell.isInTotals) return;
  const counts = noTally();
  addAtPositions(counts, positions, 1);
  recordTotals(totals, cell.scope, counts, sign, sign === 1 && hit.kind === 'click' ? hit.at : null);
}

function addPlannedShare({ share, cells }: PlannedShare, totals: TotalsChanges): void {
  for (const cell of cells) {
    for (const row of cell.rows) addShare(row, share);
    if (cell.isInTotals) recordTotals(totals, cell.scope, shareTally(), 1);
  }
}

/** The values under which a hit counts on a day; `known` are the values with counts of their own so far. */
function admitted(
  { scope, day }: ScopeHour,
  known: DayValues,
  { referrer, mark }: CountedValues,
  { compactedDay }: SumsState,
): CountedValues {
  // A compacted day takes no new values.
  const cap = (facet: CappedFacet) => (day < compactedDay ? 0 : capOf(scope, facet));
  return {
    referrer: admittedValue(known, 'referrer', referrer, cap('referrer')),
    mark: mark === null ? null : admittedValue(known, 'mark', mark, cap('mark')),
  };
}

/** Subtracts a changed hit as it was and adds it as it is now. */
function addChange(
  { wasKind, wasUnique }: ChangedHit,
  { hit, cells }: PlannedHit,
  totals: TotalsChanges,
): void {
  const was = { ...hit, kind: wasKind, isUnique: wasUnique };
  let values: CountedValues = { referrer: hit.referrerId, mark: hit.mark };
  for (const cell of cells) {
    const [row] = cell.rows;
    if (!row) continue;
    // A value that the link counts as `(other)` counts so in the wider scopes, too.
    values = {
      referrer: valueCountedAs(row, 'referrer', values.referrer),
      mark: values.mark === null ? null : valueCountedAs(row, 'mark', values.mark),
    };
    add({ hit: was, positions: positionsOf(was), cell, values, totals, sign: -1 });
    add({ hit, positions: positionsOf(hit), cell, values, totals, sign: 1 });
  }
}
