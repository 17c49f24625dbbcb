import type Database from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { LRUCache } from 'lru-cache';
import * as schema from '../../../store/schema/main.ts';
import { compileQuery } from '../../../store/sql/compile.ts';
import type { Engine, Row, Statement } from '../../../store/sql/engine.ts';
import type { SqlValue } from '../../../store/sql/json-rows.ts';
import { insertText, type RowInsert, type RowTarget } from '../../../store/sql/row-inserts.ts';

/** Bounds of one cache of prepared statements, of which a connection has two. */
const MAX_STATEMENTS = 300;
const MAX_STATEMENT_BYTES = 2_000_000;
/** What SQLite allocates for a prepared statement, as measured with those of the statistics. */
const BYTES_PER_CHARACTER = 8;

/** Rows per INSERT statement, as large statements cost less per row, and per statement for what is left. */
const ROWS_PER_INSERT = 16;
const ROWS_PER_SMALL_INSERT = [4, 1];

/** The same connection with a cache of prepared statements. */
function cachingStatements(connection: Database.Database, beforeWrite = () => {}): Database.Database {
  const prepared = new LRUCache<string, Database.Statement>({
    max: MAX_STATEMENTS,
    maxSize: MAX_STATEMENT_BYTES,
    sizeCalculation: (_, text) => text.length * BYTES_PER_CHARACTER,
  });
  const prepare = (text: string) => {
    const known = prepared.get(text);
    const statement = known ?? connection.prepare(text);
    if (!known) prepared.set(text, statement);
    if (!statement.readonly) beforeWrite();
    return statement;
  };
  return Object.assign(Object.create(connection), { prepare });
}

/** Inserts rows in order, several per statement. */
function rowInserter(connection: Database.Database): (insert: RowInsert) => void {
  const prepared = new WeakMap<RowTarget, Record<number, Database.Statement>>();
  const statementFor = (target: RowTarget, count: number): Database.Statement => {
    const known = prepared.get(target) ?? {};
    prepared.set(target, known);
    known[count] ??= connection.prepare(insertText(target, count));
    return known[count];
  };
  // better-sqlite3 reads a single array argument more slowly.
  const run = (into: RowTarget, count: number, values: SqlValue[]) =>
    statementFor(into, count).run(...values);
  const insertRest = (into: RowTarget, values: SqlValue[]) => {
    const columns = into.columns.length;
    for (let done = 0; done < values.length; ) {
      const count = ROWS_PER_SMALL_INSERT.find((size) => done + size * columns <= values.length) ?? 1;
      const end = done + count * columns;
      run(into, count, values.slice(done, end));
      done = end;
    }
  };
  return ({ into, rows }) => {
    let values: SqlValue[] = [];
    for (const row of rows) {
      for (const value of row) values.push(value); // several times as fast as `flat`
      if (values.length < ROWS_PER_INSERT * row.length) continue;
      run(into, ROWS_PER_INSERT, values);
      values = [];
    }
    insertRest(into, values);
  };
}

const isInsert = (statement: Statement): statement is RowInsert => 'rows' in statement;

/**
 * An engine on better-sqlite3 with cached statements. `lock` is how a transaction begins: `immediate` for the only writer
 * of a file, `deferred` if another file is attached, which `immediate` would lock too. `beforeWrite` may throw to prevent
 * a write.
 */
export function sqliteEngine(
  connection: Database.Database,
  lock: 'immediate' | 'deferred',
  beforeWrite = () => {},
): Engine {
  // Drizzle switches its statements to rows without column names, so it gets a cache of its own.
  const [ours, drizzles] = [cachingStatements(connection), cachingStatements(connection, beforeWrite)];
  const inTransaction = connection.transaction((work: () => Row[][]) => work());
  // SQLite returns strings, numbers and nulls here: no query selects a blob.
  const rowsOf = (query: SQL, values?: Record<string, unknown>): Row[] => {
    const { text, params } = compileQuery(query, values);
    const statement = ours.prepare(text);
    if (statement.reader) return statement.all(...params) as Row[];
    statement.run(...params);
    return [];
  };
  const insert = rowInserter(connection);
  const apply = (statement: Statement, values?: Record<string, unknown>): Row[] => {
    if (!isInsert(statement)) return rowsOf(statement, values);
    insert(statement);
    return [];
  };

  return {
    db: drizzle(drizzles, { schema }),
    async atomic(statements, values) {
      beforeWrite();
      return inTransaction[lock](() => statements.map((statement) => apply(statement, values)));
    },
    async read(queries, values) {
      return inTransaction.deferred(() => queries.map((query) => rowsOf(query, values)));
    },
  };
}
