/** The rows of a list in the order that its address asks for, from the same functions as the lists of the API. */
import type { ChangeOrder } from '../../../stats/rank-by-change.ts';
import type { ClickOrder, ClickPosition, RankedPage, RankingSlot } from '../../../stats/rank-by-clicks.ts';
import type { Page, SortedRow, SortPosition, SortSlot } from '../../../store-ports/row-page.ts';
import type { Period } from '../period.ts';
import type { ListQuery, ListSort } from './list-query.ts';

type Field = 'createdAt' | 'updatedAt' | 'title' | 'slug';

/** How a list is read in each kind of order. */
export interface Orders<Row, By extends Field> {
  newest(page: Page): Promise<Row[]>;
  sorted(slot: SortSlot<By>): Promise<SortedRow<Row>[]>;
  byClicks(order: ClickOrder, slot: RankingSlot): Promise<RankedPage<Row>>;
  byChange(order: ChangeOrder, slot: RankingSlot): Promise<RankedPage<Row>>;
}

export interface OrderedPage<Row> {
  rows: Row[];
  /** Where the next page begins; null after the last one. */
  next: string | null;
}

/** The orders by a field of the rows. */
const BY_FIELD = {
  oldest: { by: 'createdAt', descending: false },
  updated: { by: 'updatedAt', descending: true },
  title: { by: 'title', descending: false },
  slug: { by: 'slug', descending: false },
} as const satisfies Partial<Record<ListSort, { by: Field; descending: boolean }>>;

const isByField = (sort: ListSort): sort is keyof typeof BY_FIELD => Object.hasOwn(BY_FIELD, sort);

/** A position of a ranking: value, row, depth and id. */
const rankText = ({ value, rowId, depth, id }: ClickPosition): string => [value, rowId, depth, id].join('.');

function readRank(text: string): ClickPosition | null {
  const [, value, rowId, depth, id] = /^(-?\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\w{1,64})$/.exec(text) ?? [];
  if (id === undefined) return null;
  return { value: Number(value), rowId: Number(rowId), depth: Number(depth), id };
}

/** A position of a sorted list: row and key. */
const keyText = ({ key, rowId }: SortPosition): string => `${rowId}.${JSON.stringify(key)}`;

function readKey(text: string): SortPosition | null {
  const [, rowId, json = ''] = /^(\d{1,15})\.(.+)$/s.exec(text) ?? [];
  if (rowId === undefined) return null;
  try {
    const key: unknown = JSON.parse(json);
    const isKey = key === null || typeof key === 'string' || typeof key === 'number';
    return isKey ? { key, rowId: Number(rowId) } : null;
  } catch {
    return null;
  }
}

function rankedBy<Row, By extends Field>(
  orders: Orders<Row, By>,
  sort: ListSort,
  { from, to, before }: Period,
  timezone: string,
  slot: RankingSlot,
): Promise<RankedPage<Row>> {
  if (sort === 'lastClick') return orders.byClicks({ by: 'lastClickAt', descending: true }, slot);
  if (sort === 'clicks') return orders.byClicks({ by: 'clicks', descending: true, from, to, timezone }, slot);
  return orders.byChange({ descending: sort === 'gain', now: { from, to }, before, timezone }, slot);
}

/** One page. A position that is not one of this order begins at the first row. */
export async function readOrdered<Row extends { rowId: number }, By extends Field>(
  orders: Orders<Row, By>,
  { sort, after }: Pick<ListQuery, 'sort' | 'after'>,
  { period, zone, limit }: { period: Period; zone: string; limit: number },
): Promise<OrderedPage<Row>> {
  if (sort === 'newest') {
    const before = /^\d{1,15}$/.test(after) ? Number(after) : null;
    const rows = await orders.newest({ limit: limit + 1, before });
    return cut(
      rows,
      limit,
      (row) => String(row.rowId),
      (row) => row,
    );
  }
  if (isByField(sort)) {
    const slot = { ...BY_FIELD[sort], after: readKey(after), limit: limit + 1 };
    // A list is only asked for its own orders.
    const rows = await orders.sorted(slot as SortSlot<By>);
    return cut(
      rows,
      limit,
      ({ key, row }) => keyText({ key, rowId: row.rowId }),
      ({ row }) => row,
    );
  }
  const { rows, next } = await rankedBy(orders, sort, period, zone, { after: readRank(after), limit });
  return { rows: rows.map(({ row }) => row), next: next && rankText(next) };
}

function cut<Found, Row>(
  found: Found[],
  limit: number,
  positionOf: (last: Found) => string,
  rowOf: (each: Found) => Row,
): OrderedPage<Row> {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { rows: shown.map(rowOf), next: last === undefined ? null : positionOf(last) };
}
