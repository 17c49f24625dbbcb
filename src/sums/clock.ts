/** Which time may be trusted by jobs that delete: a clock that jumped ahead is waited out (docs/adr/0020). */
import { DAY, dayOf, HOUR } from '../time.ts';

/** A clock further ahead than this of the newest trusted time has jumped, or nobody looked at it for as long. */
const LONGEST_STEP_MS = 2 * DAY;
/** A clock that has jumped is trusted once it has gone on for so long from there. */
const CONFIRMED_AFTER_MS = DAY;

/** A day ends for the sums so long after midnight: hits that are stored late may still change what it counts. */
const DAY_SETTLES_MS = 10 * 60_000;

/** The first UTC day that the sums keep open at `now` (UTC milliseconds). */
export const firstOpenDay = (now: number): number => dayOf(now - DAY_SETTLES_MS);

/** UTC milliseconds: the newest trusted time (0: none yet), and when a clock that is far ahead was first seen. */
export interface ClockState {
  clockAt: number;
  jumpedAt: number | null;
}

/** `trusted`: the time to act by, null to wait. `next` is to be stored where it is not null. */
export interface ClockReading {
  trusted: number | null;
  next: ClockState | null;
}

/**
 * Looks at the clock at least once an hour. Time goes on by at most two days from one look to the next, so a clock set
 * ahead by years deletes nothing, and neither does the first look after a long stop: a day later it is trusted.
 */
export function readClock({ clockAt, jumpedAt }: ClockState, now: number): ClockReading {
  const accept = (at: number): ClockReading => {
    const isNews = jumpedAt !== null || at - clockAt >= HOUR;
    return { trusted: now, next: isNews ? { clockAt: Math.max(at, clockAt), jumpedAt: null } : null };
  };
  if (clockAt === 0 || now - clockAt <= LONGEST_STEP_MS) return accept(now);
  const isConfirmed = jumpedAt !== null && now - jumpedAt >= CONFIRMED_AFTER_MS;
  // Far from where it jumped to, it has jumped once more.
  if (isConfirmed && now - jumpedAt <= CONFIRMED_AFTER_MS + LONGEST_STEP_MS) return accept(now);
  const isFirst = jumpedAt === null || isConfirmed || now < jumpedAt;
  return { trusted: null, next: isFirst ? { clockAt, jumpedAt: now } : null };
}
