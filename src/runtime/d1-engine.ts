import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import type { Engine, Row } from '../store/engine.ts';
import * as schema from '../store/schema.ts';

const dialect = new SQLiteAsyncDialect();

/** D1: one database for all tables; a batch is its transaction and its snapshot. */
export function d1Engine(database: D1Database): Engine {
  // Drizzle's own batch cannot bind the parameters of raw statements.
  const prepare = (query: SQL) => {
    const { sql, params } = dialect.sqlToQuery(query);
    return database.prepare(sql).bind(...params);
  };
  return {
    db: drizzle(database, { schema }),
    async atomic(statements) {
      if (statements.length > 0) await database.batch(statements.map(prepare));
    },
    async read(queries) {
      const answers = await database.batch<Row>(queries.map(prepare));
      return answers.map(({ results }) => results);
    },
  };
}
