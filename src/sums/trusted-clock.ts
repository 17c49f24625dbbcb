/**
 * The time that jobs which delete by age may trust. A clock that has jumped, ahead or back, has to run on steadily for
 * a day before it counts (docs/adr/0021-a-clock-must-be-confirmed.md).
 */
import { DAY, dayOf, HOUR, MINUTE } from '../time.ts';

/** A check that is stored, about once an hour. A later one than `LONGEST_ROUND_MS` follows a stop or a jump. */
const ROUND_MS = HOUR;
const LONGEST_ROUND_MS = 2 * HOUR;
/** Steps of at most two days in all, as after short stops, need no confirmation. Steady rounds give the time back. */
const MAX_BUDGET_MS = 2 * DAY - LONGEST_ROUND_MS;
const EARNED_PER_ROUND_MS = 5 * HOUR;
/** A clock set back by no more than this is still the same clock. */
const LONGEST_STEP_BACK_MS = DAY;
/** A clock that has jumped is confirmed by so many steady rounds. */
const CONFIRMING_ROUNDS = 24;
/** After a jump or a long stop, data ages at most a week per day. */
const AGING_PER_ROUND_MS = 7 * ROUND_MS;

/** The sums close a day this long after midnight, because hits that are stored late may still change its counts. */
export const DAY_CLOSES_AFTER_MS = 10 * MINUTE;

/** The first UTC day that the sums keep open at `now` (UTC milliseconds). */
export const firstOpenDay = (now: number): number => dayOf(now - DAY_CLOSES_AFTER_MS);

/** Times are UTC milliseconds. */
export interface ClockState {
  /** The newest confirmed time, by which data ages; 0: none yet. */
  clockAt: number;
  /** What the clock showed at the last stored check; 0: none yet. */
  roundAt: number;
  /** How many steady rounds there were since the clock last jumped. */
  rounds: number;
  /** By how many milliseconds the clock may still step ahead without a confirmation. */
  budget: number;
}

/** UTC milliseconds. */
export interface TrustedTime {
  /** The time of the clock. The hashes and salts of visitors are forgotten by it. */
  now: number;
  /** The time by which days and hits are old. Earlier than `now` while it follows a jump or a long stop. */
  agingAt: number;
}

export interface ClockReading {
  /** Null while the clock is not confirmed: nothing may be deleted by age. */
  trusted: TrustedTime | null;
  /** How far the clock is ahead of (or, negative, behind) the newest confirmed time, in milliseconds; 0 if they agree. */
  off: number;
  /** The state to store; null if it is unchanged. */
  next: ClockState | null;
}

/**
 * Checks the clock; to be called at least once an hour. `newestHitAt` is the time of the newest stored hit or null: the
 * first check compares the clock with it.
 */
export function readClock(state: ClockState, now: number, newestHitAt: number | null): ClockReading {
  const isFirst = state.roundAt === 0;
  const known = isFirst ? firstState(state.clockAt || newestHitAt || now, now) : state;
  const round = addRound(known, now);
  const { next, ...reading } = isNear(known, now) ? agree(known, round, now) : doubt(known, round, now);
  return { ...reading, next: isFirst || round.isOver ? next : null };
}

/** What the step from the newest confirmed time takes from the budget. */
const costOf = (clockAt: number, now: number) => Math.max(0, now - clockAt - LONGEST_ROUND_MS);

const isNear = ({ clockAt, budget }: ClockState, now: number): boolean =>
  now - clockAt >= -LONGEST_STEP_BACK_MS && costOf(clockAt, now) <= budget;

/** A clock that is near the newest confirmed time. */
function agree({ clockAt, budget }: ClockState, { isSteady, ...round }: Round, now: number) {
  // After a jump there and back, only the time that has really passed is paid for.
  const left = isSteady ? round.budget : budget - costOf(clockAt, now);
  const next = { clockAt: Math.max(now, clockAt), roundAt: now, rounds: round.rounds, budget: left };
  return { trusted: { now, agingAt: now }, off: 0, next };
}

/** A clock that is far from the newest confirmed time. */
function doubt({ clockAt }: ClockState, { isOver, rounds, budget }: Round, now: number) {
  const next = { clockAt, roundAt: now, rounds, budget };
  if (rounds < CONFIRMING_ROUNDS) return { trusted: null, off: now - clockAt, next };
  // What is behind the newest confirmed time has aged before.
  if (now < clockAt) return { trusted: { now, agingAt: now }, off: 0, next };
  const agingAt = isOver ? Math.min(now, clockAt + AGING_PER_ROUND_MS) : clockAt;
  return { trusted: { now, agingAt }, off: now - clockAt, next: { ...next, clockAt: agingAt } };
}

const firstState = (clockAt: number, now: number): ClockState => ({
  clockAt,
  roundAt: now,
  rounds: 0,
  budget: MAX_BUDGET_MS,
});

interface Round extends Pick<ClockState, 'rounds' | 'budget'> {
  /** Whether the check is to be stored. */
  isOver: boolean;
  isSteady: boolean;
}

/** What a check adds to the rounds: nothing within the hour, one round after it; after a jump they start again. */
function addRound({ roundAt, rounds, budget }: ClockState, now: number): Round {
  const step = now - roundAt;
  const excess = costOf(roundAt, now);
  const isSteady = step >= -LONGEST_STEP_BACK_MS && excess <= budget;
  if (!isSteady) return { isOver: true, isSteady, rounds: 0, budget };
  if (Math.abs(step) < ROUND_MS) return { isOver: false, isSteady, rounds, budget };
  const isRound = step > 0 && excess === 0;
  const earned = isRound ? EARNED_PER_ROUND_MS : 0;
  return {
    isOver: true,
    isSteady,
    rounds: rounds + (isRound ? 1 : 0),
    budget: Math.min(MAX_BUDGET_MS, budget - excess + earned),
  };
}
