import type Database from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { LRUCache } from 'lru-cache';
import { compile } from '../../store/compile.ts';
import type { Engine, Row } from '../../store/engine.ts';
import * as schema from '../../store/schema.ts';

const STATEMENTS_KEPT = 300;

/** The same connection, preparing each text once. */
function preparingOnce(connection: Database.Database): Database.Database {
  const prepared = new LRUCache<string, Database.Statement>({ max: STATEMENTS_KEPT });
  const prepare = (text: string) => {
    const statement = prepared.get(text) ?? connection.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  return Object.assign(Object.create(connection), { prepare });
}

/**
 * better-sqlite3, statements prepared once. `lock` says how a transaction begins: `immediate` for the one
 * writer of a file, `deferred` where another file is attached, which `immediate` would lock as well.
 */
export function sqliteEngine(connection: Database.Database, lock: 'immediate' | 'deferred'): Engine {
  // Drizzle switches its statements to rows without names: ours must be others.
  const [ours, theirs] = [preparingOnce(connection), preparingOnce(connection)];
  const inTransaction = connection.transaction((work: () => Row[][]) => work());
  // SQLite hands out texts, numbers and nulls here: no query selects a blob.
  const rowsOf = (query: SQL, values?: Record<string, unknown>): Row[] => {
    const { text, params } = compile(query, values);
    const statement = ours.prepare(text);
    if (statement.reader) return statement.all(...params) as Row[];
    statement.run(...params);
    return [];
  };

  return {
    db: drizzle(theirs, { schema }),
    async atomic(statements, values) {
      return inTransaction[lock](() => statements.map((statement) => rowsOf(statement, values)));
    },
    async read(queries, values) {
      return inTransaction.deferred(() => queries.map((query) => rowsOf(query, values)));
    },
  };
}
