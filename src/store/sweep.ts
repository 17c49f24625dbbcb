/** Deletes raw hits that count no more, in steps small enough that nobody waits for them. */
import { type SQL, sql } from 'drizzle-orm';
import type { Engine, Reader } from './engine.ts';

/** Ids per step: 0.3 µs a row, so a step is over in a few milliseconds. */
const STEP = 5_000;
const LINKS_AT_ONCE = sql.raw('100');
/** Fewer: each row is held against its link's own bound. */
const ERASED_AT_ONCE = sql.raw('20');
// Hits of requests that were under way when their link was deleted are written by then.
const SETTLED_MS = 60_000;

// Two questions, each of which looks at one row: asked for both at once, SQLite reads them all.
const IDS = sql`SELECT coalesce((SELECT min(id) FROM hits), 1) AS first, coalesce((SELECT max(id) FROM hits), 0) AS last`;

/** One walk over all hits, for some links. */
interface Round {
  next: number;
  last: number;
  /** Of a hit: it goes. */
  which: SQL;
  /** Notes that the walk is over. */
  done: SQL;
}

type Begin = (now: number) => Promise<Round | undefined>;

/** All hits of links that were deleted. */
const deletedLinks =
  ({ read }: Engine): Begin =>
  async (now) => {
    const [links = [], ids = []] = await read([
      sql`SELECT id FROM links WHERE deleted_at < ${now - SETTLED_MS} AND hits_deleted_at IS NULL
        ORDER BY deleted_at, id LIMIT ${LINKS_AT_ONCE}`,
      IDS,
    ]);
    if (links.length === 0) return undefined;
    const ours = sql`(SELECT value FROM json_each(${JSON.stringify(links.map(({ id }) => id))}))`;
    return {
      next: Number(ids[0]?.first),
      last: Number(ids[0]?.last),
      which: sql`link_id IN ${ours}`,
      done: sql`UPDATE links SET hits_deleted_at = ${now} WHERE id IN ${ours}`,
    };
  };

// Those whose sums the fold has taken back already: it finds verdicts by the raw hits. Once they are gone, no id up to
// the link's `erased_id` will ever come again.
/** The hits that links live on without. */
const erasedHits =
  ({ read }: Reader): Begin =>
  async () => {
    const [links = [], ids = []] = await read([
      sql`SELECT l.id, l.erased_id FROM erased_links e JOIN links l ON l.id = e.link_id
        WHERE l.erased_id > 0 AND l.erased_id <= e.hit_id AND l.deleted_at IS NULL LIMIT ${ERASED_AT_ONCE}`,
      IDS,
    ]);
    if (links.length === 0) return undefined;
    const newest = new Map(links.map((link) => [Number(link.id), Number(link.erased_id)]));
    const list = JSON.stringify([...newest]);
    const ours = sql`(SELECT value ->> 0 FROM json_each(${list}))`;
    const upTo = sql`(SELECT value ->> 1 FROM json_each(${list}) WHERE value ->> 0 = link_id)`;
    return {
      next: Number(ids[0]?.first),
      last: Math.min(Number(ids[0]?.last), Math.max(...newest.values())),
      which: sql`link_id IN ${ours} AND id <= ${upTo}`,
      done: sql`UPDATE links SET erased_id = 0
        WHERE (id, erased_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${list}))`,
    };
  };

/**
 * Each call is one step at `now` (UTC milliseconds); false once nothing is left. What is deleted is in no count
 * any more: the fold and every read pass over the hits of deleted links and over erased ones. `sums` reads what the
 * fold has done.
 */
export function createSweep(engine: Engine, sums: Reader): (now: number) => Promise<boolean> {
  const chores = [deletedLinks(engine), erasedHits(sums)];
  let round: Round | undefined;

  const begin: Begin = async (now) => {
    for (const chore of chores) {
      const found = await chore(now);
      if (found) return found;
    }
    return undefined;
  };

  return async (now) => {
    round ??= await begin(now);
    if (!round) return false;
    const { next, last, which, done } = round;
    if (next > last) {
      round = undefined;
      await engine.atomic([done]);
      return true;
    }
    const hits = sql`id BETWEEN ${next} AND ${next + STEP - 1} AND ${which}`;
    await engine.atomic([
      sql`DELETE FROM hit_visitors WHERE (day, hit_id) IN (SELECT at / 86400000, id FROM hits WHERE ${hits})`,
      sql`DELETE FROM hits WHERE ${hits}`,
    ]);
    round = { ...round, next: next + STEP };
    return true;
  };
}
