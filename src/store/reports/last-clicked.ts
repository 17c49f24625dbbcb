/** Links and contents in the order of their last clicks. */
import { sql } from 'drizzle-orm';
import type { LastClicked, LastClickPlan } from '../../store-ports/count-stores.ts';
import { ALL_LINKS_SCOPE, UNIT_CODE } from '../../sums/sum-row.ts';
import { HOURS_PER_DAY } from '../../time.ts';
import { allOf, limitSubquery } from '../sql/conditions.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { isAfterScope, nextTime } from '../sums/row-id.ts';
import { linkConditions } from './link-filter.ts';
import { SHOWN_AT } from './totals.ts';

// The totals of closed days, the hours since then, and the hits that are not in the sums yet.
const LAST_CLICKS = sql`WITH RECURSIVE hours(time) AS (
    SELECT ${nextTime(UNIT_CODE.hour, sql`SELECT closed_day * ${raw(HOURS_PER_DAY)} FROM sums_state`)}
    UNION ALL SELECT ${nextTime(UNIT_CODE.hour, sql`hours.time + 1`)} FROM hours WHERE time IS NOT NULL),
  clicked AS (
    SELECT link_id, last_click_at FROM totals WHERE last_click_at IS NOT NULL
    UNION ALL SELECT s.scope, s.last_click_at FROM hours
      CROSS JOIN sums s ON ${isAfterScope('s', sql`${raw(UNIT_CODE.hour)}`, sql`hours.time`, ALL_LINKS_SCOPE)}
      WHERE s.last_click_at IS NOT NULL
    UNION ALL SELECT h.link_id, h.at FROM sums_state state CROSS JOIN hits h ON h.id > state.hit_id
      CROSS JOIN links l ON l.id = h.link_id AND h.id > l.erased_id WHERE h.kind = 'click')`;

const IDS = { link: raw('links.public_id'), content: raw('contents.public_id') };

/** The rows with the newest or the oldest last click; rows without any are absent. */
export async function readLastClicked(
  { read }: Reader,
  { dimension, filters, descending, limit }: LastClickPlan,
): Promise<LastClicked[]> {
  const id = IDS[dimension];
  const [rows = []] = await read([
    sql`${LAST_CLICKS} SELECT ${id} AS id, ${SHOWN_AT} AS at FROM clicked
      CROSS JOIN links ON links.id = clicked.link_id AND links.deleted_at IS NULL
      CROSS JOIN contents ON contents.id = links.content_id AND contents.deleted_at IS NULL
      WHERE ${allOf(linkConditions(filters))}
      GROUP BY 1 ORDER BY 2 ${raw(descending ? 'DESC' : 'ASC')}, 1 ${limitSubquery(limit)}`,
  ]);
  return rows.map((row) => ({ id: String(row.id), at: Number(row.at) }));
}
