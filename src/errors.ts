/** The one table of failures: stable code → HTTP status and title. A new failure is one row here. */
export const ERRORS = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unauthorized: { status: 401, title: 'A valid API key is required' },
  missing_scope: { status: 403, title: 'The API key lacks the scope this needs' },
  origin_not_allowed: { status: 403, title: 'The key does not belong to this origin' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  not_acceptable: { status: 406, title: 'Not given in any accepted form' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  content_conflict: { status: 409, title: 'The content conflicts with another' },
  domain_taken: { status: 409, title: 'The domain is known already' },
  domain_in_use: { status: 409, title: 'Links stand under the domain' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  validation: { status: 422, title: 'The request is not valid' },
  immutable_field: { status: 422, title: 'The field never changes' },
  too_many_rows: { status: 422, title: 'Too many rows' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  storage_full: { status: 503, title: 'The storage is full' },
  storage_busy: { status: 503, title: 'The storage is busy' },
  query_too_large: { status: 503, title: 'The query reads too much' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing wrong with the input: `pointer` is a JSON Pointer into the body or `?name` of a query parameter. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** An expected failure that ends a request. Only `api/problem.ts` turns it into HTTP. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, detail: string, fields: FieldError[] = []) {
    super(detail);
    this.name = 'AppError';
    this.code = code;
    this.fields = fields;
  }
}

/** A 422 about a single field. */
export function invalid(pointer: string, detail: string): AppError {
  return new AppError('validation', detail, [{ pointer, detail }]);
}
