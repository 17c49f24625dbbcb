import { drizzle } from 'drizzle-orm/d1';
import { StorageUnavailable, storageTrouble } from '../storage-trouble.ts';
import * as schema from '../store/schema/main.ts';
import { compileQuery } from '../store/sql/compile.ts';
import type { Engine, Row, Statement } from '../store/sql/engine.ts';
import { jsonInserts } from '../store/sql/row-inserts.ts';
import { within } from './edge/time-limit.ts';

/** D1 itself ends queries after 30 s. */
const TIMEOUT_MS = 25_000;

/**
 * An engine on D1: one database for all tables, and a batch as transaction and as snapshot. Whatever is not the fault of a
 * statement fails with `StorageUnavailable`, as does a query that takes longer than `timeoutMs`.
 */
export function d1Engine(database: D1Database, timeoutMs = TIMEOUT_MS): Engine {
  const answer = <T>(work: Promise<T>) => answered(work, timeoutMs);
  const prepare = ({ text, params }: { text: string; params: unknown[] }) =>
    database.prepare(text).bind(...params);
  // The batch of Drizzle cannot bind the parameters of raw statements.
  const batch = async (statements: D1PreparedStatement[]): Promise<Row[][]> => {
    if (statements.length === 0) return [];
    const answers = await answer(database.batch<Row>(statements));
    return answers.map(({ results }) => results);
  };
  return {
    db: drizzle(withPrepare(database, answer), { schema }),

    async atomic(statements, values) {
      // An insert becomes any number of statements, but the result has one entry for each entry of the list.
      const parts = statements.map((statement) => textsOf(statement, values).map(prepare));
      const answers = await batch(parts.flat());
      let next = 0;
      return parts.map(({ length }) => {
        next += length;
        return answers.slice(next - length, next).flat();
      });
    },

    read: (queries, values) => batch(queries.map((query) => prepare(compileQuery(query, values)))),
  };
}

function textsOf(statement: Statement, values?: Record<string, unknown>) {
  return 'rows' in statement ? jsonInserts(statement) : [compileQuery(statement, values)];
}

type Answer = <T>(work: Promise<T>) => Promise<T>;

/** Messages about a statement or its values. D1 has many more for its own troubles, which it may change at any time. */
const STATEMENT_FAULT =
  /\bSQLITE_(?!BUSY|CANTOPEN|FULL|INTERRUPT|IOERR|LOCKED|NOMEM)|\bD1_(TYPE|COLUMN)|too many SQL variables|parameter bindings/;

async function answered<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  try {
    return await within(timeoutMs, work);
  } catch (error) {
    const isKnown = storageTrouble(error) !== 'other';
    if (isKnown || (error instanceof Error && STATEMENT_FAULT.test(error.message))) throw error;
    throw new StorageUnavailable('D1 is not available', { cause: error });
  }
}

/** The same database for Drizzle, which runs single statements. */
function withPrepare(database: D1Database, answer: Answer): D1Database {
  const prepare: D1Database['prepare'] = (text) => withRuns(database.prepare(text), answer);
  return replaced(database, (name) => (name === 'prepare' ? prepare : undefined));
}

const RUNS = new Set<PropertyKey>(['all', 'first', 'raw', 'run']);

function withRuns(statement: D1PreparedStatement, answer: Answer): D1PreparedStatement {
  const bind: D1PreparedStatement['bind'] = (...values) => withRuns(statement.bind(...values), answer);
  return replaced(statement, (name, member) => {
    if (name === 'bind') return bind;
    return RUNS.has(name) ? (...given: unknown[]) => answer(member(...given)) : undefined;
  });
}

type Method = (...given: unknown[]) => Promise<unknown>;

/** The same object with some methods replaced; the others stay bound to it. */
function replaced<T extends object>(target: T, replace: (name: PropertyKey, member: Method) => unknown): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const bound: Method = member.bind(target);
      return replace(name, bound) ?? bound;
    },
  });
}
