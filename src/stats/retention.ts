/** What remains of old hits: daily totals, in which rare marks and referrers are counted together. */
import { Temporal } from 'temporal-polyfill';
import { DAY, isoDay } from '../time.ts';
import { dimension } from './dimensions.ts';
import { FACETS } from './facets.ts';
import { offsetAt, type ZoneOffsets } from './period.ts';
import type { StatsPlan } from './stats-plan.ts';

/** For how many days unknown slugs are kept. They help to find a link that was misprinted. */
export const UNKNOWN_SLUG_DAYS = 90;

/** For how many days copies of a database are kept that Sotto has made before it changed or replaced the file. */
export const COPY_DAYS = 14;

/**
 * The first UTC day whose single hits are kept if they are kept for so many calendar months; `now` in UTC
 * milliseconds.
 */
export function oldestDay(now: number, months: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  return Math.floor(today.subtract({ months }).epochMilliseconds / DAY);
}

/** The UTC day that a bound of a period is moved to: the date that its zone's nearest midnight begins. */
export const wholeDay = (at: number, offsets: ZoneOffsets): number =>
  Math.round((at + offsetAt(at, offsets)) / DAY);

/**
 * What an answer lacks for old days. Each note is the first day (`2026-10-07`) with full detail; null if nothing is
 * missing.
 */
export interface RetentionNotes {
  /** Older hits count at the beginning of their UTC day, and older bounds of the period move to the nearest day. */
  wholeDaysBefore: string | null;
  /** On older days, marks and referrers with few clicks are counted as `(other)`. */
  rareAsOtherBefore: string | null;
  /** Older hits are not counted, because only single hits combine two facts. */
  rawSince: string | null;
}

/** What the answer to a question lacks if UTC days before `compactedDay` are compacted. */
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

/** The facets that a question groups or filters by, each once. */
export function facetsOf({ groupBy, filters }: Pick<StatsPlan, 'groupBy' | 'filters'>) {
  const dims = [...groupBy, ...(Object.keys(filters) as typeof groupBy)].map(dimension);
  return [...new Set(dims.flatMap((dim) => (dim.of === 'hit' ? [dim.facet] : [])))];
}

/** Whether the question needs more detail than UTC days: hours, or days of another zone. */
const isFiner = ({ groupBy, offsets }: StatsPlan) =>
  groupBy.map(dimension).some((dim) => {
    return dim.of === 'time' && (dim.unit === 'hour' || offsets.some(({ offset }) => offset !== 0));
  });

const cutsDays = ({ from, to }: StatsPlan, compactedDay: number) =>
  [from, to].some((bound) => bound !== null && bound < compactedDay * DAY && bound % DAY !== 0);
