/**
 * All jobs on the sums, in steps. On Node they run in the only thread that writes `sums.db`, at the edge in the queue
 * consumer and cron.
 */

import { type SQL, sql } from 'drizzle-orm';
import {
  type ClockReading,
  type ClockState,
  DAY_CLOSES_AFTER_MS,
  readClock,
} from '../../sums/trusted-clock.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull } from '../sql/values.ts';
import { createDayClosing } from './close-days.ts';
import { createCompaction } from './compact-days.ts';
import { COMPACTED_AT, COMPACTED_HOUR, isVersionConflict, SHARES_UP_TO_ID } from './progress-row.ts';
import { rebuildStatements } from './rebuild.ts';
import { createRollUp, HITS_PER_SLICE, type RollUpOptions } from './roll-up.ts';
import { createErasureSubtraction } from './subtract-erased.ts';

export { HITS_PER_SLICE };

export interface SumsRunner {
  /** Rolls up one slice; answers how many ids of hits and shares it advanced, 0 if nothing is left. */
  rollUp(): Promise<number>;
  /**
   * Whether a slice is full at `now` (UTC milliseconds), or something has waited so long for its roll-up that it should
   * wait no longer. Fuller slices write fewer rows, and statistics include what waits.
   */
  isRollUpDue(now: number): Promise<boolean>;
  /** One step of closing the UTC days before `today`; false if there is nothing to do. */
  closeDays(today: number): Promise<boolean>;
  /** One step of subtracting deleted links and erased hits and shares from the sums; false if there is nothing to do. */
  subtractErased(): Promise<boolean>;
  /** One step of compacting the UTC days before `day`; false if there is nothing to do now. */
  compactDays(day: number): Promise<boolean>;
  /**
   * Deletes all sums except those of compacted days and adds up hits and shares again; `onProgress` receives how many ids
   * each slice advanced.
   */
  rebuild(onProgress?: (ids: number) => void | Promise<void>): Promise<void>;
  /** Checks the clock, which shows `now` (UTC milliseconds), and stores what later checks compare it with. */
  checkClock(now: number): Promise<Clock>;
  /** The same without storing anything. */
  peekClock(now: number): Promise<Clock>;
}

export type Clock = Pick<ClockReading, 'trusted' | 'off'>;

const TRIES = 5;

/** Repeats a step if another writer of the sums came first, because what the step had read is outdated. */
const retryOnConflict =
  <Given extends unknown[], Answer>(step: (...given: Given) => Promise<Answer>) =>
  async (...given: Given): Promise<Answer> => {
    for (let tries = 1; ; tries++) {
      try {
        return await step(...given);
      } catch (error) {
        if (!isVersionConflict(error) || tries === TRIES) throw error;
      }
    }
  };

/** Hits among which the newest one is looked for, as the last ones may have been delivered late. */
const NEWEST_HITS = raw(100);
const CLOCK = sql`SELECT clock_at, round_at, clock_rounds, clock_budget,
  (SELECT max(at) FROM hits WHERE id > (SELECT max(id) FROM hits) - ${NEWEST_HITS}) AS newest_hit FROM sums_state`;
const storeClock = ({ clockAt, roundAt, rounds, budget }: ClockState): SQL =>
  sql`UPDATE sums_state SET clock_at = ${clockAt}, round_at = ${roundAt}, clock_rounds = ${rounds},
    clock_budget = ${budget}`;
/** Deletes hits and shares of compacted days that are left over: the day rows already count them. */
const LEFT_OVER = [
  sql`DELETE FROM hits WHERE id IN (SELECT h.id FROM sums_state state
  CROSS JOIN sums s INDEXED BY sums_hits ON s.last_hit_id IS NOT NULL AND s.time < ${COMPACTED_HOUR}
  CROSS JOIN hits h ON h.id BETWEEN s.first_hit_id AND s.last_hit_id AND +h.id <= state.hit_id
    AND h.at < ${COMPACTED_AT})`,
  sql`DELETE FROM shares WHERE at < ${COMPACTED_AT} AND id <= ${SHARES_UP_TO_ID}`,
];

/** How long a hit or share may wait until a slice is full: not longer than its day is open after its end. */
const MAX_WAIT_MS = DAY_CLOSES_AFTER_MS;
const WAITING = sql`SELECT (SELECT max(id) FROM hits) - hit_id AS hits,
  (SELECT at FROM hits WHERE id > hit_id ORDER BY id LIMIT 1) AS hit_at,
  (SELECT at FROM shares WHERE id > share_id ORDER BY id LIMIT 1) AS share_at FROM sums_state`;

const raiseHitId = (hitId: number): SQL =>
  sql`UPDATE sums_state SET version = version + 1, hit_id = max(hit_id, ${hitId})`;

export function createSumsRunner(engine: Engine, options: RollUpOptions = {}): SumsRunner {
  const { size = HITS_PER_SLICE } = options;
  const rollUp = retryOnConflict(createRollUp(engine, options));
  const clockReading = async (now: number): Promise<ClockReading> => {
    const [rows] = await engine.read([CLOCK]);
    const { clock_at, round_at, clock_rounds, clock_budget, newest_hit } = rows?.[0] ?? {};
    const state = {
      clockAt: Number(clock_at ?? 0),
      roundAt: Number(round_at ?? 0),
      rounds: Number(clock_rounds ?? 0),
      budget: Number(clock_budget ?? 0),
    };
    return readClock(state, now, numberOrNull(newest_hit));
  };
  return {
    rollUp,
    async isRollUpDue(now) {
      const [rows] = await engine.read([WAITING]);
      const { hits, hit_at, share_at } = rows?.[0] ?? {};
      // A clock may have been wrong: what is from the future does not wait either.
      const hasWaited = [hit_at, share_at]
        .map(numberOrNull)
        .some((at) => at !== null && Math.abs(now - at) >= MAX_WAIT_MS);
      return hasWaited || Number(hits ?? 0) >= size;
    },
    closeDays: retryOnConflict(createDayClosing(engine)),
    subtractErased: retryOnConflict(createErasureSubtraction(engine)),
    compactDays: retryOnConflict(createCompaction(engine)),
    async rebuild(onProgress) {
      const [states] = await engine.read([sql`SELECT hit_id FROM sums_state`]);
      await engine.atomic(LEFT_OVER);
      await engine.atomic(rebuildStatements);
      for (let ids = await rollUp(); ids > 0; ids = await rollUp()) await onProgress?.(ids);
      // The newest hits may be deleted already: their ids must not be used again.
      await engine.atomic([raiseHitId(Number(states?.[0]?.hit_id ?? 0))]);
    },
    async checkClock(now) {
      const { trusted, off, next } = await clockReading(now);
      if (next) await engine.atomic([storeClock(next)]);
      return { trusted, off };
    },
    peekClock: clockReading,
  };
}
