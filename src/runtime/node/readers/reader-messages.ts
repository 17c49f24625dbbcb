/** The messages between the main process and its readers. */
import { messagesOf as messagesOfError } from '../../../error-report.ts';
import { AppError, type ErrorCode, type FieldError } from '../../../errors.ts';

/** A call of one verb of a part of the store, such as `stats.read`, with its arguments. */
export interface ReaderQuery {
  part: string;
  verb: string;
  args: unknown[];
}

/** An error in a form that another process can read. */
export interface CrossProcessError {
  message: string;
  /** SQLite's code. */
  code?: string;
  /** The code and fields of an `AppError`. */
  app?: { code: ErrorCode; fields: FieldError[] };
}

/** A reader sends `ready` once, then for each query any number of `chunk` messages and `done`, or `failed`. */
export type ReaderMessage =
  | { kind: 'ready' }
  /** Elements of a list that is a field of the result, in order. */
  | { kind: 'chunk'; field: string; elements: unknown[] }
  /** The result; its long lists are empty because they came in chunks. With `isList` the result is the field `list`. */
  | { kind: 'done'; result: Record<string, unknown>; isList: boolean }
  | { kind: 'failed'; error: CrossProcessError };

/** Elements per message. It bounds what one turn of the main process's event loop has to parse. */
const CHUNK = 500;

/** The messages that carry a result. A list travels as the field `list`. */
export function* messagesOf(result: object): Generator<ReaderMessage> {
  const rest: Record<string, unknown> = Array.isArray(result) ? { list: result } : { ...result };
  for (const [field, value] of Object.entries(rest)) {
    if (!Array.isArray(value) || value.length <= CHUNK) continue;
    for (let at = 0; at < value.length; at += CHUNK) {
      yield { kind: 'chunk', field, elements: value.slice(at, at + CHUNK) };
    }
    rest[field] = [];
  }
  yield { kind: 'done', result: rest, isList: Array.isArray(result) };
}

/** Assembles a result from its messages. */
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

export function toCrossProcessError(error: unknown): CrossProcessError {
  if (!(error instanceof Error)) return { message: messagesOfError(error) };
  if (error instanceof AppError) {
    return { message: error.message, app: { code: error.code, fields: error.fields } };
  }
  const message = messagesOfError(error);
  const code = codeOf(error);
  return code === undefined ? { message } : { message, code };
}

/** The code of an error or of the first of its causes that has one. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at) return String(at.code);
  return undefined;
}

/** Restores what callers use of an error: the `AppError`, or the message and SQLite's code. */
export function receivedError({ message, code, app }: CrossProcessError): Error {
  if (app) return new AppError(app.code, message, app.fields);
  const error = new Error(`Reading failed: ${message}`);
  return code === undefined ? error : Object.assign(error, { code });
}
