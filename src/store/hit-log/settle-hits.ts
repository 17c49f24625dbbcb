/** Settles hits: from then on no later hit may change their verdicts, whatever a queue delivers. */
import { type SQL, sql } from 'drizzle-orm';
import { SETTLE_MS } from '../../hits/judge/settling-time.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { SETTLED_ID } from '../sums/newest-hit-ids.ts';

/**
 * Selects the newest hit that arrived long enough ago; after a clock was set back, arrivals also lie in the future. The
 * batches are read backwards, and hits without a batch are old.
 */
const settleable = (now: number): SQL => sql`SELECT ${SETTLED_ID} AS settled, max(
  coalesce((SELECT first_id + hits - 1 FROM hit_batches
    WHERE first_id > ${SETTLED_ID} AND arrived_at NOT BETWEEN ${now - SETTLE_MS} AND ${now + SETTLE_MS}
    ORDER BY first_id DESC LIMIT 1), 0),
  coalesce((SELECT min(first_id) - 1 FROM hit_batches), (SELECT max(id) FROM hits), 0)) AS id`;

/** Settles hits at `now` (UTC milliseconds); answers up to which id they are settled. */
export async function settleHits(main: Engine, all: Reader, now: number): Promise<number> {
  const [rows] = await all.read([settleable(now)]);
  const [settled, id] = [Number(rows?.[0]?.settled ?? 0), Number(rows?.[0]?.id ?? 0)];
  if (id <= settled) return settled;
  // A process must not undo what another one has settled.
  await main.atomic([
    sql`INSERT INTO hit_log_state (id, settled_id) VALUES (1, ${id})
      ON CONFLICT (id) DO UPDATE SET settled_id = max(settled_id, excluded.settled_id)`,
  ]);
  return id;
}
