import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Whether the column contains the text, ASCII case aside. D1 takes patterns of LIKE of 50 bytes, and texts of any length. */
export const contains = (column: SQLWrapper, text: string): SQL =>
  sql`instr(lower(${column}), lower(${text})) > 0`;

/** Whether a JSON list of tags has this one. */
export function hasTag(column: SQLWrapper, tag: string): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(${column}) WHERE value = ${tag})`;
}

/** The values of a list as one bound parameter: D1 binds at most 100. */
export function oneOf(column: SQLWrapper, values: readonly (string | number)[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

/** The same for a query that is kept: `list` is filled with the values as JSON. */
export function oneOfListed(column: SQLWrapper): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${sql.placeholder('list')}))`;
}

/**
 * The number of rows a query answers at most. Bound as it is, SQLite plans by its value: it would prepare the whole
 * statement again each time it is asked.
 */
export const atMost = (rows: number): SQL => sql`LIMIT (SELECT ${rows})`;
