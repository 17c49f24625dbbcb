/** Days, weeks and hours as people in a time zone count them. All instants are UTC milliseconds. */
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { dayOf, HOUR, isoDay, MINUTE, QUARTER_HOUR } from '../time.ts';
import type { TimeDimension } from './dimensions.ts';

export type Unit = TimeDimension['unit'];
/**
 * Offsets of a zone in milliseconds, ascending. Each applies from its instant on, the first also to all time before.
 */
export type Offsets = { from: number; offset: number }[];

// Looking up the offsets of a zone costs more than counting most answers.
const MAX_ZONES = 500;
const zones = new LRUCache<string, true>({ max: MAX_ZONES });
const cachedOffsets = new LRUCache<string, Offsets>({ max: MAX_ZONES });

/** Whether this is a time zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  const named = !/^[+-]/.test(name);
  if (named) zones.set(name, true);
  return named;
}

/** The offsets of a zone between two instants. Answers are cached. */
export function zoneOffsets(timeZone: string, from: number, to: number): Offsets {
  const key = `${from} ${to} ${timeZone}`;
  const offsets = cachedOffsets.get(key) ?? findOffsets(timeZone, from, to);
  cachedOffsets.set(key, offsets);
  return offsets;
}

function findOffsets(timeZone: string, from: number, to: number): Offsets {
  const offsetAt = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
  const offsets: Offsets = [{ from, offset: offsetAt(from) }];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= to) return offsets;
    offsets.push({ from: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
    at = next;
  }
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
export const offsetAt = (at: number, offsets: Offsets): number =>
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
export function bucketOf(unit: Unit, at: number, offsets: Offsets): number {
  const offset = offsetAt(at, offsets);
  return CALENDARS[unit].number(at + offset, offset);
}

/** The name of a bucket: `2026-10-25T02:00:00+01:00`, `2026-10-25`, a week's Monday `2026-10-19`, or `2026-10`. */
export function bucketName(unit: Unit, bucket: number, offsets: Offsets): string {
  return CALENDARS[unit].name(bucket, unit === 'hour' ? offsetAt(bucket, offsets) : 0);
}

/** All buckets from `first` to `last`, both included; undefined if there are more than `most`. */
export function bucketsBetween(
  unit: Unit,
  first: number,
  last: number,
  offsets: Offsets,
  most: number,
): number[] | undefined {
  if (unit !== 'hour') {
    if (last - first >= most) return undefined;
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  }
  if (last - first >= most * HOUR) return undefined;
  const buckets = new Set<number>();
  // Some zones shift by half an hour: steps of an hour could skip a bucket.
  for (let at = first; at <= last; at += QUARTER_HOUR) buckets.add(bucketOf('hour', at, offsets));
  buckets.add(last);
  return [...buckets].sort((a, b) => a - b);
}
