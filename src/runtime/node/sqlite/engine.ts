import type Database from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { LRUCache } from 'lru-cache';
import * as schema from '../../../store/schema/main.ts';
import { compile } from '../../../store/sql/compile.ts';
import type { Engine, Row, Statement } from '../../../store/sql/engine.ts';
import type { Value } from '../../../store/sql/json-rows.ts';
import { insertText, type RowInsert, type RowTarget } from '../../../store/sql/row-inserts.ts';

const STATEMENTS_KEPT = 300;

/** Rows per INSERT: they share what a statement costs, and small batches still fill one. */
const ROWS_AT_ONCE = [16, 4, 1];

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

/** The values of some rows in one list: what `slice` and `flat` do takes several times as long. */
function valuesOf(rows: Value[][], first: number, count: number): Value[] {
  const values: Value[] = [];
  for (let row = first; row < first + count; row++) {
    for (const value of rows[row] ?? []) values.push(value);
  }
  return values;
}

/** Inserts rows in their order, several per statement. */
function rowInserter(connection: Database.Database): (insert: RowInsert) => void {
  const prepared = new WeakMap<RowTarget, Record<number, Database.Statement>>();
  const statementFor = (target: RowTarget, count: number): Database.Statement => {
    const known = prepared.get(target) ?? {};
    prepared.set(target, known);
    known[count] ??= connection.prepare(insertText(target, count));
    return known[count];
  };
  return ({ into, rows }) => {
    for (let done = 0; done < rows.length; ) {
      const count = ROWS_AT_ONCE.find((size) => size <= rows.length - done) ?? 1;
      statementFor(into, count).run(...valuesOf(rows, done, count)); // a list as one argument is read more slowly
      done += count;
    }
  };
}

const isInsert = (statement: Statement): statement is RowInsert => 'rows' in statement;

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
  const insert = rowInserter(connection);
  const apply = (statement: Statement, values?: Record<string, unknown>): Row[] => {
    if (!isInsert(statement)) return rowsOf(statement, values);
    insert(statement);
    return [];
  };

  return {
    db: drizzle(theirs, { schema }),
    async atomic(statements, values) {
      return inTransaction[lock](() => statements.map((statement) => apply(statement, values)));
    },
    async read(queries, values) {
      return inTransaction.deferred(() => queries.map((query) => rowsOf(query, values)));
    },
  };
}
