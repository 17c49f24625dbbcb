/** Lists that can be sorted by the clicks of a period: their query parameters and their pages. */
import { z } from '@hono/zod-openapi';
import { invalid } from '../../errors.ts';
import {
  type ClickOrder,
  type ClickPage,
  type ClickPosition,
  type ClickSlot,
  MOST_RANKED,
} from '../../stats/rank-by-clicks.ts';
import type { Page } from '../../store-ports.ts';
import type { ApiContext } from '../http/env.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { cursorQuery, decodeRow, nextPageAt, pageQuery, readPage } from './page.ts';

const SORTS = ['-createdAt', '-clicks', 'clicks'] as const;
const BY_AGE = '-createdAt';

const Position = z.tuple([z.int(), z.string(), z.int(), z.int()]);

const encodePosition = ({ clicks, id, rowId, depth }: ClickPosition) =>
  encodeCursor([clicks, id, rowId, depth]);

/** Undefined for what `encodePosition` never gave. */
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
    .default(BY_AGE)
    .openapi({
      description:
        'Newest first by default. `-clicks` starts with the most clicks in the period, `clicks` with the fewest. Rows without ' +
        `clicks come last, newest first. A list sorted by clicks ends after ${MOST_RANKED} rows; later pages are refused.`,
    }),
  from: bound.openapi({ description: 'Start of the period in which clicks are counted: a date or a time.' }),
  to: bound.openapi({ description: 'End of the period: a date (inclusive) or a time (exclusive).' }),
  timezone: z.string().default('UTC').openapi({ description: 'IANA time zone in which days begin.' }),
  limit: pageQuery.limit,
  cursor: cursorQuery((cursor) => decodeRow(cursor) ?? decodePosition(cursor)),
};

const SortedPage = z.object(sortedPageQuery);
type SortedQuery = Omit<z.output<typeof SortedPage>, 'cursor'> & {
  cursor: number | ClickPosition | undefined;
};

interface Lists<Row> {
  newest(page: Page): Promise<Row[]>;
  byClicks(order: ClickOrder, slot: ClickSlot): Promise<ClickPage<Row>>;
}

const otherSort = () => invalid('?cursor', 'Invalid cursor: it belongs to a list with another `sort`.');

/** One page of rows with their clicks in the period, and the cursor of the next page. */
async function readRows<Row extends { rowId: number }>(
  c: ApiContext,
  { sort, from, to, timezone, limit, cursor }: SortedQuery,
  lists: Lists<Row>,
): Promise<{ rows: Row[]; clicks: number[]; nextCursor: string | null }> {
  if (sort === BY_AGE) {
    const given = Object.entries({ from, to }).find(([, bound]) => bound !== null);
    if (given)
      throw invalid(`?${given[0]}`, 'A period is allowed only with `sort=clicks` or `sort=-clicks`.');
    if (typeof cursor === 'object') throw otherSort();
    return { ...(await readPage(c, { limit, cursor }, lists.newest)), clicks: [] };
  }
  if (typeof cursor === 'number') throw otherSort();
  const order = { from, to, timezone, descending: sort.startsWith('-') };
  const { rows, next } = await lists.byClicks(order, { after: cursor ?? null, limit });
  return {
    rows: rows.map(({ row }) => row),
    clicks: rows.map(({ clicks }) => clicks),
    nextCursor: next === null ? null : nextPageAt(c, encodePosition(next)),
  };
}

/** One page of the list as the API shows it. */
export async function readSortedPage<Row extends { rowId: number }, Shown extends object>(
  c: ApiContext,
  query: SortedQuery,
  lists: Lists<Row>,
  present: (rows: Row[]) => Promise<Shown[]>,
): Promise<{ data: (Shown & { periodClicks: number | null })[]; nextCursor: string | null }> {
  const { rows, clicks, nextCursor } = await readRows(c, query, lists);
  const shown = await present(rows);
  const data = shown.map((row, index) => ({ ...row, periodClicks: clicks[index] ?? null }));
  return { data, nextCursor };
}
