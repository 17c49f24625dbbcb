import { type Column, getTableColumns, getTableName, type SQL, sql, type Table } from 'drizzle-orm';
import { createLRU } from 'lru.min';

/** A value that drivers can bind. */
export type SqlValue = string | number | null;

type Read<Item> = (item: Item) => SqlValue;

/** How items fill the rows of a table. */
export interface RowForm<Item> {
  table: string;
  /** `"a", "b"` */
  columns: string;
  /** A function for each column. Separate functions are many times faster than reading properties by name. */
  reads: Read<Item>[];
}

/** Defines a form by property names, as in drizzle's `values()`. */
export function rowForm<T extends Table, Reads extends Record<string, Read<never>>>(
  table: T,
  reads: Reads & Record<Exclude<keyof Reads, keyof T['$inferInsert']>, never>,
): RowForm<Parameters<Reads[keyof Reads]>[0]> {
  const all: Record<string, Column> = getTableColumns(table);
  return {
    table: getTableName(table),
    columns: Object.keys(reads)
      .map((property) => `"${all[property]?.name}"`)
      .join(', '),
    reads: Object.values(reads),
  };
}

/** The fragments of a statement that read the rows, with placeholders for all their values. */
export interface RowFragments {
  /** `"a", "b"`: the columns that the rows fill. */
  columns: SQL;
  /** The values of these columns, read from `rows`. */
  values: SQL;
  /** `json_each(…) row`. */
  rows: SQL;
  /** The extra values of each row, in the order given. */
  extras: SQL[];
}

/** Rows as one JSON parameter, so that any number of them fits into D1's 100 parameters. */
export interface JsonRows {
  /** Identifies which columns have the same value in all rows: rows of one shape can use the same statement. */
  shape: string;
  fragments: RowFragments;
  /** The values of the placeholders. */
  params: Record<string, SqlValue>;
}

const MAX_SHAPES = 200;
const shapes = createLRU<string, RowFragments>({ max: MAX_SHAPES });

/** Turns one or more items into rows. Each list of `extras` has a further value for each item, which fills no column. */
export function jsonRows<Item>(
  { table, columns, reads }: RowForm<Item>,
  items: readonly Item[],
  extras: SqlValue[][] = [],
): JsonRows {
  const params: Record<string, SqlValue> = {};
  const varying: SqlValue[][] = [];
  let constants = 0;
  // Most columns have the same value in all rows, and some have equal values: these are sent once. The arrays are
  // flat, because SQLite would serialize and parse an inner array each time it is named.
  const constant = (value: SqlValue): string => {
    const name = `${table}.${constants++}`;
    params[name] = value;
    return name;
  };
  const sourceOf = (list: SqlValue[]): string => {
    const [first = null] = list;
    if (list.every((value) => value === first)) return constant(first);
    const known = varying.findIndex((other) => other.every((value, index) => value === list[index]));
    return String(known === -1 ? varying.push(list) - 1 : known);
  };
  const [model] = items;
  const columnSources = reads.map((read) => {
    const first = model === undefined ? null : read(model);
    return items.every((item) => read(item) === first) ? constant(first) : sourceOf(items.map(read));
  });
  const extraSources = extras.map(sourceOf);
  params[table] = JSON.stringify(items.map((_, index) => varying.map((list) => list[index])));
  const shape = [columns, ...columnSources, ...extraSources].join();
  const fragments = shapes.get(shape) ?? {
    columns: sql.raw(columns),
    values: sql.join(columnSources.map(sourceSql), sql`, `),
    rows: sql`json_each(${sql.placeholder(table)}) row`,
    extras: extraSources.map(sourceSql),
  };
  shapes.set(shape, fragments);
  return { shape, fragments, params };
}

/** A number is an index of the row's array, anything else a placeholder. */
const sourceSql = (source: string): SQL =>
  /^\d/.test(source) ? sql.raw(`row.value ->> ${source}`) : sql`${sql.placeholder(source)}`;
