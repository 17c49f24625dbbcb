import { sql } from 'drizzle-orm';
import { drawNonce } from '../../hits/hit-nonce.ts';
import type { HitStore } from '../../store-ports/hit-stores.ts';
import { refusals } from '../schema/hits.ts';
import { links } from '../schema/main.ts';
import { sharePresses } from '../schema/shares.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { inJsonList } from '../sql/conditions.ts';
import type { Engine, Reader } from '../sql/engine.ts';
import { LAST_IDS } from '../sums/newest-hit-ids.ts';
import { readRoom } from './dictionaries.ts';
import type { HitWriter } from './hit-writer.ts';

/** The hit log; `all` reads the sums as well. */
export function createHitStore({ atomic }: Engine, writer: HitWriter, all: Reader): HitStore {
  return {
    ready: () => writer.ready(),
    settle: (now) => writer.settle(now),
    dictionaryRoom: (day) => readRoom(all, day),

    async append(hits) {
      if (hits.length === 0) return;
      const stamped = hits.map((hit) => ({ ...hit, nonce: drawNonce() }));
      await writer.take(
        stamped,
        hits.reduce((newest, { at }) => Math.max(newest, at), 0),
      );
    },

    async erase(linkRowIds, note) {
      const [rows] = await all.read([LAST_IDS]);
      const lastId = Number(rows?.[0]?.hit ?? 0);
      await atomic([
        sql`DELETE FROM ${refusals} WHERE ${inJsonList(refusals.linkRowId, linkRowIds)}`,
        sql`DELETE FROM ${sharePresses} WHERE ${inJsonList(sharePresses.linkRowId, linkRowIds)}`,
        sql`UPDATE ${links} SET erased_id = max(erased_id, ${lastId}), erased_share_id = max(erased_share_id,
            coalesce((SELECT max(s.id) FROM shares s WHERE s.link_id = links.id), 0))
          WHERE ${inJsonList(links.rowId, linkRowIds)} AND deleted_at IS NULL`,
        sql`DELETE FROM shares WHERE ${inJsonList(sql`link_id`, linkRowIds)}`,
        ...auditStatements(note),
      ]);
      writer.forgetErased(linkRowIds, lastId);
    },
  };
}
