import { fillPlaceholders, type Query, type SQL } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';

const dialect = new SQLiteSyncDialect(); // D1 uses the same SQL
const compiled = new WeakMap<SQL, Query>();

/**
 * The text and parameters of a query; `values` fill its placeholders. A query object that is used again is compiled
 * only once.
 */
export function compileQuery(
  query: SQL,
  values: Record<string, unknown> = {},
): { text: string; params: unknown[] } {
  const known = compiled.get(query) ?? dialect.sqlToQuery(query);
  compiled.set(query, known);
  return { text: known.sql, params: fillPlaceholders(known.params, values) };
}
