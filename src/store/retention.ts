/** Deletes single hits once their days are old, in steps small enough that nobody waits (docs/adr/0010-retention.md). */
import { type SQL, sql } from 'drizzle-orm';
import { MISSES_DAYS, oldestDay } from '../stats/retention.ts';
import type { Engine, Reader } from './engine.ts';
import { DAY } from './judged.ts';
import { createCoarsening } from './retention-sums.ts';

const raw = (value: number) => sql.raw(String(value));

/** Rows per step: 0.3 µs each, so a step is over in less than a millisecond. */
const STEP = 1_000;

// Only folded hits have their quarter-hour there, so none goes uncounted, however late it came.
/** The first hit, from one of a quarter-hour on, in the quarter-hours of days that are kept as wholes. */
const nextHits = (quarter: number, from: number) => sql`SELECT quarter, before, first, last FROM (
  SELECT q.quarter, s.coarse_day * ${raw(DAY)} AS before, q.last_id AS last, (SELECT min(h.id) FROM hits h
    WHERE h.id BETWEEN CASE WHEN q.quarter = ${quarter} THEN ${from} ELSE q.first_id END AND q.last_id) AS first
  FROM fold_state s CROSS JOIN quarter_ids q ON q.quarter >= ${quarter} AND q.quarter < s.coarse_day * 96
  ORDER BY q.quarter) WHERE first IS NOT NULL LIMIT 1`;

const missesBefore = (day: number): { any: SQL; step: SQL } => {
  const old = sql`SELECT day, domain, slug FROM misses WHERE day < ${day} LIMIT ${raw(STEP)}`;
  return { any: sql`${old}`, step: sql`DELETE FROM misses WHERE (day, domain, slug) IN (${old})` };
};

/**
 * Each call is one step of a round, at `now` (UTC milliseconds); false once the round is over. Raw hits go of the days
 * that the sums keep as wholes, which `sums` tells; unknown slugs after 90 days.
 */
export function createExpiry({ atomic, read }: Engine, sums: Reader): (now: number) => Promise<boolean> {
  // Hits before have been looked at in this round.
  let [quarter, from] = [0, 0];

  const deleteHits = async () => {
    const [rows = []] = await sums.read([nextHits(quarter, from)]);
    const found = rows[0];
    [quarter, from] = found ? [Number(found.quarter), Number(found.first) + STEP] : [0, 0];
    if (!found) return false;
    const ids = sql`id BETWEEN ${found.first} AND ${Math.min(from - 1, Number(found.last))}`;
    await atomic([sql`DELETE FROM hits WHERE ${ids} AND at < ${found.before}`]);
    return true;
  };

  const deleteMisses = async (now: number) => {
    const { any, step } = missesBefore(Math.floor(now / DAY) - MISSES_DAYS);
    const [left = []] = await read([any]);
    if (left.length > 0) await atomic([step]);
    return left.length > 0;
  };

  return async (now) => (await deleteHits()) || (await deleteMisses(now));
}

/**
 * All of it where one database holds everything: each call is one step at `now` (UTC milliseconds), false once nothing
 * is left. Single hits are kept for `months` by the calendar.
 */
export function createRetention(engine: Engine, months: number): (now: number) => Promise<boolean> {
  const expire = createExpiry(engine, engine);
  const coarsen = createCoarsening(engine);
  return async (now) => (await expire(now)) || (await coarsen(oldestDay(now, months)));
}
