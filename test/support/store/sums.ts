/** The tables of sums, which tests compare before and after a change. */
import { sql } from 'drizzle-orm';
import type { Reader, Row } from '../../../src/store/sql/engine.ts';
import { eachValue } from '../../../src/sums/tally.ts';

/** Counts and sightings, without watermarks. */
export const SUMS = ['sums', 'totals', 'sightings'];

/** The columns of encoded values. */
const VALUES = ['quarters', 'agents', 'places', 'referrers', 'marks'];

/** The values of a list in one order. Which of them was counted first is no count. */
function inOrder(encoded: string): string[] {
  const values: string[] = [];
  eachValue(encoded, (value, tally) => values.push(`${JSON.stringify(value)} ${tally.join(' ')}`));
  return values.sort();
}

const comparable = (row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      VALUES.includes(name) && typeof value === 'string' ? inOrder(value) : value,
    ]),
  );

/** All their rows, ordered by key. */
export async function readSums({ read }: Reader): Promise<Record<string, unknown>[][]> {
  const tables = await read(SUMS.map((table) => sql.raw(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`)));
  return tables.map((rows) => rows.map(comparable));
}
