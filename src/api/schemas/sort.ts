/** Lists that can be sorted by their clicks in a period: query parameters and pages. */
import { z } from '@hono/zod-openapi';
import { invalid } from '../../errors.ts';
import type { Page } from '../../row-page.ts';
import {
  type ClickOrder,
  type ClickPage,
  type ClickPosition,
  type ClickSlot,
  MAX_RANKED,
} from '../../stats/rank-by-clicks.ts';
import type { ApiContext } from '../http/env.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { timezone } from './hit-filters.ts';
import { cursorQuery, decodeRowId, nextPageLink, pageQuery, readPage } from './page.ts';
import { component } from './shapes.ts';

const SORTS = ['-createdAt', '-clicks', 'clicks'] as const;
const NEWEST_FIRST = '-createdAt';

const Position = z.tuple([z.int(), z.string(), z.int(), z.int()]);

const encodePosition = ({ clicks, id, rowId, depth }: ClickPosition) =>
  encodeCursor([clicks, id, rowId, depth]);

/** Undefined for text that `encodePosition` did not create. */
function decodePosition(cursor: string): ClickPosition | undefined {
  const position = decodeCursor(cursor, Position);
  if (!position) return undefined;
  const [clicks, id, rowId, depth] = position;
  return { clicks, id, rowId, depth };
}

const bound = z.string().nullable().default(null);

/** The query parameters of a list that can be sorted. */
export const sortedPageQuery = {
  sort: z
    .enum(SORTS)
    .default(NEWEST_FIRST)
    .openapi({
      description:
        'Newest first by default. `-clicks` starts with the most clicks in the period, `clicks` with the fewest. Rows without ' +
        `clicks come last, newest first. A list sorted by clicks ends after ${MAX_RANKED} rows; later pages are refused.`,
    }),
  from: bound.openapi({
    ...component('ClicksFrom'),
    description: 'Start of the period in which clicks are counted: a date or a time.',
  }),
  to: bound.openapi({
    ...component('ClicksTo'),
    description: 'End of the period in which clicks are counted: a date (inclusive) or a time (exclusive).',
  }),
  timezone,
  limit: pageQuery.limit,
  cursor: cursorQuery((cursor) => decodeRowId(cursor) ?? decodePosition(cursor)),
};

const SortedPage = z.object(sortedPageQuery);
type SortedQuery = Omit<z.output<typeof SortedPage>, 'cursor'> & {
  cursor: number | ClickPosition | undefined;
};

interface SortableList<Row> {
  newest(page: Page): Promise<Row[]>;
  byClicks(order: ClickOrder, slot: ClickSlot): Promise<ClickPage<Row>>;
}

const cursorOfOtherSort = () =>
  invalid('?cursor', 'Invalid cursor: it belongs to a list with another `sort`.');

/** One page of rows with their clicks in the period, and the cursor of the next page. */
async function readRows<Row extends { rowId: number }>(
  c: ApiContext,
  { sort, from, to, timezone, limit, cursor }: SortedQuery,
  list: SortableList<Row>,
): Promise<{ rows: Row[]; clicks: number[]; nextCursor: string | null }> {
  if (sort === NEWEST_FIRST) {
    const bound = Object.entries({ from, to }).find(([, value]) => value !== null);
    if (bound)
      throw invalid(`?${bound[0]}`, 'A period is allowed only with `sort=clicks` or `sort=-clicks`.');
    if (typeof cursor === 'object') throw cursorOfOtherSort();
    return { ...(await readPage(c, { limit, cursor }, list.newest)), clicks: [] };
  }
  if (typeof cursor === 'number') throw cursorOfOtherSort();
  const order = { from, to, timezone, descending: sort.startsWith('-') };
  const { rows, next } = await list.byClicks(order, { after: cursor ?? null, limit });
  return {
    rows: rows.map(({ row }) => row),
    clicks: rows.map(({ clicks }) => clicks),
    nextCursor: next === null ? null : nextPageLink(c, encodePosition(next)),
  };
}

/** One page of the list as the API shows it. */
export async function readSortedPage<Row extends { rowId: number }, Shown extends object>(
  c: ApiContext,
  query: SortedQuery,
  list: SortableList<Row>,
  present: (rows: Row[]) => Promise<Shown[]>,
): Promise<{ data: (Shown & { periodClicks: number | null })[]; nextCursor: string | null }> {
  const { rows, clicks, nextCursor } = await readRows(c, query, list);
  const shown = await present(rows);
  const data = shown.map((row, index) => ({ ...row, periodClicks: clicks[index] ?? null }));
  return { data, nextCursor };
}
