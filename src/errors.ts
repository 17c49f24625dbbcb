/** Every failure of the API: stable code, HTTP status and English title. A new failure is one row here. */
import { type BrokenRule, detailOf } from './broken-rule.ts';

export const ERRORS = {
  malformed_json: { status: 400, title: 'Malformed JSON' },
  incomplete_body: { status: 400, title: 'Incomplete body' },
  unauthorized: { status: 401, title: 'Missing or invalid API key' },
  missing_scope: { status: 403, title: 'Missing scope' },
  origin_not_allowed: { status: 403, title: 'Origin not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  not_acceptable: { status: 406, title: 'Format not available' },
  slug_taken: { status: 409, title: 'Slug already taken' },
  content_conflict: { status: 409, title: 'Conflict with another content' },
  link_conflict: { status: 409, title: 'Conflict with another link' },
  last_admin_key: { status: 409, title: 'Last admin key' },
  key_not_active: { status: 409, title: 'Key not active' },
  idempotency_conflict: { status: 409, title: 'Idempotency key already used' },
  domain_taken: { status: 409, title: 'Domain already exists' },
  domain_in_use: { status: 409, title: 'Domain still has links' },
  body_too_large: { status: 413, title: 'Body too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  validation: { status: 422, title: 'Invalid request' },
  host_blocked: { status: 422, title: 'Destination blocked' },
  immutable_field: { status: 422, title: 'Field cannot be changed' },
  too_many_rows: { status: 422, title: 'Too many rows' },
  rate_limited: { status: 429, title: 'Rate limit exceeded' },
  internal_error: { status: 500, title: 'Internal error' },
  storage_full: { status: 503, title: 'Storage full' },
  storage_gone: { status: 503, title: 'Storage gone' },
  storage_busy: { status: 503, title: 'Storage busy' },
  storage_unavailable: { status: 503, title: 'Storage unavailable' },
  too_many_queries: { status: 503, title: 'Too many queries' },
  query_too_large: { status: 503, title: 'Query too large' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One invalid field: `pointer` is a JSON Pointer into the body, or `?name` for a query parameter. */
export interface FieldError {
  pointer: string;
  detail: string;
  /** The rule behind `detail`, for pages in other languages; answers of the API leave it out. */
  broken?: BrokenRule;
}

/**
 * What exists already and conflicts with a request: a field, whose it is, and both values. Only callers that may read
 * links and contents get it.
 */
export interface Conflict {
  /** JSON Pointer of the field. */
  pointer: string;
  /** A sentence that names everything. */
  detail: string;
  contentId?: string;
  linkId?: string;
  shortUrl?: string;
  /** The value that is stored and the one that was requested. */
  stored?: unknown;
  requested?: unknown;
}

/** An expected failure that ends a request. Only `api/http/problem.ts` turns it into HTTP. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly conflicts: Conflict[];

  constructor(code: ErrorCode, detail: string, fields: FieldError[] = [], conflicts: Conflict[] = []) {
    super(detail);
    this.name = 'AppError';
    this.code = code;
    this.fields = fields;
    this.conflicts = conflicts;
  }
}

const MAX_NAMED = 5;

/** `/title: Must not be empty.`, or how many fields are invalid and the first of them. */
export function summaryOf(fields: FieldError[]): string {
  const [first] = fields;
  const names = fields.map(({ pointer }) => pointer || 'body');
  if (first && fields.length === 1) return `${names[0]}: ${first.detail}`;
  const more = names.length > MAX_NAMED ? ', …' : '';
  return `${fields.length} fields are invalid: ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

/**
 * Runs every check and answers with their results. If some fail, throws one error with the fields of all of them, so that
 * a caller learns at once what to correct.
 */
export function checkAll<Checks extends Record<string, () => unknown>>(
  checks: Checks,
): { [Name in keyof Checks]: ReturnType<Checks[Name]> } {
  const results: Record<string, unknown> = {};
  const failures: AppError[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      results[name] = check();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first === undefined) return results as { [Name in keyof Checks]: ReturnType<Checks[Name]> };
  if (failures.length === 1) throw first;
  const code = failures.every((each) => each.code === first.code) ? first.code : 'validation';
  const fields = failures.flatMap((each) => each.fields);
  throw new AppError(code, summaryOf(fields), fields);
}

/** The 422 for a single invalid field. */
export function invalid(pointer: string, detail: string): AppError {
  return new AppError('validation', detail, [{ pointer, detail }]);
}

/** The field that breaks a rule. */
export const fieldError = (pointer: string, broken: BrokenRule): FieldError => ({
  pointer,
  detail: detailOf(broken),
  broken,
});

/** The 422 for a field that breaks a rule. */
export function breaks(pointer: string, rule: BrokenRule): AppError {
  return new AppError('validation', detailOf(rule), [fieldError(pointer, rule)]);
}
