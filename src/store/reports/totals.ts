/** The clicks of links, which every list of links shows. */
import { sql } from 'drizzle-orm';
import type { LinkTotals } from '../../store-ports.ts';
import { UNIT } from '../../sums/sum-row.ts';
import { DAY, HOURS_PER_DAY } from '../../time.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull } from '../sql/values.ts';
import { isRow, nextTime } from '../sums/row-id.ts';
import { COMPACTED_AT, ROLLED_UP } from '../sums/state.ts';

const IDS = sql`(SELECT value FROM json_each(${sql.placeholder('links')}))`;

// The hours of days that are not in the totals: most links have a row in one or two of them.
const OPEN_HOURS = sql`WITH RECURSIVE hours(time) AS (
    SELECT ${nextTime(UNIT.hour, sql`SELECT closed_day * ${raw(HOURS_PER_DAY)} FROM sums_state`)}
    UNION ALL SELECT ${nextTime(UNIT.hour, sql`hours.time + 1`)} FROM hours WHERE time IS NOT NULL)
  SELECT s.scope AS link_id, s.clicks, s.last_click_at FROM hours CROSS JOIN json_each(${sql.placeholder('links')}) wanted
    CROSS JOIN sums s ON ${isRow('s', UNIT.hour, sql`hours.time`, sql`wanted.value`)}
  WHERE s.time >= (SELECT (closed_day + (s.scope <= coalesce(closing_scope, -1))) * ${raw(HOURS_PER_DAY)} FROM sums_state)`;

const NEW_HITS = sql`SELECT h.link_id, h.kind = 'click' AS clicks, CASE h.kind WHEN 'click' THEN h.at END AS last_click_at
  FROM sums_state state CROSS JOIN hits h ON h.id > state.hit_id
    CROSS JOIN links l ON l.id = h.link_id AND h.id > l.erased_id
  WHERE h.link_id IN ${IDS}`;

const CHANGED_HITS = sql`SELECT h.link_id, (h.kind = 'click') - (c.was_kind = 'click') AS clicks, NULL AS last_click_at
  FROM (SELECT hit_id, was_kind, min(id) FROM hit_changes
      WHERE id > (SELECT change_id FROM sums_state) GROUP BY hit_id) c
    CROSS JOIN hits h ON h.id = c.hit_id AND h.id <= ${ROLLED_UP}
    CROSS JOIN links l ON l.id = h.link_id AND h.id > l.erased_id
  WHERE h.link_id IN ${IDS}`;

// A click on a compacted day is shown at the beginning of the day.
const SHOWN_AT = sql`CASE WHEN max(last_click_at) < ${COMPACTED_AT}
  THEN max(last_click_at) / ${raw(DAY)} * ${raw(DAY)} ELSE max(last_click_at) END`;
const TOTALS = sql`SELECT link_id, sum(clicks) AS clicks, ${SHOWN_AT} AS last_click_at FROM (
    SELECT link_id, clicks, last_click_at FROM totals WHERE link_id IN ${IDS}
    UNION ALL SELECT * FROM (${OPEN_HOURS})
    UNION ALL ${NEW_HITS} UNION ALL ${CHANGED_HITS}) GROUP BY link_id`;

const REFUSALS = sql`SELECT link_id, sum(times) AS times FROM refusals WHERE link_id IN ${IDS} GROUP BY link_id`;

// They run for every page of links, so they are built once.
const QUERIES = [TOTALS, REFUSALS];

/** Totals by link; links without any are absent. Every stored hit is counted. */
export async function readTotals({ read }: Reader, linkRowIds: number[]): Promise<Map<number, LinkTotals>> {
  const [totals, refusals] = await read(QUERIES, { links: JSON.stringify(linkRowIds) });
  const found = new Map<number, LinkTotals>();
  for (const row of totals ?? []) {
    const lastClickAt = numberOrNull(row.last_click_at);
    found.set(Number(row.link_id), { clicks: Number(row.clicks), lastClickAt, turnedAway: 0 });
  }
  for (const row of refusals ?? []) {
    const known = found.get(Number(row.link_id)) ?? { clicks: 0, lastClickAt: null };
    found.set(Number(row.link_id), { ...known, turnedAway: Number(row.times) });
  }
  return found;
}
