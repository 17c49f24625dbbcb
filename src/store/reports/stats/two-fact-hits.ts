/** Finds the ids of the hits that are read to combine two facts, by the hours in which their links have rows. */
import { type SQL, sql } from 'drizzle-orm';
import type { Cells } from '../../../stats/rows/cells.ts';
import { ALL_LINKS_SCOPE, UNIT_CODE } from '../../../sums/sum-row.ts';
import type { Reader } from '../../sql/engine.ts';
import { HOURS, hasRow, isRow } from '../../sums/row-id.ts';
import { type IdRange, mergeSpans } from '../hit-windows.ts';

const listOf = (times: Iterable<number>) => JSON.stringify([...times]);

function idsQuery({ days, hours, partialHours }: Cells, links: readonly number[] | null): SQL {
  const whole = listOf(days.keys());
  const single = listOf(new Set([...hours.keys(), ...partialHours.map(({ hour }) => hour)]));
  const ofDays = links === null ? sql`` : sql`WHERE ${hasRow(links, UNIT_CODE.day, sql`days.value`)}`;
  const ofHours = links === null ? sql`` : sql`WHERE ${hasRow(links, UNIT_CODE.hour, sql`wanted.hour`)}`;
  return sql`SELECT s.first_hit_id AS first, s.last_hit_id AS last
    FROM (SELECT days.value * 24 + hours.value AS hour
        FROM json_each(${whole}) days CROSS JOIN json_each(${JSON.stringify(HOURS)}) hours ${ofDays}
      UNION SELECT value FROM json_each(${single})) wanted
    CROSS JOIN sums s ON ${isRow('s', UNIT_CODE.hour, sql`wanted.hour`, ALL_LINKS_SCOPE)} ${ofHours}`;
}

/**
 * The ranges of ids that contain all hits of the cells, disjoint; `links` are the links of the question, if they are
 * few.
 */
export async function idsOfTwoFactHits(
  { read }: Reader,
  cells: Cells,
  links: readonly number[] | null,
): Promise<IdRange[]> {
  const [rows = []] = await read([idsQuery(cells, links)]);
  const spans = rows.map(({ first, last }) => ({ first: Number(first), last: Number(last) }));
  return mergeSpans(spans, 0, Number.MAX_SAFE_INTEGER);
}
