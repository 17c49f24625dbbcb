/** Resets the sums to the compacted days; the roll-up then adds up the hits and shares again. */

import { sql } from 'drizzle-orm';
import { UNIT_CODE } from '../../sums/sum-row.ts';
import type { Statement } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { COMPACTED_HOUR } from './progress-row.ts';
import { isWithin } from './row-id.ts';
import { COUNT_COLUMNS } from './sum-row.ts';

const LAST = Number.MAX_SAFE_INTEGER;
const COMPACTED = sql`(SELECT compacted_day FROM sums_state)`;
const names = raw(COUNT_COLUMNS.join(', '));
const added = raw(COUNT_COLUMNS.map((column) => `sum(${column})`).join(', '));

/** Stored hits are judged already, so that hits, shares and the compacted days are all that is needed. */
export const rebuildStatements: Statement[] = [
  sql`DELETE FROM sums WHERE ${isWithin('sums', UNIT_CODE.day, COMPACTED, LAST)}`,
  sql`DELETE FROM sums WHERE ${isWithin('sums', UNIT_CODE.hour, COMPACTED_HOUR, LAST)}`,
  sql`DELETE FROM sightings WHERE day >= ${COMPACTED}`,
  sql`DELETE FROM share_days WHERE day >= ${COMPACTED}`,
  sql`DELETE FROM totals`,
  sql`INSERT INTO totals (link_id, ${names}, last_click_at)
    SELECT scope, ${added}, max(last_click_at) FROM sums WHERE unit = 1 AND scope > 0 GROUP BY scope`,
  sql`UPDATE sums_state SET version = version + 1, closed_day = compacted_day, closing_scope = NULL,
    hit_id = coalesce((SELECT min(id) - 1 FROM hits), hit_id),
    share_id = coalesce((SELECT min(id) - 1 FROM shares), share_id),
    change_id = max(change_id, coalesce((SELECT max(id) FROM hit_changes), 0))`,
];
