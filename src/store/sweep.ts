/** Deletes the raw hits of deleted links, in steps small enough that nobody waits for them. */
import { sql } from 'drizzle-orm';
import type { Engine } from './engine.ts';

/** Ids per step: 0.3 µs a row, so a step is over in a few milliseconds. */
const STEP = 5_000;
const LINKS_AT_ONCE = 100;
// Hits of requests that were under way when their link was deleted are written by then.
const SETTLED_MS = 60_000;

interface Round {
  links: string;
  next: number;
  last: number;
}

/**
 * Each call is one step at `now` (UTC milliseconds); false once nothing is left. What is deleted is in no count
 * any more: the fold and every read pass over the hits of deleted links.
 */
export function createSweep({ atomic, read }: Engine): (now: number) => Promise<boolean> {
  let round: Round | undefined;

  const begin = async (now: number): Promise<Round | undefined> => {
    const [links = [], ids = []] = await read([
      sql`SELECT id FROM links WHERE deleted_at < ${now - SETTLED_MS} AND hits_deleted_at IS NULL
        ORDER BY id LIMIT ${sql.raw(String(LINKS_AT_ONCE))}`,
      sql`SELECT coalesce(min(id), 1) AS first, coalesce(max(id), 0) AS last FROM hits`,
    ]);
    if (links.length === 0) return undefined;
    const list = JSON.stringify(links.map(({ id }) => id));
    return { links: list, next: Number(ids[0]?.first), last: Number(ids[0]?.last) };
  };

  return async (now) => {
    round ??= await begin(now);
    if (!round) return false;
    const { links, next, last } = round;
    const ours = sql`(SELECT value FROM json_each(${links}))`;
    if (next > last) {
      round = undefined;
      await atomic([sql`UPDATE links SET hits_deleted_at = ${now} WHERE id IN ${ours}`]);
      return true;
    }
    const window = sql`BETWEEN ${next} AND ${next + STEP - 1}`;
    await atomic([
      sql`DELETE FROM hit_visitors WHERE (day, hit_id) IN
        (SELECT at / 86400000, id FROM hits WHERE id ${window} AND link_id IN ${ours})`,
      sql`DELETE FROM hits WHERE id ${window} AND link_id IN ${ours}`,
    ]);
    round = { ...round, next: next + STEP };
    return true;
  };
}
