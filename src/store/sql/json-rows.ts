import { type Column, getTableColumns, getTableName, type SQL, sql, type Table } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';

/** As drivers take it. */
export type Value = string | number | null;

type Read<Item> = (item: Item) => Value;

/** How items fill the rows of a table. */
export interface RowForm<Item> {
  table: string;
  /** `"a", "b"` */
  columns: string;
  /** Of each column. A function of its own for each is read many times faster than properties by name. */
  reads: Read<Item>[];
}

/** Takes the columns by property name, as drizzle's `values()` does. */
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

/** Where rows stand in a statement, with placeholders for all that they hold. */
export interface RowPlaces {
  /** `"a", "b"`: the columns that the rows fill. */
  columns: SQL;
  /** The same columns' values, out of `rows`. */
  values: SQL;
  /** `json_each(…) row`. */
  rows: SQL;
  /** What stands beside each row, in the order given. */
  beside: SQL[];
}

/** Rows as one JSON parameter, so that any number of them fits into D1's 100 parameters. */
export interface JsonRows {
  /** Which columns are alike in all rows: rows of one shape go into one statement. */
  shape: string;
  places: RowPlaces;
  /** What fills the placeholders. */
  held: Record<string, Value>;
}

const SHAPES_KEPT = 200;
const shapes = new LRUCache<string, RowPlaces>({ max: SHAPES_KEPT });

/** At least one item. The lists `beside` hold a value for each, and are no columns. */
export function jsonRows<Item>(
  { table, columns, reads }: RowForm<Item>,
  items: readonly Item[],
  beside: Value[][] = [],
): JsonRows {
  const held: Record<string, Value> = {};
  const varying: Value[][] = [];
  let constants = 0;
  // Most columns are alike in all rows, and some hold the same: that travels once. The arrays are flat, since SQLite
  // would write out an inner one, and read it again, each time it is named.
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

/** A number is a place in the row's array. */
const reading = (place: string): SQL =>
  /^\d/.test(place) ? sql.raw(`row.value ->> ${place}`) : sql`${sql.placeholder(place)}`;
