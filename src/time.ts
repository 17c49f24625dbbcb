/** Units of time, and how days and instants are written. Instants are UTC milliseconds. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const QUARTER_HOUR = 15 * MINUTE;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const HOURS_PER_DAY = 24;

/** The number of the UTC day of an instant, counted from 1 January 1970. */
export const dayOf = (at: number): number => Math.floor(at / DAY);

export const dayOfOrNull = (at: number | null): number | null => (at === null ? null : dayOf(at));

/** `2026-10-07` for the number of a UTC day. */
export const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

// Lists often repeat one instant: what is created together has the same times.
const newest = { at: Number.NaN, text: '' };

/** `2026-10-07T08:30:00.000Z` for an instant. */
export function isoTime(at: number): string {
  if (at !== newest.at) Object.assign(newest, { at, text: new Date(at).toISOString() });
  return newest.text;
}

export const isoTimeOrNull = (at: number | null): string | null => (at === null ? null : isoTime(at));
