/** Deletes single hits and shares of compacted days and old unknown slugs, in steps small enough to delay no redirect. */
import { type SQL, sql } from 'drizzle-orm';
import { UNKNOWN_SLUG_DAYS } from '../../stats/retention.ts';
import { dayOf } from '../../time.ts';
import { hits, unknownSlugs } from '../schema/hits.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import {
  COMPACTED_AT,
  COMPACTED_HOUR,
  ROLLED_UP_TO_ID,
  SELECT_PROGRESS,
  SHARES_UP_TO_ID,
  stateIn,
} from '../sums/progress-row.ts';
import { unusedReferrers } from './referrers.ts';

/** Rows per step: at 0.3 µs each, a step takes less than a millisecond. */
const STEP = 1_000;

/**
 * Selects the next hit to delete in the hours of compacted days, beginning at the id `from` in `hour`. The index
 * contains only these hours, in order. Their ranges of ids contain only rolled-up hits, so no hit is deleted uncounted,
 * however late it arrived.
 */
const nextHits = (hour: number, from: number): SQL => sql`SELECT hour, before, first, last FROM (
  SELECT s.time AS hour, ${COMPACTED_AT} AS before, min(s.last_hit_id, ${ROLLED_UP_TO_ID}) AS last,
    (SELECT min(h.id) FROM hits h WHERE h.at < ${COMPACTED_AT} AND h.id BETWEEN
      CASE WHEN s.time = ${hour} THEN ${from} ELSE s.first_hit_id END AND min(s.last_hit_id, ${ROLLED_UP_TO_ID})) AS first
  FROM sums s INDEXED BY sums_hits WHERE s.last_hit_id IS NOT NULL AND s.time >= ${hour}
    AND s.time < ${COMPACTED_HOUR}
  ORDER BY s.time) WHERE first IS NOT NULL LIMIT 1`;

/**
 * Each call is one step of a pass, at `now` (UTC milliseconds); false once the pass is complete. Unknown slugs are
 * deleted after 90 days, and rare referrers once no hit and no sum has them. `all` reads the sums as well.
 */
export function createCompactedPurge(
  { atomic, read }: Engine,
  all: Reader,
): (now: number) => Promise<boolean> {
  // In this pass, hits before this position are done.
  let next = { hour: 0, from: 0 };

  const deleteHits = async () => {
    const [rows = []] = await all.read([nextHits(next.hour, next.from)]);
    const found = rows[0];
    next = found ? { hour: Number(found.hour), from: Number(found.first) + STEP } : { hour: 0, from: 0 };
    if (!found) return false;
    const ids = sql`${hits.id} BETWEEN ${found.first} AND ${Math.min(next.from - 1, Number(found.last))}`;
    await atomic([sql`DELETE FROM ${hits} WHERE ${ids} AND ${hits.at} < ${found.before}`]);
    return true;
  };

  const deleteUnknownSlugs = async (now: number) => {
    const day = dayOf(now) - UNKNOWN_SLUG_DAYS;
    const old = sql`SELECT day, domain, slug FROM ${unknownSlugs} WHERE ${unknownSlugs.day} < ${day} LIMIT ${raw(STEP)}`;
    const [left = []] = await read([old]);
    if (left.length > 0)
      await atomic([sql`DELETE FROM ${unknownSlugs} WHERE (day, domain, slug) IN (${old})`]);
    return left.length > 0;
  };

  const deleteReferrers = async () => {
    const [state] = await all.read([SELECT_PROGRESS]);
    const [rows = []] = await read([unusedReferrers(stateIn(state).compactedDay)]);
    const ids = JSON.stringify(rows.map(({ id }) => id));
    if (rows.length > 0)
      await atomic([sql`DELETE FROM referrers WHERE id IN (SELECT value FROM json_each(${ids}))`]);
    return rows.length > 0;
  };

  // Only shares that are in the sums, the oldest by id: one with a wrong time in the future stays and does not stop the others.
  const deleteShares = async () => {
    const [rows = []] = await all.read([
      sql`SELECT id FROM (SELECT id, at FROM shares ORDER BY id LIMIT ${raw(STEP)}) WHERE at < ${COMPACTED_AT}
        AND id <= ${SHARES_UP_TO_ID}`,
    ]);
    const ids = JSON.stringify(rows.map(({ id }) => id));
    if (rows.length > 0)
      await atomic([sql`DELETE FROM shares WHERE id IN (SELECT value FROM json_each(${ids}))`]);
    return rows.length > 0;
  };

  return async (now) =>
    (await deleteShares()) ||
    (await deleteHits()) ||
    (await deleteReferrers()) ||
    (await deleteUnknownSlugs(now));
}
