/** What the OpenAPI document says of every operation alike: its headers and how it may fail. */
import { ERRORS } from '../errors.ts';

const header = (description: string, type: 'string' | 'integer' = 'string', required = true) => ({
  description,
  required,
  schema: { type },
});

/** Headers by name; what is required stands on every answer that lists it. */
export const HEADERS = {
  'X-Request-Id': header('Names this answer in the log; a well-formed one of the request is kept.'),
  RateLimit: header('How many requests are left, and for how many seconds.'),
  'RateLimit-Policy': header('How many requests are allowed, and in how many seconds.'),
  ETag: header('For `If-None-Match`, which makes an unchanged answer a 304.', 'string', false),
  'Retry-After': header('Seconds after which to try again.', 'integer'),
  'WWW-Authenticate': header('The scheme to authenticate by: `Bearer`.'),
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

/** How an operation may fail that reads a body, needs a key, finds something by id, offers several types. */
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
