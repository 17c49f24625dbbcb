/**
 * The time that jobs which delete by age may trust. After a jump ahead they wait until the clock is confirmed
 * (docs/adr/0020).
 */
import { DAY, dayOf, HOUR, MINUTE } from '../time.ts';

/** A clock this far ahead of the newest trusted time has jumped, or it was not checked for this long. */
const LONGEST_STEP_MS = 2 * DAY;
/** A clock that has jumped is trusted again after it has run on for this long. */
const CONFIRMED_AFTER_MS = DAY;

/** The sums close a day this long after midnight, because hits that are stored late may still change its counts. */
export const DAY_SETTLES_MS = 10 * MINUTE;

/** The first UTC day that the sums keep open at `now` (UTC milliseconds). */
export const firstOpenDay = (now: number): number => dayOf(now - DAY_SETTLES_MS);

/** UTC milliseconds: the newest trusted time (0: none yet), and when a clock far ahead of it was first seen. */
export interface ClockState {
  clockAt: number;
  jumpedAt: number | null;
}

/** `trusted` is the time to act by, null to wait. `next` is the state to store, null if it is unchanged. */
export interface ClockReading {
  trusted: number | null;
  next: ClockState | null;
}

/**
 * Checks the clock; to be called at least once an hour. A clock more than two days ahead of the last check is not
 * trusted until it has run on for a day. So nothing is deleted by a clock set ahead by years, nor right after a long
 * stop.
 */
export function readClock({ clockAt, jumpedAt }: ClockState, now: number): ClockReading {
  const accept = (at: number): ClockReading => {
    const isNews = jumpedAt !== null || at - clockAt >= HOUR;
    return { trusted: now, next: isNews ? { clockAt: Math.max(at, clockAt), jumpedAt: null } : null };
  };
  if (clockAt === 0 || now - clockAt <= LONGEST_STEP_MS) return accept(now);
  const isConfirmed = jumpedAt !== null && now - jumpedAt >= CONFIRMED_AFTER_MS;
  // If it is far from where it jumped to, it has jumped again.
  if (isConfirmed && now - jumpedAt <= CONFIRMED_AFTER_MS + LONGEST_STEP_MS) return accept(now);
  const isFirst = jumpedAt === null || isConfirmed || now < jumpedAt;
  return { trusted: null, next: isFirst ? { clockAt, jumpedAt: now } : null };
}
