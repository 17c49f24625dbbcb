/** Days, weeks and hours as people in a time zone count them. All instants are UTC milliseconds. */
import { createLRU } from 'lru.min';
import { Temporal } from 'temporal-polyfill';
import { DAY, dayOf, HOUR, isoDay, MINUTE, SECOND } from '../time.ts';
import type { TimeDimension } from './dimensions.ts';

export type Unit = TimeDimension['unit'];
/**
 * Offsets of a zone in milliseconds, ascending. Each applies from its instant on, the first also to all time before.
 */
export type ZoneOffsets = { from: number; offset: number }[];

// Looking up the offsets of a zone costs more than counting most answers.
const MAX_ZONES = 500;
const cachedOffsets = createLRU<string, ZoneOffsets>({ max: MAX_ZONES });

const yearOf = (at: number) => new Date(at).getUTCFullYear();

/** The offsets of a zone between two instants. Those of whole years are cached. */
export function zoneOffsets(timeZone: string, from: number, to: number): ZoneOffsets {
  const [start, end] = [Date.UTC(yearOf(from), 0, 1), Date.UTC(yearOf(to) + 1, 0, 1)];
  const key = `${start} ${end} ${timeZone}`;
  const known = cachedOffsets.get(key) ?? findOffsets(timeZone, start, end);
  cachedOffsets.set(key, known);
  return [
    { from, offset: offsetAt(from, known) },
    ...known.filter((change) => change.from > from && change.from < to),
  ];
}

/** No zone changes its offset twice within this time. */
const PROBE = 14 * DAY;

/**
 * Compares the offsets at both ends of each fortnight, and halves those in which they differ. Temporal finds the same
 * changes a hundred times more slowly.
 */
function findOffsets(timeZone: string, from: number, to: number): ZoneOffsets {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', timeZoneName: 'longOffset' });
  const offsetIn = (at: number) => {
    const [, sign = '+', hours = 0, minutes = 0, seconds = 0] =
      /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(at)) ?? [];
    const offset = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
    return sign === '-' ? -offset : offset;
  };
  let offset = offsetIn(from);
  const offsets: ZoneOffsets = [{ from, offset }];
  for (let at = from; at < to; at += PROBE) {
    const after = offsetIn(at + PROBE);
    if (after === offset) continue;
    let [before, changed] = [at, at + PROBE];
    while (changed - before > SECOND) {
      const middle = Math.floor((before + changed) / 2 / SECOND) * SECOND;
      if (offsetIn(middle) === offset) before = middle;
      else changed = middle;
    }
    offset = after;
    offsets.push({ from: changed, offset });
  }
  return offsets;
}

/**
 * An instant from `2026-10-07` (the start of that day in the zone; as an end, the start of the next) or an ISO 8601
 * time with its offset. Null if it is neither.
 */
export function parseInstant(text: string, timeZone: string, bound: 'from' | 'to'): number | null {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) {
      const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
      return day.add({ days: bound === 'to' ? 1 : 0 }).toZonedDateTime(timeZone).epochMilliseconds;
    }
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** The number of milliseconds to add to an instant to get the zone's local time. */
export const offsetAt = (at: number, offsets: ZoneOffsets): number =>
  (offsets.findLast(({ from }) => at >= from) ?? offsets[0])?.offset ?? 0;

const pad = (number: number, digits = 2) => String(number).padStart(digits, '0');

interface Calendar {
  /** The number of the bucket for a local time and its offset. */
  number(local: number, offset: number): number;
  /** The name of the bucket in answers. */
  name(bucket: number, offset: number): string;
}

const CALENDARS: Record<Unit, Calendar> = {
  hour: {
    number: (local, offset) => Math.floor(local / HOUR) * HOUR - offset,
    name: (instant, offset) => {
      const minutes = Math.abs(offset) / MINUTE;
      const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
      return new Date(instant + offset).toISOString().slice(0, 19) + zone;
    },
  },
  day: { number: (local) => dayOf(local), name: isoDay },
  week: {
    number: (local) => Math.floor((dayOf(local) + 3) / 7),
    name: (week) => isoDay(week * 7 - 3),
  },
  month: {
    number: (local) => new Date(local).getUTCFullYear() * 12 + new Date(local).getUTCMonth(),
    name: (month) => `${pad(Math.floor(month / 12), 4)}-${pad((month % 12) + 1)}`,
  },
};

/** The number of the bucket that an instant falls into. */
export function timeBucketOf(unit: Unit, at: number, offsets: ZoneOffsets): number {
  const offset = offsetAt(at, offsets);
  return CALENDARS[unit].number(at + offset, offset);
}

/** The offset of an hour's own times. Where it changes by half an hour, an hour can begin before the change. */
function offsetOfHour(instant: number, offsets: ZoneOffsets): number {
  const offset = offsetAt(instant, offsets);
  return (instant + offset) % HOUR === 0 ? offset : offsetAt(instant + HOUR - 1, offsets);
}

/** The name of a bucket: `2026-10-25T02:00:00+01:00`, `2026-10-25`, a week's Monday `2026-10-19`, or `2026-10`. */
export function timeBucketName(unit: Unit, bucket: number, offsets: ZoneOffsets): string {
  return CALENDARS[unit].name(bucket, unit === 'hour' ? offsetOfHour(bucket, offsets) : 0);
}

/** All buckets from `first` to `last`, both included; undefined if there are more than `most`. */
export function bucketsBetween(
  unit: Unit,
  first: number,
  last: number,
  offsets: ZoneOffsets,
  most: number,
): number[] | undefined {
  if (unit !== 'hour') {
    if (last - first >= most) return undefined;
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  }
  if (last - first >= most * HOUR) return undefined;
  const buckets = new Set<number>();
  // Between two changes of the offset, buckets begin an hour apart.
  const changes = offsets.map(({ from }) => from).filter((from) => from > first && from <= last);
  for (const [index, start] of [first, ...changes].entries()) {
    const end = changes[index] ?? last + 1;
    for (let at = timeBucketOf('hour', start, offsets); at < end; at += HOUR) buckets.add(at);
  }
  return [...buckets].sort((a, b) => a - b);
}
