import type Database from 'better-sqlite3';
import type { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { LRUCache } from 'lru-cache';
import type { Engine, Row } from '../../store/engine.ts';
import * as schema from '../../store/schema.ts';

const dialect = new SQLiteSyncDialect();

/**
 * better-sqlite3, statements prepared once. `lock` says how a transaction begins: `immediate` for the one
 * writer of a file, `deferred` where another file is attached, which `immediate` would lock as well.
 */
export function sqliteEngine(connection: Database.Database, lock: 'immediate' | 'deferred'): Engine {
  const prepared = new LRUCache<string, Database.Statement>({ max: 300 });
  const prepare = (query: ReturnType<typeof sql>) => {
    const { sql: text, params } = dialect.sqlToQuery(query);
    let statement = prepared.get(text);
    if (!statement) {
      statement = connection.prepare(text);
      prepared.set(text, statement);
    }
    return { statement, params };
  };
  const inTransaction = connection.transaction((work: () => unknown) => work());

  return {
    db: drizzle(connection, { schema }),
    async atomic(statements) {
      inTransaction[lock](() => {
        for (const query of statements) {
          const { statement, params } = prepare(query);
          statement.run(...params);
        }
      });
    },
    async read(queries) {
      const rows = inTransaction.deferred(() =>
        queries.map((query) => {
          const { statement, params } = prepare(query);
          return statement.all(...params);
        }),
      );
      return rows as Row[][]; // SQLite hands out texts, numbers and nulls here: no query selects a blob
    },
  };
}
