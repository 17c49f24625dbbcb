/** Lists of links and of contents that filters accept: newest first, or in the order of a field. */
import { type SQL, sql } from 'drizzle-orm';
import type { Page, SortedRow, SortSlot } from '../../store-ports/row-page.ts';
import type { Reader } from '../sql/engine.ts';
import { type IdWindow, type Search, searchNewest } from './search.ts';
import { newestOf, readSorted, type SortColumn } from './sorted-list.ts';

export interface FilteredLists<Row, Filter, Field extends string> {
  list(filter: Filter, page: Page): Promise<Row[]>;
  sorted(filter: Filter, slot: SortSlot<Field>): Promise<SortedRow<Row>[]>;
}

/** How one kind of rows is found. */
interface Source<Row, Filter, Field extends string> {
  rowId: SQL;
  /** The tables with their joins. */
  from: SQL;
  matches(filter: Filter): SQL | undefined;
  columns: Record<Field, SortColumn>;
  /** Whether an index finds the few rows. */
  isNamed(filter: Filter): boolean;
  firstOf(filter: Filter): Search<Row>['firstOf'];
  /** The rows of a window that the filter accepts, newest first. */
  newest(filter: Filter, window: IdWindow): Promise<Row[]>;
  /** The rows with these row ids, in any order. */
  load(condition: SQL): Promise<Row[]>;
}

/** Whether a filter accepts every row that is listed at all. */
const isFree = ({ archived, ...others }: { archived: boolean | null }) =>
  Object.values(others).every((value) => value === undefined);

/** Lists rows; `elsewhere` continues what reads too many of them. */
export function createFilteredLists<
  Row extends { rowId: number },
  Filter extends { archived: boolean | null },
  Field extends string,
>(
  reader: Pick<Reader, 'read'>,
  { rowId, from, matches, columns, isNamed, firstOf, newest, load }: Source<Row, Filter, Field | 'createdAt'>,
  elsewhere?: FilteredLists<Row, Filter, Field>,
): FilteredLists<Row, Filter, Field> {
  const list = async (filter: Filter, page: Page): Promise<Row[]> => {
    if (filter.archived === null) {
      const both = [list({ ...filter, archived: false }, page), list({ ...filter, archived: true }, page)];
      return newestOf(await Promise.all(both), page.limit);
    }
    if (isNamed(filter) || isFree(filter)) return newest(filter, page);
    return searchNewest<Row>({
      page,
      read: (window) => newest(filter, window),
      firstOf: firstOf(filter),
      elsewhere: elsewhere && ((rest) => elsewhere.list(filter, rest)),
    });
  };
  return {
    list,
    sorted: (filter, slot) =>
      readSorted<Row, Field>(reader, {
        ...{ slot, rowId, from, load, column: columns[slot.by], firstOf: firstOf(filter) },
        where: matches(filter) ?? sql`true`,
        isFree: isNamed(filter) || (slot.by === 'createdAt' && isFree(filter)),
        elsewhere: elsewhere && (() => elsewhere.sorted(filter, slot)),
      }),
  };
}
