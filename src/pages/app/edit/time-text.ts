/** Times as fields of forms have them: to the minute, in the member's zone, such as `2026-05-12T08:30`. */
import { Temporal } from 'temporal-polyfill';
import { type BrokenRule, broken } from '../../../broken-rule.ts';

export const timeText = (at: number | null, zone: string): string =>
  at === null
    ? ''
    : Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' });

/** UTC milliseconds; null for a text that is not a time. */
export function parseTime(text: string, zone: string): number | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' }).toZonedDateTime(zone)
      .epochMilliseconds;
  } catch {
    return null;
  }
}

export const timeRule = (text: string, zone: string): BrokenRule | null =>
  text === '' || parseTime(text, zone) !== null ? null : broken('time');
