/** Headers and failures that the OpenAPI document lists for every operation. */
import { ERRORS } from '../../errors.ts';

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
  'Retry-After': header('Seconds to wait before trying again.', 'integer'),
  'WWW-Authenticate': header('Authentication scheme: `Bearer`.'),
};

type HeaderName = keyof typeof HEADERS;

const EVERYWHERE: HeaderName[] = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'];
const BY_STATUS: Partial<Record<number, HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** References to the headers of an answer with this status. */
export function headersOf(status: number, more: HeaderName[] = []) {
  const names = [...EVERYWHERE, ...(BY_STATUS[status] ?? []), ...more];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const statuses = [...new Set(Object.values(ERRORS).map(({ status }) => status))];
const componentName = (status: number) => `Problem${status}`;

/** One response per status of `errors.ts`, which lists its codes. */
export const PROBLEMS = Object.fromEntries(
  statuses.map((status) => {
    const codes = Object.entries(ERRORS).filter(([, error]) => error.status === status);
    const description = codes.map(([code, { title }]) => `\`${code}\`: ${title}.`).join(' ');
    return [componentName(status), { description, headers: headersOf(status), content: problem }];
  }),
);

/** The failures of an operation by its shape: whether it reads a body, needs a key, finds an id, or offers formats. */
export function failuresOf(shape: { reads: boolean; secured: boolean; finds: boolean; offers: boolean }) {
  const { reads, secured, finds, offers } = shape;
  const possible = [
    ...(reads ? [400, 413, 415] : []),
    ...(secured ? [401, 403] : []),
    ...(finds ? [404] : []),
    ...(offers ? [406] : []),
    ...[422, 429, 500, 503],
  ];
  const refs = possible.map((status) => [
    status,
    { $ref: `#/components/responses/${componentName(status)}` },
  ]);
  return Object.fromEntries(refs);
}
