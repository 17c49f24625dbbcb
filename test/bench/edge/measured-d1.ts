/** Counts the work of D1: calls, rows and time, in all and by statement. */
import { override } from '../../support/override.ts';

/** Rows as D1 counts and bills them, indexes included. */
export interface Rows {
  written: number;
  read: number;
}

export interface Work extends Rows {
  ms: number;
  calls: number;
  /** By verb and table, such as `INSERT hits`. */
  statements: Map<string, Rows>;
}

export const noWork = (): Work => ({ written: 0, read: 0, ms: 0, calls: 0, statements: new Map() });

function addRows(sum: Rows, more: Rows): void {
  sum.written += more.written;
  sum.read += more.read;
}

function noteRows(work: Work, name: string, rows: Rows): void {
  const known = work.statements.get(name) ?? { written: 0, read: 0 };
  addRows(known, rows);
  work.statements.set(name, known);
}

export function addWork(sum: Work, more: Work): void {
  addRows(sum, more);
  sum.ms += more.ms;
  sum.calls += more.calls;
  for (const [name, rows] of more.statements) noteRows(sum, name, rows);
}

const VERB = /\b(INSERT|UPDATE|DELETE|SELECT)\b/;
const TABLE = /\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(?!json_each)([a-z_]+)/g;

/** The verb of a statement with the tables, and the index, that it names. */
function nameOf(text: string): string {
  const verb = text.match(/\b(INSERT|UPDATE|DELETE)\b/)?.[0] ?? text.match(VERB)?.[0] ?? '';
  const tables = [...text.matchAll(TABLE)].map(([, table = '']) => table);
  const index = text.match(/INDEXED\s+BY (\w+)/)?.[1];
  return [verb, [...new Set(tables)].slice(0, 3).join(', '), index && `(${index})`].filter(Boolean).join(' ');
}

/** Wraps D1; `takeWork` returns its work since the last call. Only batches are counted, which the store makes of everything. */
export function measuredD1(database: D1Database) {
  const names = new WeakMap<D1PreparedStatement, string>();
  let done = noWork();
  const prepare: D1Database['prepare'] = (text) => {
    const statement = database.prepare(text);
    const bind: D1PreparedStatement['bind'] = (...values) => {
      const bound = statement.bind(...values);
      names.set(bound, nameOf(text));
      return bound;
    };
    return override(statement, { bind });
  };
  const batch: D1Database['batch'] = async <T>(statements: D1PreparedStatement[]) => {
    const answers = await database.batch<T>(statements);
    done.calls++;
    answers.forEach(({ meta }, place) => {
      const rows = { written: meta.rows_written, read: meta.rows_read };
      const statement = statements[place];
      addRows(done, rows);
      done.ms += meta.duration;
      noteRows(done, (statement && names.get(statement)) ?? '', rows);
    });
    return answers;
  };
  return {
    database: override(database, { prepare, batch }),
    takeWork() {
      const before = done;
      done = noWork();
      return before;
    },
  };
}
