/** `/openapi.json`: the routes as an OpenAPI 3.1 document. What all operations share is added here. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiEnv } from './http/env.ts';
import { failuresOf, HEADERS, headersOf, PROBLEMS } from './openapi-shared.ts';

export type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;
type Responses = NonNullable<Operation['responses']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const INFO = {
  title: 'Sotto API',
  version: 'v1',
  license: { name: 'MIT', identifier: 'MIT' },
  description: `Creates one short link per content and share channel, and counts every hit.

Times are ISO 8601 in UTC. Lists take \`limit\` and \`cursor\` and return \`nextCursor\`. PATCH takes a JSON Merge Patch, in which null resets a field.
Failures are problem details (RFC 9457) with a stable \`code\`, explained on the page [Errors](/docs/errors).`,
};

const apiKey = {
  type: 'http',
  scheme: 'bearer',
  description:
    '`Authorization: Bearer sotto_…` with a key that has the scope of the operation, or the scope `admin`.',
} as const;

/** Answers with the document of these routes, which is created by the first request. */
export function serveDocument(api: OpenAPIHono<ApiEnv>, publicUrl: string) {
  let text: string | undefined;
  return (c: Context) => {
    text ??= JSON.stringify(describeApi(api, publicUrl));
    return c.body(text, 200, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      // The document is public, so tools on other sites may read it.
      'Access-Control-Allow-Origin': '*',
    });
  };
}

/** The whole document; `publicUrl` is the address of this server. */
export function describeApi(api: OpenAPIHono<ApiEnv>, publicUrl: string): Document {
  const drafted = api.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, servers: [{ url: publicUrl }] });
  const paths = mapValues(drafted.paths ?? {}, (item, path) => {
    const operations = METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [[method, complete(operation, method, path)] as const] : [];
    });
    return Object.fromEntries(operations);
  });
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  const tags = [...new Set(operations.flatMap((operation) => operation.tags ?? []))];
  return {
    ...drafted,
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      ...drafted.components,
      securitySchemes: { apiKey },
      headers: HEADERS,
      responses: PROBLEMS,
    },
  };
}

function complete(operation: Operation, method: string, path: string): Operation {
  const { requestBody, security = [], responses = {} } = operation;
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  const needs = scopes.map((scope) => `Needs a key with the scope \`${scope}\`.`);
  const failures = failuresOf({
    reads: requestBody !== undefined,
    secured: scopes.length > 0,
    finds: path.includes('{'),
    offers: Object.values(responses).some(({ content = {} }) => Object.keys(content).length > 1),
  });
  return {
    operationId: operationIdOf(method, path),
    ...operation,
    description: [...needs, ...(operation.description ? [operation.description] : [])].join(' '),
    security,
    ...(requestBody && { requestBody: withPatchType(requestBody, method) }),
    responses: { ...failures, ...withHeaders(responses, method) },
  };
}

/** A merge patch may also have its own media type (RFC 7396). */
function withPatchType(body: NonNullable<Operation['requestBody']>, method: string) {
  if (method !== 'patch' || !('content' in body)) return body;
  const json = body.content['application/json'];
  return json ? { ...body, content: { ...body.content, 'application/merge-patch+json': json } } : body;
}

/** The answers of the route with the headers that all share, and 304 where it sends an ETag. */
function withHeaders(responses: Responses, method: string): Responses {
  const isTagged = ({ content = {} }: Responses[string]) => method === 'get' && 'application/json' in content;
  const described = mapValues(responses, (response, status) => ({
    ...response,
    headers: { ...headersOf(Number(status), isTagged(response) ? ['ETag'] : []), ...response.headers },
  }));
  if (!Object.values(responses).some(isTagged)) return described;
  const headers = headersOf(304, ['ETag']);
  return {
    ...described,
    304: { description: 'Not changed since the version named in `If-None-Match`.', headers },
  };
}

const BASE = /^\/api\/v\d+\//;
const ON_ONE = new Map([
  ['get', 'get'],
  ['patch', 'update'],
  ['delete', 'delete'],
]);
const ON_ALL = new Map([
  ['get', 'list'],
  ['post', 'create'],
]);

/** `listLinks`, `createLink`, `updateLink`: the default name of a route in generated clients. */
function operationIdOf(method: string, path: string): string {
  const segments = path.replace(BASE, '').split('/');
  const words = segments
    .filter((segment) => !segment.startsWith('{'))
    .map((segment) => segment.replace(/^./, (letter) => letter.toUpperCase()));
  const one = path.endsWith('}');
  const verb = (one ? ON_ONE : ON_ALL).get(method) ?? method;
  const name = words.join('');
  return verb + (one || method === 'post' ? name.replace(/s$/, '') : name);
}

function mapValues<Value, Mapped>(
  values: Record<string, Value>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value, key)]));
}
