/** The clicks of links, which every list of links shows. */
import { sql } from 'drizzle-orm';
import type { LinkTotals } from '../../store-ports/count-stores.ts';
import { ALL_LINKS_SCOPE, UNIT_CODE } from '../../sums/sum-row.ts';
import { DAY, HOURS_PER_DAY } from '../../time.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull } from '../sql/values.ts';
import { COMPACTED_AT, ROLLED_UP_TO_ID } from '../sums/progress-row.ts';
import { isAfterScope, isRow, nextTime } from '../sums/row-id.ts';

const IDS = sql`(SELECT value FROM json_each(${sql.placeholder('links')}))`;

// The hours of days that are not in the totals: most links have a row in one or two of them.
const OPEN_HOURS = sql`WITH RECURSIVE hours(time) AS (
    SELECT ${nextTime(UNIT_CODE.hour, sql`SELECT closed_day * ${raw(HOURS_PER_DAY)} FROM sums_state`)}
    UNION ALL SELECT ${nextTime(UNIT_CODE.hour, sql`hours.time + 1`)} FROM hours WHERE time IS NOT NULL)
  SELECT s.scope AS link_id, s.clicks, s.last_click_at FROM hours CROSS JOIN json_each(${sql.placeholder('links')}) wanted
    CROSS JOIN sums s ON ${isRow('s', UNIT_CODE.hour, sql`hours.time`, sql`wanted.value`)}
  WHERE s.time >= (SELECT (closed_day + (s.scope <= coalesce(closing_scope, -1))) * ${raw(HOURS_PER_DAY)} FROM sums_state)`;

const NEW_HITS = sql`SELECT h.link_id, h.kind = 'click' AS clicks, CASE h.kind WHEN 'click' THEN h.at END AS last_click_at
  FROM sums_state state CROSS JOIN hits h ON h.id > state.hit_id
    CROSS JOIN links l ON l.id = h.link_id AND h.id > l.erased_id
  WHERE h.link_id IN ${IDS}`;

const CHANGED_HITS = sql`SELECT h.link_id, (h.kind = 'click') - (c.was_kind = 'click') AS clicks, NULL AS last_click_at
  FROM (SELECT hit_id, was_kind, min(id) FROM hit_changes
      WHERE id > (SELECT change_id FROM sums_state) GROUP BY hit_id) c
    CROSS JOIN hits h ON h.id = c.hit_id AND h.id <= ${ROLLED_UP_TO_ID}
    CROSS JOIN links l ON l.id = h.link_id AND h.id > l.erased_id
  WHERE h.link_id IN ${IDS}`;

// A click on a compacted day is shown at the beginning of the day.
export const SHOWN_AT = sql`CASE WHEN max(last_click_at) < ${COMPACTED_AT}
  THEN max(last_click_at) / ${raw(DAY)} * ${raw(DAY)} ELSE max(last_click_at) END`;
const TOTALS = sql`SELECT link_id, sum(clicks) AS clicks, ${SHOWN_AT} AS last_click_at FROM (
    SELECT link_id, clicks, last_click_at FROM totals WHERE link_id IN ${IDS}
    UNION ALL SELECT * FROM (${OPEN_HOURS})
    UNION ALL ${NEW_HITS} UNION ALL ${CHANGED_HITS}) GROUP BY link_id`;

const CONTENTS = sql`(SELECT value FROM json_each(${sql.placeholder('contents')}))`;

const inContents = (id: string) =>
  sql`CROSS JOIN links l ON l.id = ${raw(id)} AND l.deleted_at IS NULL AND l.content_id IN ${CONTENTS}`;

// Adds up totals by the links of the contents, but reads open hours and new hits as a whole: a content may have more
// links than these have rows.
const CLICKS_OF_CONTENTS = sql`WITH RECURSIVE hours(time) AS (
    SELECT ${nextTime(UNIT_CODE.hour, sql`SELECT closed_day * ${raw(HOURS_PER_DAY)} FROM sums_state`)}
    UNION ALL SELECT ${nextTime(UNIT_CODE.hour, sql`hours.time + 1`)} FROM hours WHERE time IS NOT NULL)
  SELECT content_id, sum(clicks) AS clicks FROM (
    SELECT l.content_id, t.clicks FROM links l CROSS JOIN totals t ON t.link_id = l.id
      WHERE l.content_id IN ${CONTENTS} AND l.deleted_at IS NULL
    UNION ALL SELECT l.content_id, s.clicks FROM hours
      CROSS JOIN sums s ON ${isAfterScope('s', sql`${raw(UNIT_CODE.hour)}`, sql`hours.time`, ALL_LINKS_SCOPE)} ${inContents('s.scope')}
      WHERE s.time >= (SELECT (closed_day + (s.scope <= coalesce(closing_scope, -1))) * ${raw(HOURS_PER_DAY)} FROM sums_state)
    UNION ALL SELECT l.content_id, h.kind = 'click' FROM sums_state state
      CROSS JOIN hits h ON h.id > state.hit_id ${inContents('h.link_id')} WHERE h.id > l.erased_id
    UNION ALL SELECT l.content_id, (h.kind = 'click') - (c.was_kind = 'click')
      FROM (SELECT hit_id, was_kind, min(id) FROM hit_changes
          WHERE id > (SELECT change_id FROM sums_state) GROUP BY hit_id) c
        CROSS JOIN hits h ON h.id = c.hit_id AND h.id <= ${ROLLED_UP_TO_ID} ${inContents('h.link_id')}
      WHERE h.id > l.erased_id)
  GROUP BY content_id`;

/** The clicks on all live links of contents, by content; every stored hit is counted. */
export async function readClicksOfContents(
  { read }: Reader,
  contentRowIds: number[],
): Promise<[number, number][]> {
  const [rows = []] = await read([CLICKS_OF_CONTENTS], { contents: JSON.stringify(contentRowIds) });
  return rows.map((row) => [Number(row.content_id), Number(row.clicks)]);
}

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
