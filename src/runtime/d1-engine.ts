import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { compile } from '../store/compile.ts';
import type { Engine, Row } from '../store/engine.ts';
import * as schema from '../store/schema.ts';

/** D1: one database for all tables; a batch is its transaction and its snapshot. */
export function d1Engine(database: D1Database): Engine {
  // Drizzle's own batch cannot bind the parameters of raw statements.
  const prepare = (query: SQL, values?: Record<string, unknown>) => {
    const { text, params } = compile(query, values);
    return database.prepare(text).bind(...params);
  };
  const batch = async (statements: D1PreparedStatement[]) => {
    const answers = await database.batch<Row>(statements);
    return answers.map(({ results }) => results);
  };
  return {
    db: drizzle(database, { schema }),
    async atomic(statements, values) {
      return statements.length === 0 ? [] : batch(statements.map((statement) => prepare(statement, values)));
    },
    read: (queries, values) => batch(queries.map((query) => prepare(query, values))),
  };
}
