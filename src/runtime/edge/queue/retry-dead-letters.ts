/** Stores parked hits after all, once D1 takes them. */

import { sql } from 'drizzle-orm';
import type { Deliveries } from '../../../store/hit-log/deliveries.ts';
import type { Engine } from '../../../store/sql/engine.ts';
import { DAY } from '../../../time.ts';
import { readMessage } from './message.ts';

/** Older ones wait for somebody to look at them. */
const TRIED_FOR = DAY;
const ROWS_AT_ONCE = 500;

/**
 * Each call is one step at `now` (UTC milliseconds); false once all that is parked was tried. What is stored is deleted
 * afterwards: if that fails it is stored again, and counts once.
 */
export function createParkedRetry(
  { read, atomic }: Pick<Engine, 'read' | 'atomic'>,
  deliveries: Pick<Deliveries, 'take'>,
): (now: number) => Promise<boolean> {
  let after = 0;
  return async (now) => {
    const [rows = []] = await read([
      sql`SELECT id, body FROM parked_hits WHERE id > ${after} AND parked_at > ${now - TRIED_FOR}
        ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
    ]);
    const found = rows.map(({ id, body }) => ({ id, ...readMessage(parse(String(body))) }));
    const readable = found.filter(({ unstorable }) => unstorable.length === 0);
    const hits = readable.flatMap((message) => message.hits);
    if (hits.length > 0) await deliveries.take(hits, [], now);
    const ids = JSON.stringify(readable.map(({ id }) => id));
    if (readable.length > 0) {
      await atomic([sql`DELETE FROM parked_hits WHERE id IN (SELECT value FROM json_each(${ids}))`]);
    }
    after = rows.length < ROWS_AT_ONCE ? 0 : Number(rows.at(-1)?.id);
    return after > 0;
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
