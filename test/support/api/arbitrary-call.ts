/** Random calls of an operation, derived from its documentation; most of them are nearly valid. */
import fc from 'fast-check';
import { ADMIN_KEY } from '../runtimes/sotto.ts';
import { arbitraryOf, oddText } from './arbitrary-value.ts';
import type { Call } from './caller.ts';
import type { Operation, Parameter } from './document.ts';

const DEEP = 20_000;

const mostly = <T>(usual: T, others: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 14, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });

const headerText = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);

const contentType = mostly(
  'application/json',
  fc.oneof(
    headerText,
    fc.constantFrom(
      '',
      'text/plain',
      'multipart/form-data',
      'application/json, text/html',
      'APPLICATION/JSON',
    ),
    fc.constantFrom('application/json; charset=utf-16', 'application/merge-patch+json', 'application/x+json'),
  ),
);

const headers = fc
  .tuple(
    contentType,
    fc.record(
      {
        Accept: fc.oneof(headerText, fc.constantFrom('text/csv', 'application/x-ndjson', '*/*;q=0', 'a/b')),
        'If-None-Match': fc.oneof(headerText, fc.constantFrom('*', 'W/"', '"a", "b"')),
        'X-Request-Id': headerText,
        Origin: headerText,
      },
      { requiredKeys: [] },
    ),
    fc.boolean(),
  )
  .map(([type, others, dice]) => ({ 'Content-Type': type, ...(dice && others) }));

/** Changes that a careless or hostile client may make to a well-formed body. */
const spoil = mostly(
  (text: string) => text,
  fc.constantFrom<(text: string) => string>(
    (text) => text.slice(0, -1),
    (text) => text + text,
    (text) => `\ufeff${text}`,
    (text) => text.replace(/^\{("[^"]*":)/, '{$1 7, $1'),
    (text) => text.replace(/^\{/, '{"__proto__": {"admin": true}, '),
    (text) => text.replace(/\d+/, '1e999'),
    () => '['.repeat(DEEP) + ']'.repeat(DEEP),
    () => `${'{"a":'.repeat(DEEP / 4)}1${'}'.repeat(DEEP / 4)}`,
    () => '',
  ),
);

const bytes = fc.uint8Array({ maxLength: 40 }).map((given) => new Uint8Array(given));

function bodyOf({ body }: Operation): fc.Arbitrary<string | Uint8Array<ArrayBuffer>> {
  const text = fc
    .tuple(arbitraryOf(body ?? {}), spoil)
    .map(([value, change]) => change(JSON.stringify(value)));
  return fc.oneof({ weight: 20, arbitrary: text }, { weight: 1, arbitrary: bytes });
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Query parameters in any number and order, among them unknown and malformed ones. */
function queryOf(parameters: Parameter[]): fc.Arbitrary<string> {
  const known = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => arbitraryOf(schema).map((value) => [name, [value].flat().map(asText).join()]));
  const pairs = known.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...known), { maxLength: 4 });
  const odd = mostly<string[][]>([], fc.array(fc.tuple(oddText, oddText), { maxLength: 3 }));
  const tail = mostly('', fc.constantFrom('&%', '&%ff=%c3%28', '&=&&', '&limit', '&%00=+'));
  return fc
    .tuple(pairs, odd, tail)
    .map(([own, more, end]) => `${new URLSearchParams([...own, ...more])}${end}`);
}

/** Dot segments are removed by every URL parser, so such a request would reach another route. */
const isDots = (segment: string) => /^(\.|%2e){1,2}$/i.test(segment);

/** Mostly existing resources, else any single path segment. */
function pathOf(parameters: Parameter[]): fc.Arbitrary<Record<string, string>> {
  const odd = fc
    .oneof(
      oddText.map((text) => encodeURIComponent(text.replace(/\p{Cs}/gu, ''))),
      fc.constantFrom('%', '%ff', '%2F', '...', '%00', ';', '~', 'lnk_', 'cnt_x', 'ext_%E0%A4%A'),
    )
    .filter((segment) => !isDots(segment));
  const names = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name }) => [name, odd] as const);
  return mostly<Record<string, string>>({}, fc.record(Object.fromEntries(names)));
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const KEYS = [
  null,
  '',
  'x',
  'sotto_',
  `${ADMIN_KEY}x`,
  'sotto_key_x_0123456789012345678901234567890123456789012',
];

export function arbitraryCall(operation: Operation): fc.Arbitrary<Call> {
  const { method, parameters, body } = operation;
  return fc.record({
    key: mostly<string | null>(ADMIN_KEY, fc.constantFrom(...KEYS)),
    method: mostly(method, fc.constantFrom(...METHODS)),
    path: pathOf(parameters),
    query: queryOf(parameters),
    headers,
    ...(body && { body: bodyOf(operation) }),
  });
}
