/** The totals of each link over all closed days. */
import { sql } from 'drizzle-orm';
import type { TotalsChanges } from '../../sums/add-slice.ts';
import { totals } from '../schema/sums.ts';
import type { Statement } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { type RowTarget, rowTarget } from '../sql/row-inserts.ts';
import { COUNT_COLUMNS } from './sum-row.ts';

const ADDED = COUNT_COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(', ');
const NEWEST = `last_click_at = nullif(max(coalesce(last_click_at, 0), coalesce(excluded.last_click_at, 0)), 0)`;

const TOTALS: RowTarget = {
  ...rowTarget(totals),
  onConflict: `(link_id) DO UPDATE SET ${ADDED}, ${NEWEST}`,
};

/** Adds the changes to the totals. */
export const addTotals = (changes: TotalsChanges): Statement => ({
  into: TOTALS,
  rows: Array.from(changes, ([link, { counts, lastClickAt }]) => [link, ...counts, lastClickAt]),
});

/** Deletes the totals of a link that has no hits left. */
export const dropEmptyTotals = (link: number): Statement =>
  sql`DELETE FROM totals WHERE link_id = ${link} AND ${raw(COUNT_COLUMNS.join(' + '))} = 0`;
