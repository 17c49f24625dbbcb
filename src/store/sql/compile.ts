import { fillPlaceholders, type Query, type SQL, sql } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';

const dialect = new SQLiteSyncDialect(); // D1 speaks the same SQL
const compiled = new WeakMap<SQL, Query>();

/** Text and parameters of a query. One that is kept and asked again is built once; `values` fill its placeholders. */
export function compile(
  query: SQL,
  values: Record<string, unknown> = {},
): { text: string; params: unknown[] } {
  const known = compiled.get(query) ?? dialect.sqlToQuery(query);
  compiled.set(query, known);
  return { text: known.sql, params: fillPlaceholders(known.params, values) };
}

/** The same as plain text, for what is a part of many queries: it is put together once, and binds nothing. */
export const asText = (part: SQL): SQL => sql.raw(dialect.sqlToQuery(part.inlineParams()).sql);
