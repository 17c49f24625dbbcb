/** Caps on how many values of a fact get counts of their own: visitors can invent marks and referrers without limit. */
import { FACET_NAMES, FACETS, OTHER } from '../stats/facets.ts';
import { HOURS_PER_DAY } from '../time.ts';
import type { SumRow } from './sum-row.ts';

/** The capped facets. */
export type CappedFacet = 'referrer' | 'mark';
export const CAPPED_FACETS = FACET_NAMES.filter(
  (facet): facet is CappedFacet => FACETS[facet].perDay !== null,
);

type Value = number | string;
/** The values of a scope's UTC day that have counts of their own, without `(other)`. */
export type DayValues = Record<CappedFacet, Set<Value>>;

/**
 * The cap per UTC day for all links together and for a channel. It keeps their rows within the size that D1 accepts.
 */
const WIDE_PER_DAY = 1_000;

export const capOf = (scope: number, facet: CappedFacet): number =>
  scope > 0 ? FACETS[facet].perDay : WIDE_PER_DAY;

/** A map key for a scope's day. */
export const dayKey = (scope: number, day: number): string => `${day} ${scope}`;

/** The UTC day of a `dayKey`. */
export const dayOfKey = (key: string): number => Number.parseInt(key, 10);

/** The values that each hour of a day may have without the day reaching its cap. */
export const mostPerHour = (scope: number, facet: CappedFacet): number =>
  Math.floor(capOf(scope, facet) / HOURS_PER_DAY);

/**
 * The length of a stored list that has at most eight values, which is what each hour of a link may have. SQLite uses a
 * partial index only for the exact text of its condition, so the index and the queries share this number.
 */
export const FEW_VALUES_LENGTH = 54;

/** Whether a day with an hour of so many values may reach its cap. For most days of links it cannot. */
export const mayReachCap = (scope: number, facet: CappedFacet, valuesOfHour: number): boolean =>
  scope <= 0 || valuesOfHour > mostPerHour(scope, facet);

/**
 * The value under which a hit counts in a scope: its own, or `(other)` once the day has `cap` values. Values are
 * admitted in the order of arrival. If `known` is undefined, the day cannot reach its cap.
 */
export function admittedValue(
  known: DayValues | undefined,
  facet: CappedFacet,
  value: Value,
  cap: number,
): Value {
  if (known === undefined || value === OTHER) return value;
  const values = known[facet];
  if (values.has(value)) return value;
  if (values.size >= cap) return OTHER;
  values.add(value);
  return value;
}

/** The value under which a row counts a hit that was added before. */
export const valueCountedAs = (row: SumRow, facet: CappedFacet, value: Value): Value =>
  row.facets[facet].has(value) ? value : OTHER;
