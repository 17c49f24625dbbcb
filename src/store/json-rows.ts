import { type Column, getTableColumns, type SQL, sql, type Table } from 'drizzle-orm';

/** Rows as one JSON parameter, so that any number of them fits into D1's 100 parameters. */
export interface JsonRows {
  /** `"a", "b"`: the columns that the rows fill. */
  columns: SQL;
  /** The same columns' values, out of `rows`. */
  values: SQL;
  /** `json_each(…) row`. */
  rows: SQL;
  /** Path, within `row.value`, of what stands beside each row. */
  beside: string;
}

type Value = string | number | null;

/**
 * Takes objects by property name, as drizzle's `values()` does; the first row says which columns are filled.
 * What stands `beside` a row travels with it and is no column.
 */
export function jsonRows<T extends Table>(
  table: T,
  rows: Partial<T['$inferInsert']>[],
  beside: unknown[] = [],
): JsonRows {
  const all: Record<string, Column> = getTableColumns(table);
  const filled = Object.entries(all).filter(([property]) => property in (rows[0] ?? {}));
  const varying: Value[][] = [];
  // Most columns are alike in all rows: those travel once, and nothing has to look for them in every row.
  const values = filled.map(([property, column]) => {
    const list = rows.map((row: Record<string, unknown>) => driverValue(column, row[property]));
    if (list.every((value) => value === list[0])) return sql`${list[0] ?? null}`;
    varying.push(list);
    return sql.raw(`row.value ->> ${varying.length - 1}`);
  });
  const list = rows.map((_, index) => [
    ...varying.map((column) => column[index]),
    ...beside.slice(index, index + 1),
  ]);
  return {
    columns: sql.raw(filled.map(([, column]) => `"${column.name}"`).join(', ')),
    values: sql.join(values, sql`, `),
    rows: sql`json_each(${JSON.stringify(list)}) row`,
    beside: `$[${varying.length}]`,
  };
}

function driverValue(column: Column, value: unknown): Value {
  if (value === undefined || value === null) return null;
  const mapped = column.mapToDriverValue(value);
  return typeof mapped === 'number' ? mapped : String(mapped);
}
