/** Lists that can be sorted: their query parameters and pages. */
import { z } from '@hono/zod-openapi';
import { invalid } from '../../errors.ts';
import { parseInstant } from '../../stats/period.ts';
import {
  type ClickOrder,
  type ClickPosition,
  MAX_RANKED,
  type RankedPage,
  type RankingSlot,
} from '../../stats/rank-by-clicks.ts';
import { isTimeZone } from '../../stats/time-zone.ts';
import type { Page, SortedRow, SortPosition, SortSlot } from '../../store-ports/row-page.ts';
import type { ApiContext } from '../http/env.ts';
import { decodeCursor, encodeCursor } from './cursors/cursor.ts';
import { timezone } from './hit-filters.ts';
import { cursorQuery, decodeRowId, nextPageLink, pageQuery, readPage } from './page.ts';
import { namedParameter } from './shapes.ts';

const BY_CLICKS = ['clicks', 'lastClickAt'] as const;
const NEWEST_FIRST = '-createdAt';

const RankPosition = z.tuple([z.int(), z.string(), z.int(), z.int()]);
const FieldPosition = z.tuple([z.union([z.string(), z.int(), z.null()]), z.int()]);

const encodeRank = ({ value, id, rowId, depth }: ClickPosition) => encodeCursor([value, id, rowId, depth]);

type Position = number | ClickPosition | SortPosition;

/** Returns undefined if the text is not a position. */
function decodePosition(cursor: string): Position | undefined {
  const rowId = decodeRowId(cursor);
  if (rowId !== undefined) return rowId;
  const rank = decodeCursor(cursor, RankPosition);
  if (rank) return { value: rank[0], id: rank[1], rowId: rank[2], depth: rank[3] };
  const field = decodeCursor(cursor, FieldPosition);
  return field && { key: field[0], rowId: field[1] };
}

const bound = z.string().nullable().default(null);

/** The query parameters of a list that can be sorted by these fields, and by clicks. */
export const sortedPageQuery = (name: string, fields: readonly string[]) => {
  const names = [...fields, ...BY_CLICKS].flatMap((name): string[] => [name, `-${name}`]);
  return {
    sort: z
      .enum(names)
      .default(NEWEST_FIRST)
      .openapi({
        ...namedParameter(`${name}Sort`),
        description:
          'Field to sort by, with `-` for descending order; newest first by default. `clicks` are those in the period from `from` to `to`. ' +
          'Rows without clicks, or without a title, come last, newest first. ' +
          `A list sorted by \`clicks\` or \`lastClickAt\` ends after ${MAX_RANKED} rows; later pages are refused.`,
      }),
    from: bound.openapi({
      ...namedParameter('ClicksFrom'),
      description:
        'Start of the period in which clicks are counted: a date or a time. Only if sorted by clicks.',
    }),
    to: bound.openapi({
      ...namedParameter('ClicksTo'),
      description: 'End of this period: a date (inclusive) or a time (exclusive). Only if sorted by clicks.',
    }),
    createdFrom: bound.openapi({
      description: 'Only what was created from then on: a date or a time, for example `2026-05-12`.',
    }),
    createdTo: bound.openapi({
      description: 'Only what was created until then: a date (inclusive) or a time (exclusive).',
    }),
    timezone,
    limit: pageQuery.limit,
    cursor: cursorQuery(decodePosition),
  };
};

interface Created {
  createdFrom: string | null;
  createdTo: string | null;
  timezone: string;
}

/** The period of creation as the store compares it. Throws `validation` for a wrong time zone or bound. */
export function readCreated({ createdFrom, createdTo, timezone }: Created) {
  if (!isTimeZone(timezone)) throw invalid('?timezone', 'Must be an IANA time zone, such as Europe/Paris.');
  const read = (name: 'createdFrom' | 'createdTo', text: string | null, bound: 'from' | 'to') => {
    const at = text === null ? null : parseInstant(text, timezone, bound);
    if (at !== null || text === null) return at;
    throw invalid(
      `?${name}`,
      'Must be a day (2026-10-07) or an ISO 8601 time with an offset (2026-10-07T09:00:00Z).',
    );
  };
  const from = read('createdFrom', createdFrom, 'from');
  const to = read('createdTo', createdTo, 'to');
  if (from !== null && to !== null && from >= to)
    throw invalid('?createdTo', 'Must be later than createdFrom.');
  return { ...(from === null ? {} : { createdFrom: from }), ...(to === null ? {} : { createdTo: to }) };
}

/** The parameters of a page, as `sortedPageQuery` reads them. */
interface SortedQuery {
  sort: string;
  from: string | null;
  to: string | null;
  timezone: string;
  limit: number;
  cursor?: Position | undefined;
}

interface SortableList<Row, Field extends string> {
  fields: readonly Field[];
  newest(page: Page): Promise<Row[]>;
  sorted(slot: SortSlot<Field>): Promise<SortedRow<Row>[]>;
  byClicks(order: ClickOrder, slot: RankingSlot): Promise<RankedPage<Row>>;
}

/** Rows, the clicks in the period of each if the list is sorted by them, and the cursor of the next page. */
export interface RowPage<Row> {
  rows: Row[];
  clicks: number[];
  nextCursor: string | null;
}

/** One page of rows. */
export async function readRows<Row extends { rowId: number }, Field extends string>(
  c: ApiContext,
  { sort, from, to, timezone, limit, cursor = null as never }: SortedQuery,
  list: SortableList<Row, Field>,
): Promise<RowPage<Row>> {
  const descending = sort.startsWith('-');
  const name = sort.replace(/^-/, '');
  const after: Position | null = cursor;
  if (name !== 'clicks') refusePeriod({ from, to });
  if (sort === NEWEST_FIRST) {
    const before = typeof after === 'number' ? after : undefined;
    return { ...(await readPage(c, { limit, cursor: before }, list.newest)), clicks: [] };
  }
  const by = list.fields.find((field) => field === name);
  if (by !== undefined) return readSorted(c, list, { by, descending, after: fieldOf(after), limit });
  const order: ClickOrder =
    name === 'clicks' ? { by: 'clicks', from, to, timezone, descending } : { by: 'lastClickAt', descending };
  const { rows, next } = await list.byClicks(order, { after: rankOf(after), limit });
  return {
    rows: rows.map(({ row }) => row),
    clicks: order.by === 'clicks' ? rows.map(({ value }) => value) : [],
    nextCursor: next === null ? null : nextPageLink(c, encodeRank(next)),
  };
}

// The tag of a cursor names its sort, so a position of another kind does not come here.
const fieldOf = (after: Position | null) =>
  typeof after === 'object' && after && 'key' in after ? after : null;
const rankOf = (after: Position | null) =>
  typeof after === 'object' && after && 'value' in after ? after : null;

function refusePeriod(period: { from: string | null; to: string | null }): void {
  const given = Object.entries(period).find(([, value]) => value !== null);
  if (given) throw invalid(`?${given[0]}`, 'A period is allowed only with `sort=clicks` or `sort=-clicks`.');
}

async function readSorted<Row extends { rowId: number }, Field extends string>(
  c: ApiContext,
  list: SortableList<Row, Field>,
  slot: SortSlot<Field>,
): Promise<RowPage<Row>> {
  const found = await list.sorted({ ...slot, limit: slot.limit + 1 });
  const shown = found.slice(0, slot.limit);
  const last = found.length > slot.limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map(({ row }) => row),
    clicks: [],
    nextCursor: last ? nextPageLink(c, encodeCursor([last.key, last.row.rowId])) : null,
  };
}
