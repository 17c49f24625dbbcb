/** Deletes hits that do not count any more, in steps small enough that nobody waits for them. */
import { type SQL, sql } from 'drizzle-orm';
import type { Engine, Reader } from '../sql/engine.ts';

/** Ids per step: 0.3 µs a row, so a step is over in a few milliseconds. */
const STEP = 5_000;
const LINKS_AT_ONCE = sql.raw('100');
/** Fewer: each row is held against its link's own bound. */
const ERASED_AT_ONCE = sql.raw('20');
/** Hits of requests that were under way when their link was deleted are written by then. */
const SETTLED_MS = 60_000;

// Two questions, each of which looks at one row: asked for both at once, SQLite reads them all.
const IDS = sql`SELECT coalesce((SELECT min(id) FROM hits), 1) AS first, coalesce((SELECT max(id) FROM hits), 0) AS last`;

/** One walk over all hits, for some links. */
interface Pass {
  next: number;
  last: number;
  /** Selects the hits that are deleted. */
  which: SQL;
  /** Notes that the walk is over. */
  done: SQL;
}

type Begin = (now: number) => Promise<Pass | undefined>;

/** All hits of deleted links that the sums have been rid of. */
const deletedLinks =
  ({ read }: Reader): Begin =>
  async (now) => {
    const [links = [], ids = []] = await read([
      sql`SELECT l.id FROM links l JOIN erasures e ON e.link_id = l.id AND e.hit_id = ${Number.MAX_SAFE_INTEGER}
        WHERE l.deleted_at < ${now - SETTLED_MS} AND l.deleted_at IS NOT NULL AND l.hits_deleted_at IS NULL
        ORDER BY l.deleted_at, l.id LIMIT ${LINKS_AT_ONCE}`,
      IDS,
    ]);
    if (links.length === 0) return undefined;
    const list = sql`(SELECT value FROM json_each(${JSON.stringify(links.map(({ id }) => id))}))`;
    return {
      next: Number(ids[0]?.first),
      last: Number(ids[0]?.last),
      which: sql`link_id IN ${list}`,
      done: sql`UPDATE links SET hits_deleted_at = ${now} WHERE id IN ${list}`,
    };
  };

/** Erased hits, of links that go on, once they are out of the sums. No id up to `erased_id` is ever given again. */
const erasedHits =
  ({ read }: Reader): Begin =>
  async () => {
    const [links = [], ids = []] = await read([
      sql`SELECT l.id, l.erased_id FROM erasures e JOIN links l ON l.id = e.link_id
        WHERE l.erased_id > 0 AND l.erased_id > l.swept_id AND l.erased_id <= e.hit_id AND l.deleted_at IS NULL LIMIT ${ERASED_AT_ONCE}`,
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
      done: sql`UPDATE links SET swept_id = erased.value ->> 1
        FROM json_each(${list}) erased WHERE links.id = erased.value ->> 0`,
    };
  };

/**
 * Each call is one step at `now` (UTC milliseconds); false once nothing is left. What is deleted is in no count
 * any more. `all` reads the sums as well.
 */
export function createSweep({ atomic }: Engine, all: Reader): (now: number) => Promise<boolean> {
  const jobs = [deletedLinks(all), erasedHits(all)];
  let pass: Pass | undefined;

  const begin: Begin = async (now) => {
    for (const job of jobs) {
      const found = await job(now);
      if (found) return found;
    }
    return undefined;
  };

  return async (now) => {
    pass ??= await begin(now);
    if (!pass) return false;
    const { next, last, which, done } = pass;
    if (next > last) {
      pass = undefined;
      await atomic([done]);
      return true;
    }
    await atomic([sql`DELETE FROM hits WHERE id BETWEEN ${next} AND ${next + STEP - 1} AND ${which}`]);
    pass = { ...pass, next: next + STEP };
    return true;
  };
}
