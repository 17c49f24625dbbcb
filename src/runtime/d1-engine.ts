import { drizzle } from 'drizzle-orm/d1';
import * as schema from '../store/schema/main.ts';
import { compile } from '../store/sql/compile.ts';
import type { Engine, Row, Statement } from '../store/sql/engine.ts';
import { jsonInserts } from '../store/sql/row-inserts.ts';

/** An engine on D1: one database for all tables, and a batch as transaction and as snapshot. */
export function d1Engine(database: D1Database): Engine {
  const prepare = ({ text, params }: { text: string; params: unknown[] }) =>
    database.prepare(text).bind(...params);
  // The batch of Drizzle cannot bind the parameters of raw statements.
  const batch = async (statements: D1PreparedStatement[]): Promise<Row[][]> => {
    if (statements.length === 0) return [];
    const answers = await database.batch<Row>(statements);
    return answers.map(({ results }) => results);
  };
  return {
    db: drizzle(database, { schema }),

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

    read: (queries, values) => batch(queries.map((query) => prepare(compile(query, values)))),
  };
}

function textsOf(statement: Statement, values?: Record<string, unknown>) {
  return 'rows' in statement ? jsonInserts(statement) : [compile(statement, values)];
}
