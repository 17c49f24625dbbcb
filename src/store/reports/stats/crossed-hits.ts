/** Finds the ids of the hits that are read to combine two facts, by the hours in which their links have rows. */
import { type SQL, sql } from 'drizzle-orm';
import type { Cells } from '../../../stats/cells.ts';
import { EVERYTHING, UNIT } from '../../../sums/sum-row.ts';
import type { Reader } from '../../sql/engine.ts';
import { raw } from '../../sql/raw.ts';
import { isRow } from '../../sums/row-id.ts';
import { merge, type Stretch } from '../hit-windows.ts';

const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour);

const listOf = (times: Iterable<number>) => JSON.stringify([...times]);

const hasRow = (unit: number, time: string, links: readonly number[]) => sql`EXISTS (
  SELECT 1 FROM json_each(${JSON.stringify(links)}) link CROSS JOIN sums own
  ON ${isRow('own', unit, raw(time), sql`link.value`)})`;

function idsQuery({ days, hours, stretches }: Cells, links: readonly number[] | null): SQL {
  const whole = listOf(days.keys());
  const single = listOf(new Set([...hours.keys(), ...stretches.map(({ hour }) => hour)]));
  const ofDays = links === null ? sql`` : sql`WHERE ${hasRow(UNIT.day, 'days.value', links)}`;
  const ofHours = links === null ? sql`` : sql`WHERE ${hasRow(UNIT.hour, 'wanted.hour', links)}`;
  return sql`SELECT s.first_hit_id AS first, s.last_hit_id AS last
    FROM (SELECT days.value * 24 + hours.value AS hour
        FROM json_each(${whole}) days CROSS JOIN json_each(${JSON.stringify(HOURS_OF_DAY)}) hours ${ofDays}
      UNION SELECT value FROM json_each(${single})) wanted
    CROSS JOIN sums s ON ${isRow('s', UNIT.hour, sql`wanted.hour`, EVERYTHING)} ${ofHours}`;
}

/**
 * The ranges of ids that contain all hits of the cells, disjoint; `links` are the links of the question, if they are
 * few.
 */
export async function crossedIds(
  { read }: Reader,
  cells: Cells,
  links: readonly number[] | null,
): Promise<Stretch[]> {
  const [rows = []] = await read([idsQuery(cells, links)]);
  const spans = rows.map(({ first, last }) => ({ first: Number(first), last: Number(last) }));
  return merge(spans, 0, Number.MAX_SAFE_INTEGER);
}
