/** `/openapi.json`: the routes as an OpenAPI 3.1 document. What all operations share is added here. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import * as sets from '../schemas/enums.ts';
import { utm, utmPatch } from '../schemas/fields.ts';
import { codeSamples } from './code-samples.ts';
import { type Example, exampleOf, withExample } from './examples.ts';
import { mapValues } from './map-values.ts';
import { shareParameters } from './parameters.ts';
import { tidyDocument } from './schemas.ts';
import {
  ANY_FAILURE,
  failuresOf,
  HEADERS,
  type HeaderName,
  headersOf,
  IDEMPOTENCY_KEY,
  usedProblems,
} from './shared.ts';

export type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
export type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;
type Responses = NonNullable<Operation['responses']>;

/** What fields of several schemas refer to. */
const COMPONENTS = { ...sets, Utm: utm, UtmPatch: utmPatch };

const JSON_TYPE = 'application/json';
/**
 * The further media types of an answer. They are not in its `content`, because generated clients would then
 * type every answer as JSON or text.
 */
const FILE_TYPES = 'x-file-types';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const INFO = {
  title: 'Sotto API',
  version: 'v1',
  license: { name: 'MIT', identifier: 'MIT' },
  description: `Creates one short link per content and share channel, and counts every hit.

Times are ISO 8601 in UTC. Lists take \`limit\` and \`cursor\` and return \`nextCursor\`. PATCH takes a JSON Merge Patch, in which null resets a field.
Failures are problem details (RFC 9457) with a stable \`code\`, explained on the page [Errors](/docs/errors).`,
};

/** What each tag contains. A test asks for all of them. */
const TAGS = new Map([
  ['Contents', 'Pages worth sharing. Each has one link per channel.'],
  ['Links', 'Short links: where they lead, until when, and for whom.'],
  ['Stats', 'What happened to the links: counts, single hits, sightings, and visits that were turned away.'],
  ['Channels', 'The places in which links are shared, and the UTM values of their links.'],
  ['Keys', 'Keys of the API and their scopes.'],
  ['Domains', 'Further domains of short links.'],
  ['Settings', 'What the team sets for the whole instance.'],
  ['Members', 'People who use the pages, and the one-use links by which they come in.'],
  ['Privacy', 'Export and erasure of what is stored about visits.'],
  ['Audit log', 'Who changed what, and when.'],
  ['Abuse', 'Reports of visitors, and hosts to which no link may lead.'],
]);

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
  // First, so that a field that may also be null refers to them instead of defining them.
  for (const [name, schema] of Object.entries(COMPONENTS)) api.openAPIRegistry.register(name, schema);
  const drafted = tidyDocument(
    api.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { ...INFO, contact: { name: 'Sotto', url: `${publicUrl}/docs` } },
      servers: [{ url: publicUrl }],
    }),
  );
  const paths = mapValues(drafted.paths ?? {}, (item, path) => {
    const operations = METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [[method, complete(operation, method, path, publicUrl)] as const] : [];
    });
    return Object.fromEntries(operations);
  });
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  const tags = [...new Set(operations.flatMap((operation) => operation.tags ?? []))];
  return shareParameters({
    ...drafted,
    tags: tags.map((name) => ({ name, description: TAGS.get(name) ?? '' })),
    paths,
    components: {
      ...drafted.components,
      securitySchemes: { apiKey },
      headers: HEADERS,
      responses: usedProblems(paths),
    },
  });
}

function complete(operation: Operation, method: string, path: string, publicUrl: string): Operation {
  const { requestBody, security = [], responses = {}, operationId = operationIdOf(method, path) } = operation;
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  const needs = scopes.map((scope) => `Needs a key with the scope \`${scope}\`.`);
  const example = exampleOf(operationId);
  const failures = failuresOf({
    reads: requestBody !== undefined,
    secured: scopes.length > 0,
    finds: path.includes('{'),
    retries: method === 'post',
    offers: Object.values(responses).some(({ content = {} }) => Object.keys(content).length > 1),
  });
  return {
    operationId,
    ...operation,
    description: [...needs, ...(operation.description ? [operation.description] : [])].join(' '),
    security,
    ...(method === 'post' && { parameters: [...(operation.parameters ?? []), IDEMPOTENCY_KEY] }),
    ...(requestBody && { requestBody: withPatchType(withBodyExample(requestBody, example), method) }),
    responses: {
      ...failures,
      ...withHeaders(withAnswers(responses, example), method, operation.parameters),
      default: ANY_FAILURE,
    },
    ...(example && { 'x-codeSamples': samplesOf(example, method, `${publicUrl}${path}`) }),
  };
}

function withBodyExample(body: NonNullable<Operation['requestBody']>, example: Example | undefined) {
  return 'content' in body ? { ...body, content: withExample(body.content, example?.body) } : body;
}

/** The successes with their example. Of an answer that is offered in several types, only JSON, else the first, is its content. */
function withAnswers(responses: Responses, example: Example | undefined): Responses {
  return mapValues(responses, (response, status) => {
    const { content } = response;
    if (!content) return response;
    const type = JSON_TYPE in content ? JSON_TYPE : (Object.keys(content)[0] ?? '');
    const { [type]: own, ...files } = content;
    const answer = Number(status) === example?.status ? example.answer : undefined;
    if (!own || Object.keys(files).length === 0) {
      return { ...response, content: withExample(content, answer) };
    }
    return {
      ...response,
      content: withExample({ [type]: own }, answer),
      [FILE_TYPES]: Object.keys(files),
    };
  });
}

function samplesOf({ path = {}, query, body, answer }: Example, method: string, template: string) {
  const address = template.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ''));
  const url = query === undefined ? address : `${address}?${query}`;
  return codeSamples({ method: method.toUpperCase(), url, body, isJson: typeof answer === 'object' });
}

/** A merge patch may also have its own media type (RFC 7396). */
function withPatchType(body: NonNullable<Operation['requestBody']>, method: string) {
  if (method !== 'patch' || !('content' in body)) return body;
  const json = body.content[JSON_TYPE];
  return json ? { ...body, content: { ...body.content, 'application/merge-patch+json': json } } : body;
}

/** The answers of the route with the headers that all share, and 304 where it sends an ETag. */
function withHeaders(responses: Responses, method: string, parameters: Operation['parameters']): Responses {
  const isPaged = (parameters ?? []).some((each) => 'name' in each && each.name === 'cursor');
  const isTagged = ({ content = {} }: Responses[string]) => method === 'get' && JSON_TYPE in content;
  const moreHeaders = (response: Responses[string], status: string): HeaderName[] => {
    if (method === 'post' && Number(status) < 400) return ['Idempotency-Replayed'];
    if (!isTagged(response)) return [];
    return isPaged ? ['ETag', 'Link'] : ['ETag'];
  };
  const described = mapValues(responses, (response, status) => ({
    ...response,
    headers: { ...headersOf(Number(status), moreHeaders(response, status)), ...response.headers },
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
