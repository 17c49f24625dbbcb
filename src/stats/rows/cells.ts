/** Works out which rows of the sums add up to a period, and in which time bucket each one counts. Pure arithmetic. */
import { DAY, dayOf, HOUR, HOURS_PER_DAY, QUARTER_HOUR } from '../../time.ts';
import { timeBucketOf, type Unit, type ZoneOffsets } from '../period.ts';
import { wholeDay } from '../retention.ts';
import type { StatsPlan } from '../stats-plan.ts';

const QUARTERS_OF_HOUR = 4;

/** The bucket of every hit if the answer is not grouped by time. */
export const NO_TIME_BUCKET = 0;

/** How a row counts: in which bucket, added or subtracted, as a whole or only one of its quarter-hours (0 to 3). */
export interface Part {
  bucket: number;
  sign: 1 | -1;
  quarter: number | null;
}

/** A part of an hour that only single hits can answer for. UTC milliseconds, `to` exclusive. */
export interface PartialHour {
  hour: number;
  from: number;
  to: number;
}

/** Rows by UTC day and by hour since 1970, and the parts of hours for which single hits are read. */
export interface Cells {
  days: Map<number, Part[]>;
  hours: Map<number, Part[]>;
  partialHours: PartialHour[];
}

/** UTC milliseconds, `end` exclusive. */
export interface TimeSpan {
  start: number;
  end: number;
}

export interface CellsInput {
  span: TimeSpan;
  /** The unit of the time buckets; null if the answer is not grouped by time. */
  unit: Unit | null;
  offsets: ZoneOffsets;
  /** Whether rows can be split by quarter-hour: their counts can, their facets cannot. */
  byQuarter: boolean;
  /** UTC days that have a day row. */
  days: number[];
  /** Hours that have a row, of days without a day row. */
  hours: number[];
  /** Days before this one have only a day row. */
  compactedDay: number;
}

/** The span of a period. A bound within a compacted day moves to the date that the zone's nearest midnight begins. */
export function spanOf(
  { from, to, offsets }: Pick<StatsPlan, 'from' | 'to' | 'offsets'>,
  compactedDay: number,
): TimeSpan {
  const bound = (at: number) =>
    at < compactedDay * DAY ? Math.min(wholeDay(at, offsets), compactedDay) * DAY : at;
  return {
    start: from === null ? Number.NEGATIVE_INFINITY : bound(from),
    end: to === null ? Number.POSITIVE_INFINITY : bound(to),
  };
}

const UTC: ZoneOffsets = [{ from: 0, offset: 0 }];

/**
 * The bucket of an instant. In every zone a compacted day counts by its UTC date and, by the hour, at its first hour.
 */
export function bucketAt(
  at: number,
  { unit, offsets, compactedDay }: Pick<CellsInput, 'unit' | 'offsets' | 'compactedDay'>,
): number {
  if (unit === null) return NO_TIME_BUCKET;
  if (at >= compactedDay * DAY) return timeBucketOf(unit, at, offsets);
  return timeBucketOf(unit, dayOf(at) * DAY, unit === 'hour' ? offsets : UTC);
}

/** Whether the zone's clocks change after the start and before the end of a span. */
const changesIn = (offsets: ZoneOffsets, start: number, end: number) =>
  offsets.some(({ from }, index) => index > 0 && from > start && from < end);

/** The bucket of all instants from `start` up to `end`; null if they may have several. */
function onlyBucket(input: CellsInput, start: number, end: number): number | null {
  if (input.unit === null) return NO_TIME_BUCKET;
  const bucket = timeBucketOf(input.unit, start, input.offsets);
  if (bucket !== timeBucketOf(input.unit, end - 1, input.offsets)) return null;
  return changesIn(input.offsets, start, end) ? null : bucket;
}

function note(rows: Map<number, Part[]>, time: number, part: Part): void {
  const parts = rows.get(time);
  if (parts) parts.push(part);
  else rows.set(time, [part]);
}

