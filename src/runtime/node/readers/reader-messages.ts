/** What the main process and its readers say to each other. */
import { AppError, type ErrorCode, type FieldError } from '../../../errors.ts';

/** One verb of a part of the store, `stats` and `read`, with what it takes. */
export interface Question {
  part: string;
  verb: string;
  args: unknown[];
}

/** An error on its way to another process. */
export interface SentError {
  message: string;
  /** SQLite's code. */
  code?: string;
  /** What makes it an `AppError`. */
  app?: { code: ErrorCode; fields: FieldError[] };
}

/** `ready` once, then for each question some portions and its end. */
export type ReaderMessage =
  | { kind: 'ready' }
  /** Elements of a list that is a field of the result, in their order. */
  | { kind: 'portion'; field: string; elements: unknown[] }
  /** The result; its long lists are empty and have come in portions. `isList`: it is what the field `list` holds. */
  | { kind: 'done'; result: Record<string, unknown>; isList: boolean }
  | { kind: 'failed'; error: SentError };

/** Elements per message: no turn of the main process's event loop has many to parse. */
const PORTION = 500;

/** The messages that carry a result. A list alone travels as the field `list`. */
export function* messagesOf(result: object): Generator<ReaderMessage> {
  const rest: Record<string, unknown> = Array.isArray(result) ? { list: result } : { ...result };
  for (const [field, value] of Object.entries(rest)) {
    if (!Array.isArray(value) || value.length <= PORTION) continue;
    for (let at = 0; at < value.length; at += PORTION) {
      yield { kind: 'portion', field, elements: value.slice(at, at + PORTION) };
    }
    rest[field] = [];
  }
  yield { kind: 'done', result: rest, isList: Array.isArray(result) };
}

/** Puts a result together again. */
export function createCollector() {
  const lists = new Map<string, unknown[]>();
  return {
    add(field: string, elements: unknown[]): void {
      const list = lists.get(field);
      if (list) list.push(...elements);
      else lists.set(field, elements);
    },
    end(result: Record<string, unknown>, isList: boolean): unknown {
      const whole = { ...result, ...Object.fromEntries(lists) };
      return isList ? whole.list : whole;
    },
  };
}

export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  if (error instanceof AppError) return { message, app: { code: error.code, fields: error.fields } };
  return 'code' in error ? { message, code: String(error.code) } : { message };
}

/** The error as it was, as far as callers tell one from another. */
export function receivedError({ message, code, app }: SentError): Error {
  if (app) return new AppError(app.code, message, app.fields);
  const error = new Error(`Reading failed: ${message}`);
  return code === undefined ? error : Object.assign(error, { code });
}
