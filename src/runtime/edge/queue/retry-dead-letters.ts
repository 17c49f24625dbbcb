/** Stores dead letters once D1 accepts them. */
import { sql } from 'drizzle-orm';
import type { Deliveries } from '../../../store/hit-log/queue-deliveries.ts';
import type { Engine } from '../../../store/sql/engine.ts';
import { DAY } from '../../../time.ts';
import { readMessage } from './message.ts';

/** Older ones are left for the operator. */
const RETRIED_FOR = DAY;
const BATCH_ROWS = 500;

/**
 * Each call is one step at `now` (UTC milliseconds); false once all dead letters were tried. Those that are stored are
 * deleted afterwards: if that fails, they are stored again and still count once.
 */
export function createDeadLetterRetry(
  { read, atomic }: Pick<Engine, 'read' | 'atomic'>,
  deliveries: Pick<Deliveries, 'take'>,
): (now: number) => Promise<boolean> {
  let after = 0;
  return async (now) => {
    const [rows = []] = await read([
      sql`SELECT id, body FROM dead_letters WHERE id > ${after} AND created_at > ${now - RETRIED_FOR}
        ORDER BY id LIMIT ${BATCH_ROWS}`,
    ]);
    const found = rows.map(({ id, body }) => ({ id, ...readMessage(parse(String(body))) }));
    const readable = found.filter(({ unstorable }) => unstorable.length === 0);
    const hits = readable.flatMap((message) => message.hits);
    if (hits.length > 0) await deliveries.take(hits, [], now);
    const ids = JSON.stringify(readable.map(({ id }) => id));
    if (readable.length > 0) {
      await atomic([sql`DELETE FROM dead_letters WHERE id IN (SELECT value FROM json_each(${ids}))`]);
    }
    after = rows.length < BATCH_ROWS ? 0 : Number(rows.at(-1)?.id);
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
