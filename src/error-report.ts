/** Errors for logs and terminals: what failed and where, without the values that callers and visitors sent. */

/** One error and what caused it. */
export interface ErrorReport {
  type: string;
  message: string;
  code?: string;
  /** The frames only: the first line of a stack repeats the message. */
  stack?: string;
  cause?: ErrorReport;
}

const MAX_MESSAGE = 500;
const MAX_CAUSES = 5;

/** An error that can be logged. Its other properties are left out: `query` and `params` of Drizzle, `input` of URL. */
export function reportError(error: unknown, depth = MAX_CAUSES): ErrorReport {
  if (!(error instanceof Error)) return { type: typeof error, message: messageOf(error) };
  const code = 'code' in error ? { code: String(error.code) } : {};
  const stack = framesOf(error);
  return {
    type: error.name,
    message: messageOf(error),
    ...code,
    ...(stack && { stack }),
    ...(error.cause !== undefined && depth > 0 && { cause: reportError(error.cause, depth - 1) }),
  };
}

/** The message of anything that was thrown, without values. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return withoutValues(text, error instanceof SyntaxError).slice(0, MAX_MESSAGE);
}

/** The messages of an error and its causes in one line. */
export function messagesOf(error: unknown, depth = MAX_CAUSES): string {
  const message = messageOf(error);
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined || depth === 0 ? message : `${message}: ${messagesOf(cause, depth - 1)}`;
}

/** Drizzle puts the statement and all its parameters into the message. A copy from another thread has only that. */
const FAILED_QUERY = /Failed query: ([\s\S]*?)(?:\nparams:[\s\S]*)?$/;
const LITERAL = /'[^']*'?/g;
/** SQLite, D1 and parsers of JSON quote what they cannot read. */
const QUOTES_INPUT = /\bSQLITE_|\bD1_|\bfts5\b|\bMATCH\b|\bJSON\b|\btoken\b|syntax error/;
/** From the first quote to the last, because what is quoted may contain quotes; to the end if it is cut. */
const QUOTED = /["'[][\s\S]*(?:["'\]]|$)/;

function withoutValues(text: string, isSyntaxError: boolean): string {
  // A statement has placeholders for its values.
  const [failed, statement = ''] = FAILED_QUERY.exec(text) ?? [];
  if (failed !== undefined) {
    return `${text.slice(0, -failed.length)}Failed query: ${statement.replace(LITERAL, '…')}`;
  }
  return isSyntaxError || QUOTES_INPUT.test(text) ? text.replace(QUOTED, '…') : text;
}

function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
