/** The reader's side of the conversation with the main process. */
import type Database from 'better-sqlite3';
import { messagesOf, type ReaderMessage, type ReaderQuery, toCrossProcessError } from './reader-messages.ts';

type Verb = (...args: unknown[]) => object | Promise<object>;

const ownValue = (object: object, name: string) => Object.getOwnPropertyDescriptor(object, name)?.value;

const send = (message: ReaderMessage) =>
  new Promise<void>((resolve) => {
    process.send?.(message, () => resolve());
  });

/**
 * Answers queries to these parts, each from one snapshot of the databases, until the main process has ended. The main
 * process sends one query at a time.
 */
export function answerQueries(
  parts: Record<string, object>,
  connection: Pick<Database.Database, 'exec'>,
): void {
  const answer = async ({ part, verb, args }: ReaderQuery): Promise<object> => {
    const run: Verb | undefined = ownValue(ownValue(parts, part) ?? {}, verb); // parts of the store have only verbs
    if (run === undefined) throw new Error(`The reader has no ${part}.${verb}`);
    connection.exec('BEGIN');
    try {
      return await run(...args);
    } finally {
      connection.exec('COMMIT');
    }
  };

  process.on('message', async (query: ReaderQuery) => {
    try {
      for (const message of messagesOf(await answer(query))) await send(message);
    } catch (error) {
      await send({ kind: 'failed', error: toCrossProcessError(error) });
    }
  });
  // The main process handles signals to the whole process group, and lets a transfer end first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  void send({ kind: 'ready' });
}
