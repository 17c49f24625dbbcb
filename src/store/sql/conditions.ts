import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Whether a JSON list of tags contains one of these. */
export function hasTag(column: SQLWrapper, tags: readonly string[]): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(${column}) own WHERE own.value IN ${jsonList(tags)})`;
}

/** Whether the column has one of these values, which are bound as one parameter: D1 binds at most 100. */
export function inJsonList(column: SQLWrapper, values: readonly (string | number)[]): SQL {
  return sql`${column} IN ${jsonList(values)}`;
}

/** The same for a prepared query, whose placeholder `list` is filled with the values as JSON. */
export function inJsonParam(column: SQLWrapper): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${sql.placeholder('list')}))`;
}

/**
 * Limits the rows that a query answers. SQLite plans a bound LIMIT by its value, and would prepare the whole
 * statement again for every execution; it does not look into a subquery.
 */
export const limitSubquery = (rows: number): SQL => sql`LIMIT (SELECT ${rows})`;

/** The same for a part of the rows, from `offset` on. */
export const partOfRows = (rows: number, offset: number): SQL =>
  sql`${limitSubquery(rows)} OFFSET (SELECT ${offset})`;

/** A list of values for `IN`, which are bound as one parameter: D1 binds at most 100. */
export const jsonList = (values: readonly unknown[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** All of these conditions; true if there are none. */
export const allOf = (conditions: readonly SQL[]): SQL => sql.join([sql`true`, ...conditions], sql` AND `);
