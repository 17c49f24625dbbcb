import { type Column, getTableColumns, getTableName, type SQL, sql, type Table } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';

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
  /** Which columns are filled and which are alike in all rows: rows of one shape go into one statement. */
  shape: string;
  places: RowPlaces;
  /** What fills the placeholders. */
  held: Record<string, Value>;
}

type Value = string | number | null;

const SHAPES_KEPT = 200;
const shapes = new LRUCache<string, RowPlaces>({ max: SHAPES_KEPT });

/**
 * Takes objects by property name, as drizzle's `values()` does; the first row says which columns are filled. The
 * lists `beside` hold a value for each row, and are no columns.
 */
export function jsonRows<T extends Table>(
  table: T,
  rows: Partial<T['$inferInsert']>[],
  beside: Value[][] = [],
): JsonRows {
  const all: Record<string, Column> = getTableColumns(table);
  const filled = Object.entries(all).filter(([property]) => property in (rows[0] ?? {}));
  const name = getTableName(table);
  const held: Record<string, Value> = {};
  const varying: Value[][] = [];
  let constants = 0;
  // Most columns are alike in all rows, and some hold the same: that travels once. The arrays are flat, since SQLite
  // would write out an inner one, and read it again, each time it is named.
  const placeOf = (list: Value[]): string => {
    const [first = null] = list;
    if (list.every((value) => value === first)) return hold(first);
    const known = varying.findIndex((other) => other.every((value, index) => value === list[index]));
    return String(known === -1 ? varying.push(list) - 1 : known);
  };
  const hold = (value: Value): string => {
    const place = `${name}.${constants++}`;
    held[place] = value;
    return place;
  };
  const columnPlaces = filled.map(([property, column]) => placeOf(driverValues(column, property, rows)));
  const besidePlaces = beside.map(placeOf);
  held[name] = JSON.stringify(rows.map((_, index) => varying.map((list) => list[index])));
  const columns = filled.map(([, column]) => `"${column.name}"`).join(', ');
  const shape = [columns, ...columnPlaces, ...besidePlaces].join();
  const places = shapes.get(shape) ?? {
    columns: sql.raw(columns),
    values: sql.join(columnPlaces.map(reading), sql`, `),
    rows: sql`json_each(${sql.placeholder(name)}) row`,
    beside: besidePlaces.map(reading),
  };
  shapes.set(shape, places);
  return { shape, places, held };
}

/** A number is a place in the row's array. */
const reading = (place: string): SQL =>
  /^\d/.test(place) ? sql.raw(`row.value ->> ${place}`) : sql`${sql.placeholder(place)}`;

function driverValues(column: Column, property: string, rows: Record<string, unknown>[]): Value[] {
  const first = rows[0]?.[property];
  if (rows.every((row) => row[property] === first)) return [driverValue(column, first)];
  return rows.map((row) => driverValue(column, row[property]));
}

function driverValue(column: Column, value: unknown): Value {
  if (value === undefined || value === null) return null;
  const mapped = column.mapToDriverValue(value);
  return typeof mapped === 'number' ? mapped : String(mapped);
}
