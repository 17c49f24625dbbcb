/** The process that reads what takes long: one question after the other, on a connection of its own. */
import { setPriority } from 'node:os';
import Database from 'better-sqlite3';
import type { Row } from '../../store/engine.ts';

export interface ReaderQuery {
  sql: string;
  params: unknown[];
}

/** Rows come in portions, so that no turn of the main thread's event loop has many to parse. */
export type ReaderAnswer =
  | { kind: 'rows'; query: number; rows: Row[] }
  | { kind: 'done' }
  | { kind: 'failed'; message: string };

const PORTION = 500;
// Redirects come first wherever both want the same core.
const NICE = 5;

const [, , sums = '', main = ''] = process.argv;
setPriority(NICE);
const connection = new Database(sums, { readonly: true });
connection.prepare('ATTACH ? AS sotto').run(main);

const send = (answer: ReaderAnswer) =>
  new Promise<void>((resolve) => {
    process.send?.(answer, () => resolve());
  });

async function sendRows(query: number, rows: Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += PORTION) {
    await send({ kind: 'rows', query, rows: rows.slice(at, at + PORTION) });
  }
}

const readAll = connection.transaction((queries: ReaderQuery[]) =>
  // SQLite hands out texts, numbers and nulls here: no query selects a blob.
  queries.map(({ sql, params }) => connection.prepare(sql).all(...params) as Row[]),
);

process.on('message', async (queries: ReaderQuery[]) => {
  try {
    const answers = readAll.deferred(queries);
    for (const [query, rows] of answers.entries()) await sendRows(query, rows);
    await send({ kind: 'done' });
  } catch (error) {
    await send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

// Signals to the whole group are the main process's to answer: it lets a transfer end first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
