/** How many values of a fact get counts of their own: what strangers invent must not grow without end. */
import { FACET_NAMES, FACETS, OTHER } from '../stats/facets.ts';
import { HOURS_PER_DAY } from '../time.ts';
import type { SumRow } from './sum-row.ts';

/** The facts that are capped. */
export type CappedFacet = 'referrer' | 'mark';
export const CAPPED = FACET_NAMES.filter((facet): facet is CappedFacet => FACETS[facet].perDay !== null);

type Value = number | string;
/** The values of a scope's UTC day that have counts of their own, apart from `(other)`. */
export type DayValues = Record<CappedFacet, Set<Value>>;

/** Values per UTC day of all links and of a channel: a row of theirs is never longer than D1 takes. */
const WIDE_PER_DAY = 1_000;

export const capOf = (scope: number, facet: CappedFacet): number =>
  scope > 0 ? FACETS[facet].perDay : WIDE_PER_DAY;

/** One text for a scope's day, for maps. */
export const dayKey = (scope: number, day: number): string => `${day} ${scope}`;

/** Whether a key of `dayKey` is of this day or later, and not a link's. */
export function isWideDay(key: string, from: number): boolean {
  const [day = 0, scope = 1] = key.split(' ').map(Number);
  return scope <= 0 && day >= from;
}

/**
 * Whether a day may come to its cap by an hour with so many values. A link's day none of whose hours has more than a
 * 24th of the cap cannot, and most are such days: nothing more needs to be read of them.
 */
export const mayBeCrowded = (scope: number, facet: CappedFacet, valuesOfHour: number): boolean =>
  scope <= 0 || valuesOfHour > Math.floor(capOf(scope, facet) / HOURS_PER_DAY);

/**
 * The value under which a hit counts in a scope: its own, or `(other)` once the day has `cap` values. Values are taken
 * in the order of arrival. Without `known` values the day is not crowded.
 */
export function admit(known: DayValues | undefined, facet: CappedFacet, value: Value, cap: number): Value {
  if (known === undefined || value === OTHER) return value;
  const values = known[facet];
  if (values.has(value)) return value;
  if (values.size >= cap) return OTHER;
  values.add(value);
  return value;
}

/** The value under which a hit that was added before stands in a row. */
export const addedAs = (row: SumRow, facet: CappedFacet, value: Value): Value =>
  row.facets[facet].has(value) ? value : OTHER;
