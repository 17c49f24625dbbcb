/** Deletes hits and shares that no longer count, in steps small enough to delay no redirect. */

import { type SQL, sql } from 'drizzle-orm';
import { MINUTE } from '../../time.ts';
import { jsonList } from '../sql/conditions.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** Ids per step: at 0.3 µs a row, a step takes a few milliseconds. */
const STEP = 5_000;
const LINKS_AT_ONCE = raw(100);
/** Fewer, because each row is compared with the bound of its own link. */
const ERASED_AT_ONCE = raw(20);
/** Hits of requests that were under way when their link was deleted are written by then, whatever the clock did. */
const SETTLED_MS = MINUTE;

// Each subquery reads one row. With min and max in one query, SQLite would read all rows.
const IDS = sql`SELECT coalesce((SELECT min(id) FROM hits), 1) AS first, coalesce((SELECT max(id) FROM hits), 0) AS last`;

/** One pass over all hits, and over the shares of deleted links. */
interface PurgePass {
  next: number;
  last: number;
  /** The condition on the hits to delete. */
  which: SQL;
  /** The condition on the shares to delete; null for none. */
  shares: SQL | null;
  /** Records that the pass is complete. */
  done: SQL;
}

type Begin = (now: number) => Promise<PurgePass | undefined>;

/** Begins a pass over all hits and shares of deleted links that have been subtracted from the sums. */
const deletedLinks =
  ({ read }: Reader): Begin =>
  async (now) => {
    const [links = [], ids = []] = await read([
      sql`SELECT l.id FROM links l JOIN erasures e ON e.link_id = l.id AND e.hit_id = ${Number.MAX_SAFE_INTEGER}
        WHERE l.deleted_at NOT BETWEEN ${now - SETTLED_MS} AND ${now + SETTLED_MS} AND l.deleted_at IS NOT NULL
          AND l.hits_purged_at IS NULL
        ORDER BY l.deleted_at, l.id LIMIT ${LINKS_AT_ONCE}`,
      IDS,
    ]);
    if (links.length === 0) return undefined;
    const list = jsonList(links.map(({ id }) => id));
    return {
      next: Number(ids[0]?.first),
      last: Number(ids[0]?.last),
      which: sql`link_id IN ${list}`,
      shares: sql`link_id IN ${list}`,
      done: sql`UPDATE links SET hits_purged_at = ${now} WHERE id IN ${list}`,
    };
  };

/**
 * Begins a pass over erased hits of live links, once they have been subtracted from the sums. Ids up to `erased_id`
 * are not used again.
 */
const erasedHits =
  ({ read }: Reader): Begin =>
  async () => {
    const [links = [], ids = []] = await read([
      sql`SELECT l.id, l.erased_id FROM erasures e JOIN links l ON l.id = e.link_id
        WHERE l.erased_id > 0 AND l.erased_id > l.purged_id AND l.erased_id <= e.hit_id AND l.deleted_at IS NULL LIMIT ${ERASED_AT_ONCE}`,
      IDS,
    ]);
    if (links.length === 0) return undefined;
    const newest = new Map(links.map((link) => [Number(link.id), Number(link.erased_id)]));
    const list = JSON.stringify([...newest]);
    const upTo = sql`(SELECT value ->> 1 FROM json_each(${list}) WHERE value ->> 0 = link_id)`;
    return {
      next: Number(ids[0]?.first),
      last: Math.min(Number(ids[0]?.last), Math.max(...newest.values())),
      which: sql`link_id IN (SELECT value ->> 0 FROM json_each(${list})) AND id <= ${upTo}`,
      shares: null, // they were deleted when they were erased
      done: sql`UPDATE links SET purged_id = erased.value ->> 1
        FROM json_each(${list}) erased WHERE links.id = erased.value ->> 0`,
    };
  };

/**
 * Each call is one step at `now` (UTC milliseconds); false once nothing is left. The deleted hits are in no count.
 * `all` reads the sums as well.
 */
export function createDeletedPurge({ atomic }: Engine, all: Reader): (now: number) => Promise<boolean> {
  const jobs = [deletedLinks(all), erasedHits(all)];
  let pass: PurgePass | undefined;

  const begin: Begin = async (now) => {
    for (const job of jobs) {
      const found = await job(now);
      if (found) return found;
    }
    return undefined;
  };

  const deleteShares = async (which: SQL) => {
    const [rows = []] = await all.read([sql`SELECT id FROM shares WHERE ${which} LIMIT ${raw(STEP)}`]);
    if (rows.length > 0)
      await atomic([sql`DELETE FROM shares WHERE id IN ${jsonList(rows.map(({ id }) => id))}`]);
    return rows.length > 0;
  };

  return async (now) => {
    pass ??= await begin(now);
    if (!pass) return false;
    const { next, last, which, shares, done } = pass;
    if (next > last) {
      if (shares !== null && (await deleteShares(shares))) return true;
      pass = undefined;
      await atomic([done]);
      return true;
    }
    await atomic([sql`DELETE FROM hits WHERE id BETWEEN ${next} AND ${next + STEP - 1} AND ${which}`]);
    pass = { ...pass, next: next + STEP };
    return true;
  };
}
