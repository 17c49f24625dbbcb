/** The one table of failures: stable code → HTTP status and title. A new failure is one row here. */
export const ERRORS = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unauthorized: { status: 401, title: 'A valid API key is required' },
  missing_scope: { status: 403, title: 'The API key lacks the scope this needs' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  content_conflict: { status: 409, title: 'The content conflicts with another' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  validation: { status: 422, title: 'The request is not valid' },
  immutable_field: { status: 422, title: 'The field never changes' },
  too_many_rows: { status: 422, title: 'The answer would have too many rows' },
  internal_error: { status: 500, title: 'Internal error' },
  storage_full: { status: 503, title: 'The storage is full' },
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
