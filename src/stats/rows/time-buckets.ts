/** Rows over time: every group has a row for each bucket of the period. */
import { AppError } from '../../errors.ts';
import type { DimensionName } from '../dimensions.ts';
import { COUNTS, type Counts } from '../measures.ts';
import { bucketsBetween, timeBucketName, timeBucketOf, type Unit } from '../period.ts';
import type { StatsPlan, StatsRow } from '../stats-plan.ts';
import type { Fields } from './collected-counts.ts';

/** A page of JSON has at most so many rows. A file has as many as there are. */
export const MAX_ROWS = 50_000;

export const NO_COUNTS = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts; // every name of COUNTS was just set

export const tooManyBuckets = () =>
  new AppError(
    'too_many_rows',
    `One group would have more than ${MAX_ROWS} rows. Use a shorter period or a larger unit of time, or ask for CSV or NDJSON without a limit.`,
    [{ pointer: '?groupBy', detail: 'Results in too many rows.' }],
  );

/** The time dimension of a question, under its name. */
export interface TimeAxis {
  name: DimensionName;
  unit: Unit;
}

/** The buckets of an answer, each with its number and its name. */
export type Buckets = { bucket: number; name: string }[];

/**
 * The buckets that every group shows: those of the period; if it is unbounded, from the first hit and up to now.
 * `rows` have the buckets with hits. Undefined if there are more than `most`.
 */
export function bucketsOf(
  plan: StatsPlan,
  { unit, name }: TimeAxis,
  rows: StatsRow[],
  { now, most }: { now: number; most: number },
): Buckets | undefined {
  const seen = rows.map(({ group }) => Number(group[name]));
  if (seen.length === 0) return [];
  const lowest = seen.reduce((a, b) => Math.min(a, b));
  const highest = seen.reduce((a, b) => Math.max(a, b));
  // A compacted day counts at its beginning, which may be before the start of the period.
  const first = plan.from === null ? lowest : Math.min(lowest, timeBucketOf(unit, plan.from, plan.offsets));
  const last = timeBucketOf(unit, plan.to === null ? now : Math.min(plan.to - 1, now), plan.offsets);
  const all = bucketsBetween(unit, first, Math.max(last, highest), plan.offsets, most);
  return all?.map((bucket) => ({ bucket, name: timeBucketName(unit, bucket, plan.offsets) }));
}

/** A row as it is shown: the fields of its group, and its counts. */
export type Shown = [fields: Fields, counts: Counts];

/** One row for each bucket; `counted` are the rows with hits of one group, whose fields are `fields`. */
export function overBuckets(
  buckets: Buckets,
  name: DimensionName,
  fields: Fields,
  counted: readonly StatsRow[],
): Shown[] {
  const byBucket = new Map(counted.map(({ group, counts }) => [Number(group[name]), counts]));
  return buckets.map((each) => [{ ...fields, [name]: each.name }, byBucket.get(each.bucket) ?? NO_COUNTS]);
}
