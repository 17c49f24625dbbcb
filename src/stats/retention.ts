/** What is left of hits once they are old: whole UTC days, in which rare words of strangers have become one. */
import { Temporal } from 'temporal-polyfill';
import { DAY, isoDay } from '../time.ts';
import { dimension } from './dimensions.ts';
import { FACETS } from './facets.ts';
import { type Offsets, offsetAt } from './period.ts';
import type { StatsPlan } from './plan.ts';

/** Of an old day, a link's marks and referrers with fewer clicks are counted together. */
export const RARE_BELOW = 5;

/** How long unknown slugs are kept: they are only good for finding a link that was printed wrong. */
export const MISSES_DAYS = 90;

/** The first UTC day whose single hits are kept for so many months by the calendar; `now` in milliseconds. */
export function oldestDay(now: number, months: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  return Math.floor(today.subtract({ months }).epochMilliseconds / DAY);
}

/** The whole UTC day that the edge of a period stands for: the date that its zone's nearest midnight begins. */
export const wholeDay = (at: number, offsets: Offsets): number =>
  Math.round((at + offsetAt(at, offsets)) / DAY);

/** What an answer cannot tell of old days, each the first day (`2026-10-07`) that is told in full; null: nothing is missing. */
export interface RetentionNotes {
  /** Older hits stand at the beginning of their UTC day, and the period's edges among them at the nearest one. */
  wholeDaysBefore: string | null;
  /** In older days marks and referrers with few clicks are counted as `(other)`. */
  rareAsOtherBefore: string | null;
  /** Older hits are not counted: two facts of a hit together are known of single hits alone. */
  rawSince: string | null;
}

/** What the answer to a question lacks; sums of UTC days before `compactedDay` are kept by the day alone. */
export function retentionNotes(plan: StatsPlan, compactedDay: number): RetentionNotes {
  const reaches = compactedDay > 0 && (plan.from === null || plan.from < compactedDay * DAY);
  const day = isoDay(compactedDay);
  const noted = (concerned: boolean) => (reaches && concerned ? day : null);
  const facets = facetsOf(plan);
  const raw = facets.length > 1;
  return {
    wholeDaysBefore: noted(!raw && (isFiner(plan) || cutsDays(plan, compactedDay))),
    rareAsOtherBefore: noted(!raw && facets.some((facet) => FACETS[facet].perDay !== null)),
    rawSince: noted(raw),
  };
}

/** The facts of a hit that a question is about, each once. */
export function facetsOf({ groupBy, filters }: Pick<StatsPlan, 'groupBy' | 'filters'>) {
  const dims = [...groupBy, ...(Object.keys(filters) as typeof groupBy)].map(dimension);
  return [...new Set(dims.flatMap((dim) => (dim.of === 'hit' ? [dim.facet] : [])))];
}

/** It asks for hours, or for days that are not UTC's. */
const isFiner = ({ groupBy, offsets }: StatsPlan) =>
  groupBy.map(dimension).some((dim) => {
    return dim.of === 'time' && (dim.unit === 'hour' || offsets.some(({ offset }) => offset !== 0));
  });

const cutsDays = ({ from, to }: StatsPlan, compactedDay: number) =>
  [from, to].some((edge) => edge !== null && edge < compactedDay * DAY && edge % DAY !== 0);
