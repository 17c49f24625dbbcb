import { sql } from 'drizzle-orm';
import { drawNonce } from '../../hits/nonce.ts';
import type { HitStore } from '../../store-ports.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import type { HitWriter } from './hit-writer.ts';

/** The newest id of any hit. The newest hits of an erased link may be deleted already. */
const LAST_ID = sql`SELECT max((SELECT coalesce(max(id), 0) FROM hits),
  (SELECT coalesce(max(first_id + hits - 1), 0) FROM hit_batches), (SELECT hit_id FROM sums_state)) AS id`;

/** `all` reads the sums as well. */
export function createHitStore({ atomic }: Engine, writer: HitWriter, all: Reader): HitStore {
  return {
    ready: () => writer.ready(),

    async append(hits) {
      if (hits.length === 0) return;
      const stamped = hits.map((hit) => ({ ...hit, nonce: drawNonce() }));
      await writer.take(
        stamped,
        hits.reduce((newest, { at }) => Math.max(newest, at), 0),
      );
    },

    async erase(linkRowIds) {
      const [rows] = await all.read([LAST_ID]);
      const lastId = Number(rows?.[0]?.id ?? 0);
      const links = sql`(SELECT value FROM json_each(${JSON.stringify(linkRowIds)}))`;
      await atomic([
        sql`DELETE FROM refusals WHERE link_id IN ${links}`,
        sql`UPDATE links SET erased_id = max(erased_id, ${lastId})
          WHERE id IN ${links} AND deleted_at IS NULL`,
      ]);
      writer.forgetErased(linkRowIds, lastId);
    },
  };
}
