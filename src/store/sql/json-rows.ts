import { type Column, getTableColumns, getTableName, type SQL, sql, type Table } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';

/** A value that drivers can bind. */
export type Value = string | number | null;

type Read<Item> = (item: Item) => Value;

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
export interface RowPlaces {
  /** `"a", "b"`: the columns that the rows fill. */
  columns: SQL;
  /** The values of these columns, read from `rows`. */
  values: SQL;
  /** `json_each(…) row`. */
  rows: SQL;
  /** The extra values of each row, in the order given. */
  beside: SQL[];
}

/** Rows as one JSON parameter, so that any number of them fits into D1's 100 parameters. */
export interface JsonRows {
  /** Identifies which columns have the same value in all rows: rows of one shape can use the same statement. */
  shape: string;
  places: RowPlaces;
  /** The values of the placeholders. */
  held: Record<string, Value>;
}

const SHAPES_KEPT = 200;
const shapes = new LRUCache<string, RowPlaces>({ max: SHAPES_KEPT });

/**
 * Turns one or more items into rows. Each list of `extras` has a further value for each item, which fills no column.
 */
export function jsonRows<Item>(
  { table, columns, reads }: RowForm<Item>,
  items: readonly Item[],
  beside: Value[][] = [],
): JsonRows {
  const held: Record<string, Value> = {};
  const varying: Value[][] = [];
  let constants = 0;
  // Most columns have the same value in all rows, and some have equal values: these are sent once. The arrays are
  // flat, because SQLite would serialize and parse an inner array each time it is named.
  const placeOf = (list: Value[]): string => {
    const [first = null] = list;
    if (list.every((value) => value === first)) {
      const place = `${table}.${constants++}`;
      held[place] = first;
      return place;
    }
    const known = varying.findIndex((other) => other.every((value, index) => value === list[index]));
    return String(known === -1 ? varying.push(list) - 1 : known);
  };
  const columnPlaces = reads.map((read) => placeOf(items.map(read)));
  const besidePlaces = beside.map(placeOf);
  held[table] = JSON.stringify(items.map((_, index) => varying.map((list) => list[index])));
  const shape = [columns, ...columnPlaces, ...besidePlaces].join();
  const places = shapes.get(shape) ?? {
    columns: sql.raw(columns),
    values: sql.join(columnPlaces.map(reading), sql`, `),
    rows: sql`json_each(${sql.placeholder(table)}) row`,
    beside: besidePlaces.map(reading),
  };
  shapes.set(shape, places);
  return { shape, places, held };
}

/** A number is an index of the row's array, anything else a placeholder. */
const reading = (place: string): SQL =>
  /^\d/.test(place) ? sql.raw(`row.value ->> ${place}`) : sql`${sql.placeholder(place)}`;
