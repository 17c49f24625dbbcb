/** Finds the days of a slice's scopes that may be near a cap: only for these days are the values read. */
import { OTHER } from '../stats/facets.ts';
import type { SliceTarget } from './add-slice.ts';
import { type HitSlice, planOf, type ScopeHour } from './plan-slice.ts';
import { type SumRow, sumKey } from './sum-row.ts';
import { CAPPED_FACETS, type CappedFacet, type DayValues, dayKey, mayReachCap } from './value-caps.ts';

/** The links and days for which the slice has new hits. */
export function linkDays(slice: HitSlice): [link: number, day: number][] {
  const found = new Map<string, [link: number, day: number]>();
  for (const { scope, day, hits } of planOf(slice).cells) {
    if (scope > 0 && hits > 0) found.set(dayKey(scope, day), [scope, day]);
  }
  return [...found.values()];
}

/**
 * The days, by scope, on which a value may have to count as `(other)`, so that their values must be read. `busy` are
 * the link days that have an hour with many values in the sums, by `dayKey`.
 */
export function nearCapDays(
  slice: HitSlice,
  { rows, days }: SliceTarget,
  busy: ReadonlySet<string>,
): [scope: number, day: number][] {
  const nearCap = new Map<string, [scope: number, day: number]>();
  const note = ({ scope, day }: ScopeHour) => nearCap.set(dayKey(scope, day), [scope, day]);
  const isSure = ({ scope, day }: ScopeHour, row: SumRow | undefined) =>
    day < slice.state.compactedDay || busy.has(dayKey(scope, day)) || isRowNearCap(scope, row);

  const unsure = new Map<ScopeHour, DayValues>();
  for (const cell of planOf(slice).cells) {
    if (cell.hits === 0 || days.has(dayKey(cell.scope, cell.day))) continue;
    const row = rowOf(cell, rows);
    if (isSure(cell, row)) note(cell);
    // The hits bring at most as many values as there are hits, which is nearly always too few to matter.
    else if (isRowNearCap(cell.scope, row, cell.hits)) unsure.set(cell, valuesOf(row));
  }
  if (unsure.size > 0) addNewValues(slice, unsure);
  for (const [cell, values] of unsure) if (isNearCap(cell.scope, values)) note(cell);
  return [...nearCap.values()];
}

/** The row that counts the cell's hits. */
const rowOf = ({ keys: [key] }: ScopeHour, rows: SliceTarget['rows']): SumRow | undefined =>
  key && rows.get(sumKey(key));

/** Whether an hour with these values may bring its day to a cap. */
const isNearCap = (scope: number, values: DayValues): boolean =>
  CAPPED_FACETS.some((facet) => mayReachCap(scope, facet, values[facet].size));

/** The same of the values of a row and `more` others. `(other)` is a value here, which only makes it say yes earlier. */
const isRowNearCap = (scope: number, row: SumRow | undefined, more = 0): boolean =>
  CAPPED_FACETS.some((facet) => mayReachCap(scope, facet, (row?.facets[facet].size ?? 0) + more));

function valuesOf(row: SumRow | undefined): DayValues {
  const own = (facet: CappedFacet) => {
    const values = new Set(row?.facets[facet].keys());
    values.delete(OTHER);
    return values;
  };
  return { referrer: own('referrer'), mark: own('mark') };
}

/** Adds the values of the hits to the values of their cells. */
function addNewValues(slice: HitSlice, cells: ReadonlyMap<ScopeHour, DayValues>): void {
  for (const { hit, cells: ofHit } of planOf(slice).hits) {
    for (const cell of ofHit) {
      const values = cells.get(cell);
      values?.referrer.add(hit.referrerId);
      if (hit.mark !== null && hit.mark !== OTHER) values?.mark.add(hit.mark);
    }
  }
}
