/** Examples of requests and answers, derived from the document. */
import { type ApiDocument, bodyOf, type Endpoint, resolve, type Schema } from './document.ts';

/** The path with an example in place of each parameter. */
function examplePath({ path, parameters = [] }: Endpoint): string {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((filled, { name, schema }) => filled.replace(`{${name}}`, String(schema.example ?? name)), path);
}

/** The example body as JSON; undefined if the operation takes no body. */
export function exampleBody(document: ApiDocument, endpoint: Endpoint): string | undefined {
  const body = bodyOf(endpoint);
  return body && JSON.stringify(resolve(document, body).example ?? {}, null, 2);
}

/** A command for a POSIX shell that reads the key from `SOTTO_KEY`. */
export function curlOf(document: ApiDocument, endpoint: Endpoint): string {
  const { method } = endpoint;
  const url = `${document.servers[0]?.url ?? ''}${examplePath(endpoint)}`;
  const body = exampleBody(document, endpoint);
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${url}`,
    '-H "Authorization: Bearer $SOTTO_KEY"',
    ...(body === undefined
      ? []
      : ['-H "Content-Type: application/json"', `-d '${body.replaceAll("'", "'\\''")}'`]),
  ];
  return lines.join(' \\\n  ');
}

/** A value that the schema describes, made of its examples. A value that may be null and has no example is null. */
export function exampleOf(document: ApiDocument, given: Schema): unknown {
  const schema = resolve(document, given);
  const { example, allOf, anyOf, items, properties } = schema;
  if (example !== undefined) return example;
  if (allOf) return Object.assign({}, ...allOf.map((part) => exampleOf(document, part)));
  if (isNullable(schema)) return null;
  if (anyOf?.[0]) return exampleOf(document, anyOf[0]);
  if (items) return isObject(resolve(document, items)) ? [exampleOf(document, items)] : [];
  if (!properties) return plainExample(schema);
  const fields = Object.entries(properties);
  return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(document, field)]));
}

const isNullable = ({ type = [], anyOf = [] }: Schema): boolean =>
  [type].flat().includes('null') || anyOf.some((form) => form.type === 'null');

const isObject = ({ properties, allOf, anyOf }: Schema): boolean => Boolean(properties ?? allOf ?? anyOf);

const BY_FORMAT = new Map([
  ['uri', 'https://example.com/guide?id=7'],
  ['date', '2026-05-12'],
  ['date-time', '2026-05-12T08:30:00.000Z'],
]);
const BY_TYPE = new Map<string, unknown>([
  ['string', '…'],
  ['integer', 0],
  ['number', 0],
  ['boolean', false],
]);

function plainExample({ enum: values, format = '', type }: Schema): unknown {
  return values?.[0] ?? BY_FORMAT.get(format) ?? BY_TYPE.get(String(type)) ?? null;
}
