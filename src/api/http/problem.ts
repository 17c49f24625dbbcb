/** Failures as RFC 9457 problem details: the only place that knows both our errors and HTTP. */
import type { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { AppError, ERRORS, type ErrorCode } from '../../errors.ts';
import { type StorageTrouble, storageTrouble } from '../../storage-trouble.ts';
import type { Problem } from '../schemas/shapes.ts';
import type { ApiContext } from './env.ts';

/** Seconds after which a caller may try again. */
const RETRY_AFTER = '60';
/** A lock is not held for long. */
const RETRY_SOON = '5';

const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  unauthorized: { 'WWW-Authenticate': 'Bearer' },
  storage_full: { 'Retry-After': RETRY_AFTER },
  storage_busy: { 'Retry-After': RETRY_SOON },
  query_too_large: { 'Retry-After': RETRY_AFTER },
};

/** What the framework refuses before our own code runs. */
const REFUSALS = new Map<number, AppError>([
  [400, new AppError('malformed_json', 'The body is not valid JSON.')],
  [415, new AppError('unsupported_media_type', 'Send the body as application/json.')],
]);

/** What the operator has to know of, although the caller is told as well. */
const WORTH_LOGGING = new Set<ErrorCode>(['storage_full', 'storage_busy']);

const STORAGE: Partial<Record<StorageTrouble, AppError>> = {
  full: new AppError('storage_full', 'The storage is full: nothing was written.'),
  busy: new AppError('storage_busy', 'Another program holds the storage: nothing was written.'),
};

/** Any failure as an answer; what we did not expect is logged and told nobody. */
export function problem(c: ApiContext, error: unknown): Response {
  const details = problemDetails(c, error);
  const headers = { 'Content-Type': 'application/problem+json', ...HEADERS[details.code] };
  return c.body(JSON.stringify(details), details.status, headers);
}

/** The same as a value, for one of many things that were asked at once. */
export function problemDetails(c: ApiContext, error: unknown) {
  const expected = expectedOf(error);
  const { requestId, deps } = c.var;
  if (!expected || WORTH_LOGGING.has(expected.code)) {
    deps.log.error({ requestId, err: error }, 'An API request failed');
  }
  const { code, message, fields } = expected ?? new AppError('internal_error', 'Something went wrong here.');
  const { status, title } = ERRORS[code];
  const type = `${deps.settings.publicUrl}/docs/errors#${code}`;
  const errors = fields.length === 0 ? {} : { errors: fields };
  return { type, title, status, detail: message, code, requestId, ...errors } satisfies z.infer<
    typeof Problem
  >;
}

function expectedOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException) return REFUSALS.get(error.status);
  return STORAGE[storageTrouble(error)];
}
