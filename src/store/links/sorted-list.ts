/** Lists of links and contents in the order of one of their fields: all rows that the filters accept are compared. */
import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { SortedRow, SortPosition, SortSlot } from '../../store-ports/row-page.ts';
import { inJsonList, limitSubquery } from '../sql/conditions.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { FIRST_ROWS, MAX_ROWS, type Search } from './search.ts';

/** What a list is sorted by. */
export interface SortColumn {
  key: SQL;
  /** Whether some rows have no value; those come last. */
  nullable?: boolean;
}

interface SortedList<Row, Field extends string> {
  slot: SortSlot<Field>;
  /** The row id and the keys of the fields by which the list can be sorted. */
  rowId: SQL;
  column: SortColumn;
  /** The tables with their joins, and the conditions of the filters. */
  from: SQL;
  where: SQL;
  /** Whether the rows are found without reading all others. */
  isFree: boolean;
  firstOf: Search<Row>['firstOf'];
  /** The rows with these row ids, in any order. */
  load(condition: SQL): Promise<Row[]>;
  elsewhere?: (() => Promise<SortedRow<Row>[]>) | undefined;
}

/** The rows after a position. Ties are in the order of their row ids. */
function isAfter({ key, nullable }: SortColumn, rowId: SQL, after: SortPosition | null, than: SQL): SQL {
  if (after === null) return sql`true`;
  const later = sql`${rowId} ${than} ${after.rowId}`;
  if (after.key === null) return sql`${key} IS NULL AND ${later}`;
  const own = sql`${key} ${than} ${after.key} OR (${key} = ${after.key} AND ${later})`;
  return nullable ? sql`(${own} OR ${key} IS NULL)` : sql`(${own})`;
}

/** One page of a sorted list. Throws `query_too_large` if it would have to compare too many rows. */
export async function readSorted<Row extends { rowId: number }, Field extends string>(
  { read }: Pick<Reader, 'read'>,
  list: SortedList<Row, Field>,
): Promise<SortedRow<Row>[]> {
  const { slot, rowId, column, from, where, isFree, firstOf, load, elsewhere } = list;
  const hasMore = async (rows: number) => (await firstOf(Number.MAX_SAFE_INTEGER, rows)) > 0;
  if (!isFree && elsewhere && (await hasMore(FIRST_ROWS))) return elsewhere();
  if (!isFree && !elsewhere && (await hasMore(MAX_ROWS))) {
    throw new AppError(
      'query_too_large',
      `More than ${MAX_ROWS.toLocaleString('en')} rows cannot be sorted by this field. Use the default order.`,
    );
  }
  const than = raw(slot.descending ? '<' : '>');
  const direction = raw(slot.descending ? 'DESC' : 'ASC');
  const nullsLast = column.nullable ? sql`${column.key} IS NULL, ` : sql``;
  const [sorted = []] = await read([
    sql`SELECT ${rowId} AS id, ${column.key} AS key FROM ${from}
      WHERE ${where} AND ${isAfter(column, rowId, slot.after, than)}
      ORDER BY ${nullsLast}${column.key} ${direction}, ${rowId} ${direction} ${limitSubquery(slot.limit)}`,
  ]);
  const ids = sorted.map(({ id }) => Number(id));
  const rows = await load(inJsonList(rowId, ids));
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  return sorted.flatMap(({ id, key }) => {
    const row = byId.get(Number(id));
    return row ? [{ row, key: key ?? null }] : [];
  });
}

/** Two lists as one, newest first. */
export const newestOf = <Row extends { rowId: number }>(lists: Row[][], most: number): Row[] =>
  lists
    .flat()
    .sort((one, other) => other.rowId - one.rowId)
    .slice(0, most);
