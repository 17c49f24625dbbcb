import { type Column, getTableColumns, type SQL, sql, type Table } from 'drizzle-orm';

/** Rows as one JSON parameter, so that any number of them fits into D1's 100 parameters. */
export interface JsonRows {
  /** `"a", "b"`: the columns that the rows fill. */
  columns: SQL;
  /** The same columns' values, out of `rows`. */
  values: SQL;
  /** `json_each(…) row`. */
  rows: SQL;
}

/** Takes objects by property name, as drizzle's `values()` does; the first row says which columns are filled. */
export function jsonRows<T extends Table>(table: T, rows: Partial<T['$inferInsert']>[]): JsonRows {
  const all: Record<string, Column> = getTableColumns(table);
  const filled = Object.entries(all).filter(([property]) => property in (rows[0] ?? {}));
  const list = rows.map((row: Record<string, unknown>) =>
    filled.map(([property, column]) => {
      const value = row[property] ?? null;
      return value === null ? null : column.mapToDriverValue(value);
    }),
  );
  return {
    columns: sql.raw(filled.map(([, column]) => `"${column.name}"`).join(', ')),
    values: sql.raw(filled.map((_, index) => `row.value ->> ${index}`).join(', ')),
    rows: sql`json_each(${JSON.stringify(list)}) row`,
  };
}