/** Adds the part of an hour within the span: its row, some of its quarter-hours, or single hits. */
function addHour(cells: Cells, hour: number, input: CellsInput): void {
  const [start, end] = [hour * HOUR, (hour + 1) * HOUR];
  const from = Math.max(start, input.span.start);
  const to = Math.min(end, input.span.end);
  if (from >= to) return;
  const bucket = from === start && to === end ? onlyBucket(input, start, end) : null;
  if (bucket !== null) note(cells.hours, hour, { bucket, sign: 1, quarter: null });
  else if (input.byQuarter) addQuarters(cells, hour, { start: from, end: to }, input);
  else cells.partialHours.push({ hour, from, to });
}

function addQuarters(cells: Cells, hour: number, part: TimeSpan, input: CellsInput): void {
  for (let quarter = 0; quarter < QUARTERS_OF_HOUR; quarter++) {
    const start = hour * HOUR + quarter * QUARTER_HOUR;
    const from = Math.max(start, part.start);
    const to = Math.min(start + QUARTER_HOUR, part.end);
    if (from >= to) continue;
    const bucket = to - from === QUARTER_HOUR ? onlyBucket(input, start, to) : null;
    if (bucket === null) cells.partialHours.push({ hour, from, to });
    else note(cells.hours, hour, { bucket, sign: 1, quarter });
  }
}

/** The hours of a day that belong, even in part, to another bucket than its noon. */
function movedHours(day: number, noon: number, input: CellsInput): number[] {
  const moved = (hour: number) => onlyBucket(input, hour * HOUR, (hour + 1) * HOUR) !== noon;
  const first = day * HOURS_PER_DAY;
  const all = Array.from({ length: HOURS_PER_DAY }, (_, index) => first + index);
  if (changesIn(input.offsets, day * DAY, (day + 1) * DAY)) return all.filter(moved);
  // Without a clock change, such hours are at both ends of the day.
  const kept = [all.findIndex((hour) => !moved(hour)), all.findLastIndex((hour) => !moved(hour))];
  const [from = -1, to = -1] = kept;
  return from === -1 ? all : [...all.slice(0, from), ...all.slice(to + 1)];
}

/**
 * Adds a day. A day that is entirely in the span counts by its row, in the bucket of its noon; hours that belong to
 * another bucket are subtracted there and added to their own.
 */
function addDay(cells: Cells, day: number, input: CellsInput): void {
  const { span, unit, compactedDay } = input;
  const [start, end] = [day * DAY, (day + 1) * DAY];
  if (start >= span.end || end <= span.start) return;
  if (day < compactedDay) {
    note(cells.days, day, { bucket: bucketAt(start, input), sign: 1, quarter: null });
    return;
  }
  if (unit === 'hour' || start < span.start || end > span.end) {
    for (let hour = 0; hour < HOURS_PER_DAY; hour++) addHour(cells, day * HOURS_PER_DAY + hour, input);
    return;
  }
  const noon = unit === null ? NO_TIME_BUCKET : timeBucketOf(unit, start + DAY / 2, input.offsets);
  note(cells.days, day, { bucket: noon, sign: 1, quarter: null });
  if (unit === null) return;
  for (const hour of movedHours(day, noon, input)) {
    note(cells.hours, hour, { bucket: noon, sign: -1, quarter: null });
    addHour(cells, hour, input);
  }
}

/** The rows that count every rolled-up hit of the span once, in its bucket. */
export function cellsOf(input: CellsInput): Cells {
  const cells: Cells = { days: new Map(), hours: new Map(), partialHours: [] };
  for (const day of input.days) addDay(cells, day, input);
  for (const hour of input.hours) addHour(cells, hour, input);
  return cells;
}

/** How many rows of one scope the cells name. */
export const cellCount = ({ days, hours }: Cells): number => days.size + hours.size;
