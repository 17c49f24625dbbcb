/** The reader's side of its talk with the main process. */
import type Database from 'better-sqlite3';
import { messagesOf, type Question, type ReaderMessage, sentError } from './reader-messages.ts';

type Verb = (...args: unknown[]) => object | Promise<object>;

const send = (message: ReaderMessage) =>
  new Promise<void>((resolve) => {
    process.send?.(message, () => resolve());
  });

/**
 * Answers questions to these parts, each from one snapshot of the databases, until the main process is gone. One
 * question is asked at a time.
 */
export function answerQuestions(
  parts: Record<string, object>,
  connection: Pick<Database.Database, 'exec'>,
): void {
  const answer = async ({ part, verb, args }: Question): Promise<object> => {
    const verbs = (parts[part] ?? {}) as Record<string, Verb>; // parts of the store have nothing but verbs
    const ask = verbs[verb];
    if (ask === undefined) throw new Error(`There is nobody to ask for ${part}.${verb}`);
    connection.exec('BEGIN');
    try {
      return await ask(...args);
    } finally {
      connection.exec('COMMIT');
    }
  };

  process.on('message', async (question: Question) => {
    try {
      for (const message of messagesOf(await answer(question))) await send(message);
    } catch (error) {
      await send({ kind: 'failed', error: sentError(error) });
    }
  });
  // Signals to the whole group are the main process's to answer: it lets a transfer end first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  void send({ kind: 'ready' });
}
