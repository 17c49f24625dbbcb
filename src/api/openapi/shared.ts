/** Headers and failures that the OpenAPI document lists for every operation. */
import { ERRORS } from '../../errors.ts';
import { problemExample } from './examples.ts';

const header = (description: string, type: 'string' | 'integer' = 'string', required = true) => ({
  description,
  required,
  schema: { type },
});

/** Headers by name; a required one is on every answer that lists it. */
export const HEADERS = {
  'X-Request-Id': header(
    'Id of this request in the log. Taken from the request if it sends a well-formed one.',
  ),
  RateLimit: header('Remaining requests, and seconds until the limit resets.'),
  'RateLimit-Policy': header('Allowed requests, and the length of the window in seconds.'),
  ETag: header(
    'Version of the answer. Send it as `If-None-Match` to get a 304 while nothing has changed.',
    'string',
    false,
  ),
  Link: header('Address of the next page, with `rel="next"`. Absent on the last page.', 'string', false),
  Location: header('Address of the new object.'),
  'Retry-After': header('Seconds to wait before trying again.', 'integer'),
  'Idempotency-Replayed': header(
    '`true` on the answer of an earlier request with the same `Idempotency-Key`.',
    'string',
    false,
  ),
  'WWW-Authenticate': header('Authentication scheme: `Bearer`.'),
};

export type HeaderName = keyof typeof HEADERS;

const EVERYWHERE: HeaderName[] = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'];
const BY_STATUS: Partial<Record<number, HeaderName[]>> = {
  201: ['Location'],
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** References to the headers of an answer with this status. */
export function headersOf(status: number, more: HeaderName[] = []) {
  const names = [...EVERYWHERE, ...(BY_STATUS[status] ?? []), ...more];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const problem = (example: unknown) => ({
  'application/problem+json': {
    schema: { $ref: '#/components/schemas/Problem' },
    ...(example !== undefined && { example }),
  },
});
const statuses = [...new Set(Object.values(ERRORS).map(({ status }) => status))];
const componentName = (status: number) => `Problem${status}`;

/** One response per status of `errors.ts`, which lists its codes. */
export const PROBLEMS = Object.fromEntries(
  statuses.map((status) => {
    const codes = Object.entries(ERRORS).filter(([, error]) => error.status === status);
    const description = codes.map(([code, { title }]) => `\`${code}\`: ${title}.`).join(' ');
    const content = problem(problemExample(status));
    return [componentName(status), { description, headers: headersOf(status), content }];
  }),
);

/** The answer to whatever an operation does not list. */
const FAILURE = {
  description: `Any other failure, such as \`method_not_allowed\`: ${ERRORS.method_not_allowed.title}.`,
  headers: headersOf(500),
  content: problem(undefined),
};
export const ANY_FAILURE = { $ref: '#/components/responses/Failure' };

/** The responses that operations refer to. */
export const usedProblems = (paths: unknown) => {
  const text = JSON.stringify(paths);
  const used = Object.entries(PROBLEMS).filter(([name]) => text.includes(`/${name}"`));
  return { ...Object.fromEntries(used), Failure: FAILURE };
};

/** The failures of an operation by its shape: whether it reads a body, needs a key, finds an id, or offers formats. */
export function failuresOf(shape: {
  reads: boolean;
  secured: boolean;
  finds: boolean;
  offers: boolean;
  retries: boolean;
}) {
  const { reads, secured, finds, offers, retries } = shape;
  const possible = [
    ...(reads ? [400, 413, 415] : []),
    ...(secured ? [401, 403] : []),
    ...(finds ? [404] : []),
    ...(offers ? [406] : []),
    ...(retries ? [409] : []),
    ...[422, 429, 500, 503],
  ];
  const refs = possible.map((status) => [
    status,
    { $ref: `#/components/responses/${componentName(status)}` },
  ]);
  return Object.fromEntries(refs);
}

/** The header of requests that may be sent again. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'A text of your choice for this request. The same request with the same text is answered again for 24 hours and not carried out twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;
