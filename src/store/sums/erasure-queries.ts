/** Finds links with hits in the sums that no longer count, and the rows that contain them. */
import { type SQL, sql } from 'drizzle-orm';
import { UNIT_CODE } from '../../sums/sum-row.ts';
import { HOURS_PER_DAY } from '../../time.ts';
import type { Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { HOURS, isRow, nextTime } from './row-id.ts';
import { SUM_COLUMNS } from './sum-row.ts';

/** Days of one link per step. */
const DAYS_AT_ONCE = 8;

/**
 * A link with hits and shares that no longer count: those up to `erasedId` and `erasedShareId`, or all of a deleted link.
 */
export interface Erasure {
  link: number;
  erasedId: number;
  erasedShareId: number;
  domain: string;
  channel: string;
}

/** Up to which id the hits or shares of a link no longer count; `column` has that of erased ones. */
const endOf = (column: string): SQL =>
  raw(`CASE WHEN l.deleted_at IS NULL THEN l.${column} ELSE ${Number.MAX_SAFE_INTEGER} END`);

/**
 * Selects the next link whose hits and shares are to be subtracted. Its newest erased ones may not be rolled up yet and
 * never enter the sums, but earlier ones may be there.
 */
export const SELECT_NEXT_ERASURE = sql`SELECT l.id, l.domain, l.channel, ${endOf('erased_id')} AS erased_id,
    ${endOf('erased_share_id')} AS erased_share_id
  FROM (SELECT id FROM links WHERE deleted_at IS NOT NULL AND hits_purged_at IS NULL
    UNION ALL SELECT id FROM links WHERE erased_id > 0
    UNION ALL SELECT id FROM links WHERE erased_share_id > 0) pending
  CROSS JOIN links l ON l.id = pending.id LEFT JOIN erasures e ON e.link_id = l.id
  WHERE ${endOf('erased_id')} > coalesce(e.hit_id, 0) OR ${endOf('erased_share_id')} > coalesce(e.share_id, 0)
  ORDER BY l.id LIMIT 1`;

/** Selects the UTC days from `from` on for which the link has rows. */
export const daysOf = (link: number, from: number): SQL => sql`WITH RECURSIVE hours(hour) AS (
    SELECT ${nextTime(UNIT_CODE.hour, from * HOURS_PER_DAY)}
    UNION ALL SELECT ${nextTime(UNIT_CODE.hour, sql`hour + 1`)} FROM hours WHERE hour IS NOT NULL
  ), days(day) AS (
    SELECT ${nextTime(UNIT_CODE.day, from)}
    UNION ALL SELECT ${nextTime(UNIT_CODE.day, sql`day + 1`)} FROM days WHERE day IS NOT NULL
  )
  SELECT day FROM (
    SELECT day FROM days WHERE EXISTS (SELECT 1 FROM sums s WHERE ${isRow('s', UNIT_CODE.day, sql`day`, link)})
    UNION SELECT hour / 24 FROM hours
      WHERE EXISTS (SELECT 1 FROM sums s WHERE ${isRow('s', UNIT_CODE.hour, sql`hour`, link)})
  ) ORDER BY day LIMIT ${raw(DAYS_AT_ONCE)}`;

/** Selects the link's rows of these days. */
export const rowsOf = (link: number, days: number[]): SQL => sql`SELECT ${SUM_COLUMNS}
  FROM json_each(${JSON.stringify(days)}) d CROSS JOIN sums s ON ${isRow('s', UNIT_CODE.day, sql`d.value`, link)}
  UNION ALL SELECT ${SUM_COLUMNS} FROM json_each(${JSON.stringify(days)}) d
  CROSS JOIN json_each(${JSON.stringify(HOURS)}) h
  CROSS JOIN sums s ON ${isRow('s', UNIT_CODE.hour, sql`d.value * 24 + h.value`, link)}`;

/** A row of `NEXT_ERASURE`. */
export const erasureIn = (row: Row): Erasure => ({
  link: Number(row.id),
  erasedId: Number(row.erased_id),
  erasedShareId: Number(row.erased_share_id),
  domain: String(row.domain),
  channel: String(row.channel),
});
