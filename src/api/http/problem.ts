/** Failures as RFC 9457 problem details. This is the only file that knows both our errors and HTTP. */
import type { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { AppError, ERRORS, type ErrorCode } from '../../errors.ts';
import { allows } from '../../keys/scope.ts';
import { type StorageTrouble, storageTrouble } from '../../storage-trouble.ts';
import type { Problem } from '../schemas/shapes.ts';
import type { ApiContext } from './env.ts';

/** Seconds after which a caller may try again. */
const RETRY_AFTER = '60';
/** The same for what does not last long: a lock of another program, a full queue. */
const RETRY_SOON = '5';

const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  unauthorized: { 'WWW-Authenticate': 'Bearer' },
  storage_full: { 'Retry-After': RETRY_AFTER },
  storage_gone: { 'Retry-After': RETRY_AFTER },
  storage_busy: { 'Retry-After': RETRY_SOON },
  storage_unavailable: { 'Retry-After': RETRY_AFTER },
  too_many_queries: { 'Retry-After': RETRY_SOON },
  query_too_large: { 'Retry-After': RETRY_AFTER },
};

/** Requests that the framework refuses before our own code runs, by its status. */
const REFUSALS = new Map<number, AppError>([
  [400, new AppError('malformed_json', 'The body is not valid JSON. Check it for a syntax error.')],
  [415, new AppError('unsupported_media_type', 'Send the body as application/json.')],
]);

/** Failures that the operator must learn about, although the caller gets a clear answer. */
const WORTH_LOGGING = new Set<ErrorCode>([
  'storage_full',
  'storage_gone',
  'storage_busy',
  'storage_unavailable',
]);

const STORAGE: Partial<Record<StorageTrouble, AppError>> = {
  full: new AppError(
    'storage_full',
    'The storage is full and nothing was written. The operator must free space.',
  ),
  gone: new AppError(
    'storage_gone',
    'The database was removed or replaced while the server runs, and nothing was written. The operator must look into it.',
  ),
  busy: new AppError(
    'storage_busy',
    'Another program is using the storage and nothing was written. Try again in a few seconds.',
  ),
  unavailable: new AppError(
    'storage_unavailable',
    'The database does not answer. A change may or may not have been made. Try again in a minute.',
  ),
};

const INTERNAL = new AppError('internal_error', 'The server made a mistake. Its log has the cause.');

/** Any failure as an answer. An unexpected one is logged, and the answer does not describe it. */
export function problem(c: ApiContext, error: unknown): Response {
  const details = problemDetails(c, error);
  const headers = { 'Content-Type': 'application/problem+json', ...HEADERS[details.code] };
  return c.body(JSON.stringify(details), details.status, headers);
}

/** The same as a value, for one item of a bulk request. */
export function problemDetails(c: ApiContext, error: unknown) {
  const expected = expectedOf(error);
  const { requestId, deps } = c.var;
  if (!expected || WORTH_LOGGING.has(expected.code) || expected.cause !== undefined) {
    deps.log.error({ requestId, err: error }, 'An API request failed');
  }
  const { code, message, fields, conflicts } = expected ?? INTERNAL;
  const { status, title } = ERRORS[code];
  const type = `${deps.settings.publicUrl}/docs/errors#${code}`;
  const errors = fields.map(({ pointer, detail }) => ({ pointer, detail }));
  const plain = {
    type,
    title,
    status,
    detail: message,
    code,
    requestId,
    ...(errors.length > 0 && { errors }),
  };
  const mayRead = allows(c.get('scopes') ?? [], 'links:read');
  if (conflicts.length === 0 || !mayRead) return plain satisfies z.infer<typeof Problem>;
  const detail = conflicts.map((conflict) => conflict.detail).join(' ');
  return { ...plain, detail, conflicts } satisfies z.infer<typeof Problem>;
}

function expectedOf(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException) return REFUSALS.get(error.status);
  return STORAGE[storageTrouble(error)];
}
