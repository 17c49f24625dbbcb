/** Lists of links and contents by filters that no index answers: they are read in windows of rows. */
import { and, gte, lt, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { CreatedFilter } from '../../links/link.ts';
import { foldText } from '../../links/search-text.ts';
import type { Page } from '../../store-ports/row-page.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** Rows of the first window: it completes the page of a filter that accepts many rows. */
export const FIRST_ROWS = 2_000;
const ROWS_PER_WINDOW = 50_000;
/** A list reads no more rows than these. It is what a database in which nobody can cancel a query can afford. */
export const MAX_ROWS = 2_000_000;

/**
 * Whether one of the texts contains `q`, ignoring case and accents. `ascii` columns contain only ASCII; `folded` is the
 * folded form of the `texts`, or null if they are ASCII. (D1 limits patterns of LIKE to 50 bytes.)
 */
export function containsText(
  q: string,
  { ascii, texts, folded }: Record<'ascii' | 'texts', SQLWrapper[]> & { folded: SQLWrapper },
): SQL {
  const wanted = foldText(q);
  const inText = (column: SQLWrapper) => sql`instr(upper(${column}), ${wanted}) > 0`;
  const plain = texts.map((text) => sql`(${folded} IS NULL AND ${inText(text)})`);
  return sql`(${sql.join([...ascii.map(inText), ...plain, sql`instr(${folded}, ${wanted}) > 0`], sql` OR `)})`;
}

/**
 * Whether rows are archived; no condition for null. If `names` are given, rows are found by them: SQLite would otherwise prefer the index of
 * listed rows, because that has the order of lists, and read all of them.
 */
export const isArchived = (column: SQLWrapper, archived: boolean | null, names: unknown): SQL | undefined =>
  archived === null ? undefined : sql`${raw(names === undefined ? '' : '+')}${column} = ${Number(archived)}`;

/** Whether a row was created in a period of UTC milliseconds, `to` exclusive. */
export const wasCreated = (column: SQLWrapper, { createdFrom, createdTo }: CreatedFilter): SQL | undefined =>
  and(
    createdFrom === undefined ? undefined : gte(column, createdFrom),
    createdTo === undefined ? undefined : lt(column, createdTo),
  );

/** A title as it is sorted: ignoring case and accents, by its first characters. */
export const titleKey = (title: SQLWrapper, folded: SQLWrapper): SQL =>
  sql`CASE WHEN ${title} IS NOT NULL THEN substr(coalesce(${folded}, upper(${title})), 1, 100) END`;

/** Rows with ids below `before` (null for all), and from `from` on. */
export interface IdWindow extends Page {
  from?: number;
}

/** The condition that a row is in the window. */
export const inWindow = (rowId: SQLWrapper, { from = 0, before }: IdWindow): SQL | undefined =>
  and(from === 0 ? undefined : gte(rowId, from), before === null ? undefined : lt(rowId, before));

export interface Search<Row> {
  page: Page;
  /** The rows of a window that the filters accept, newest first. */
  read(window: IdWindow): Promise<Row[]>;
  /** The first id of a window with about so many rows that ends below `before`; 0 if there are no more. */
  firstOf(before: number, rows: number): Promise<number>;
  /** Continues the search where others do not wait for it. */
  elsewhere?: ((page: Page) => Promise<Row[]>) | undefined;
}

/** One page of a list. Throws `query_too_large` if it would read too many rows. */
export async function searchNewest<Row>({ page, read, firstOf, elsewhere }: Search<Row>): Promise<Row[]> {
  const found: Row[] = [];
  let before = page.before ?? Number.MAX_SAFE_INTEGER;
  for (let rows = 0, size = FIRST_ROWS; rows < MAX_ROWS; rows += size, size = ROWS_PER_WINDOW) {
    const from = await firstOf(before, size);
    found.push(...(await read({ from, before, limit: page.limit - found.length })));
    if (found.length >= page.limit || from <= 0) return found;
    before = from;
    if (elsewhere) return [...found, ...(await elsewhere({ limit: page.limit - found.length, before }))];
  }
  throw new AppError(
    'query_too_large',
    `This list would read more than ${MAX_ROWS.toLocaleString('en')} rows. Use filters that accept more of them.`,
  );
}

/**
 * Finds the first id of a window by an index; `candidates` are a table with conditions that the index answers. Of
 * several, the window reaches to the first of the last ones.
 */
export const firstIdByIndex =
  ({ read }: Pick<Reader, 'read'>, ...candidates: SQL[]): Search<unknown>['firstOf'] =>
  async (before, rows) => {
    const found = await read(
      candidates.map(
        (rowsOf) =>
          sql`SELECT id FROM ${rowsOf} AND id < ${before} ORDER BY id DESC LIMIT 1 OFFSET ${raw(rows)}`,
      ),
    );
    return Math.max(0, ...found.map(([row]) => Number(row?.id ?? 0)));
  };

/** The rows of a table that lists show: not deleted, and archived or not; null for both. */
export const listedIn = (table: 'links' | 'contents', archived: boolean | null): SQL[] =>
  (archived === null ? [false, true] : [archived]).map(
    (each) => sql`${raw(table)} WHERE archived = ${raw(Number(each))} AND deleted_at IS NULL`,
  );
