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
  return {
    db: drizzle(database, { schema }),
    async atomic(statements) {
      if (statements.length > 0) await database.batch(statements.map((statement) => prepare(statement)));
    },
    async read(queries, values) {
      const answers = await database.batch<Row>(queries.map((query) => prepare(query, values)));
      return answers.map(({ results }) => results);
    },
  };
}
