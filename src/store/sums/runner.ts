/** All work on the sums, in steps: on Node in the thread that alone writes `sums.db`, at the edge in consumers and cron. */
import { type SQL, sql } from 'drizzle-orm';
import { readClock } from '../../sums/clock.ts';
import { DAY } from '../../time.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { createDayClosing } from './close-days.ts';
import { createCompaction } from './compact-days.ts';
import { rebuildStatements } from './rebuild.ts';
import { createRollUp, SLICE } from './roll-up.ts';
import { isOvertaken } from './state.ts';
import { createErasureSubtraction } from './subtract-erased.ts';

export { SLICE };

export interface SumsRunner {
  /** Rolls up one slice; answers how many hit ids it moved on, 0 when nothing is left. */
  rollUp(): Promise<number>;
  /** One step of closing UTC days before `today`; false when there is nothing to do. */
  closeDays(today: number): Promise<boolean>;
  /** One step of taking deleted links and erased hits out of the sums; false when there is nothing to do. */
  subtractErased(): Promise<boolean>;
  /** One step of keeping UTC days before `day` by the day alone; false when there is nothing to do now. */
  compactDays(day: number): Promise<boolean>;
  /** Forgets all sums but those of compacted days and adds up the hits again; told how many ids each slice moved on. */
  rebuild(moved?: (ids: number) => void | Promise<void>): Promise<void>;
  /** The time to act by for jobs that delete; null while the clock is not trusted. `now` is UTC milliseconds. */
  trustedNow(now: number): Promise<number | null>;
}

const TRIES = 5;

/** Does a step again that another writer has overtaken: what it had read is old. */
const persistent =
  <Given extends unknown[], Answer>(step: (...given: Given) => Promise<Answer>) =>
  async (...given: Given): Promise<Answer> => {
    for (let tries = 1; ; tries++) {
      try {
        return await step(...given);
      } catch (error) {
        if (!isOvertaken(error) || tries === TRIES) throw error;
      }
    }
  };

const CLOCK = sql`SELECT clock_at, jumped_at FROM sums_state`;
const storeClock = (clockAt: number, jumpedAt: number | null): SQL =>
  sql`UPDATE sums_state SET clock_at = ${clockAt}, jumped_at = ${jumpedAt}`;
/** Hits of compacted days that were left over: they are in the rows of their days. */
const LEFT_OVER = sql`DELETE FROM hits WHERE id IN (SELECT h.id FROM sums_state state
  CROSS JOIN sums s INDEXED BY sums_hits ON s.last_hit_id IS NOT NULL AND s.time < state.compacted_day * 24
  CROSS JOIN hits h ON h.id BETWEEN s.first_hit_id AND s.last_hit_id AND +h.id <= state.hit_id
    AND h.at < state.compacted_day * ${raw(DAY)})`;

const keepHitId = (hitId: number): SQL =>
  sql`UPDATE sums_state SET version = version + 1, hit_id = max(hit_id, ${hitId})`;

/** `size`: hits of one slice. */
export function createSumsRunner(engine: Engine, size = SLICE): SumsRunner {
  const rollUp = persistent(createRollUp(engine, size));
  return {
    rollUp,
    closeDays: persistent(createDayClosing(engine)),
    subtractErased: persistent(createErasureSubtraction(engine)),
    compactDays: persistent(createCompaction(engine)),
    async rebuild(moved) {
      const [states] = await engine.read([sql`SELECT hit_id FROM sums_state`]);
      await engine.atomic([LEFT_OVER]);
      await engine.atomic(rebuildStatements);
      for (let ids = await rollUp(); ids > 0; ids = await rollUp()) await moved?.(ids);
      // The newest hits may be deleted already: their ids must not be given again.
      await engine.atomic([keepHitId(Number(states?.[0]?.hit_id ?? 0))]);
    },
    async trustedNow(now) {
      const [rows] = await engine.read([CLOCK]);
      const { clock_at: clockAt = 0, jumped_at: jumpedAt = null } = rows?.[0] ?? {};
      const { trusted, next } = readClock(
        { clockAt: Number(clockAt), jumpedAt: jumpedAt === null ? null : Number(jumpedAt) },
        now,
      );
      if (next) await engine.atomic([storeClock(next.clockAt, next.jumpedAt)]);
      return trusted;
    },
  };
}
