/** Finds the days of a slice's scopes that may be near a cap: only for these days are the values read. */
import { OTHER } from '../stats/facets.ts';
import type { SliceTarget } from './add-slice.ts';
import { type HitSlice, planOf, type ScopeHour } from './plan-slice.ts';
import { sumKey } from './sum-row.ts';
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
  const isSure = ({ scope, day }: ScopeHour, stored: DayValues) =>
    day < slice.state.compactedDay || busy.has(dayKey(scope, day)) || isNearCap(scope, stored);

  const unsure = new Map<ScopeHour, DayValues>();
  for (const cell of planOf(slice).cells) {
    if (cell.hits === 0 || days.has(dayKey(cell.scope, cell.day))) continue;
    const stored = valuesOf(cell, rows);
    if (isSure(cell, stored)) note(cell);
    // The hits bring at most as many values as there are hits, which is nearly always too few to matter.
    else if (isNearCap(cell.scope, stored, cell.hits)) unsure.set(cell, stored);
  }
  if (unsure.size > 0) addNewValues(slice, unsure);
  for (const [cell, values] of unsure) if (isNearCap(cell.scope, values)) note(cell);
  return [...nearCap.values()];
}

/** Whether an hour with these values and `more` others may bring its day to a cap. */
const isNearCap = (scope: number, values: DayValues, more = 0): boolean =>
  CAPPED_FACETS.some((facet) => mayReachCap(scope, facet, values[facet].size + more));

/** The values of the row that counts a cell's hits. */
function valuesOf({ keys: [key] }: ScopeHour, rows: SliceTarget['rows']): DayValues {
  const facets = key && rows.get(sumKey(key))?.facets;
  const own = (facet: CappedFacet) => {
    const values = new Set(facets?.[facet].keys());
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
