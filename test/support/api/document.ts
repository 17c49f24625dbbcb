/** Reads the OpenAPI document of a running Sotto, so that tests cover every route without listing them. */
import * as z from 'zod';
import type { Sotto } from '../runtimes/sotto.ts';

/** The part of JSON Schema that the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  format?: string;
  example?: unknown;
  description?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description?: string;
  required?: boolean;
  schema: Schema;
}

interface Reference {
  $ref: string;
}

type Content = Record<string, { schema: Schema; example?: unknown }>;

interface Header {
  $ref?: string;
  required?: boolean;
}

export interface Answer {
  $ref?: string;
  description: string;
  headers?: Record<string, Header>;
  content?: Content;
  /** The media types that are offered besides its content. */
  'x-file-types'?: string[];
}

/** An example request as a program. */
export interface CodeSample {
  lang: string;
  label: string;
  source: string;
}

interface RawOperation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Content };
  'x-codeSamples'?: CodeSample[];
  responses: Record<string, Answer>;
}

export interface ApiDocument {
  openapi: string;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, Answer>;
    headers: Record<string, Header>;
    securitySchemes: Record<string, { type: string; scheme: string }>;
  };
}

export interface Operation extends Omit<RawOperation, 'parameters'> {
  method: string;
  path: string;
  scopes: string[];
  parameters: Parameter[];
  /** The schema of its JSON body, without references. */
  body: Schema | undefined;
}

export async function readDocument(sotto: Pick<Sotto, 'request'>): Promise<ApiDocument> {
  return (await sotto.request('/openapi.json')).json();
}

/** Every operation of the document. */
export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      scopes: operation.security.flatMap((requirement) => Object.values(requirement).flat()),
      parameters: (operation.parameters ?? []).map((each) => parameterOf(document, each)),
      body: bodyOf(document, operation),
    })),
  );
}

/** The parameter itself in place of a reference to it. */
function parameterOf(document: ApiDocument, given: Parameter | Reference): Parameter {
  if (!('$ref' in given)) return given;
  const parameter = document.components.parameters[given.$ref.replace('#/components/parameters/', '')];
  if (!parameter) throw new Error(`Unresolved reference ${given.$ref}`);
  return { ...parameter, schema: closed(document, parameter.schema) };
}

function bodyOf(document: ApiDocument, { requestBody }: RawOperation): Schema | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  return schema && closed(document, schema);
}

/** Resolves a reference and merges the parts of `allOf`. */
function resolve(document: ApiDocument, schema: Schema): Schema {
  const { $ref, allOf, ...own } = schema;
  if ($ref !== undefined) {
    const target = document.components.schemas[$ref.replace('#/components/schemas/', '')];
    if (!target) throw new Error(`Unresolved reference ${$ref}`);
    return resolve(document, target);
  }
  return (allOf ?? []).map((part) => resolve(document, part)).reduce<Schema>(merged, own);
}

const merged = (one: Schema, other: Schema): Schema => ({
  ...one,
  ...other,
  properties: { ...one.properties, ...other.properties },
  required: [...(one.required ?? []), ...(other.required ?? [])],
});

/** The documented answer for a status, or the default answer. */
export function answerOf(document: ApiDocument, operation: Operation, status: number): Answer | undefined {
  const answer = operation.responses[status] ?? operation.responses.default;
  return answer?.$ref === undefined
    ? answer
    : document.components.responses[answer.$ref.replace('#/components/responses/', '')];
}

/** The media types of an answer, those of files included. */
export const typesOf = (answer: Answer | undefined): string[] => [
  ...Object.keys(answer?.content ?? {}),
  ...(answer?.['x-file-types'] ?? []),
];

/** The headers that an answer always has. */
export function requiredHeaders(document: ApiDocument, answer: Answer): string[] {
  const isRequired = ({ $ref, required }: Header): boolean | undefined =>
    $ref === undefined
      ? required
      : document.components.headers[$ref.replace('#/components/headers/', '')]?.required;
  return Object.entries(answer.headers ?? {}).flatMap(([name, header]) => (isRequired(header) ? [name] : []));
}

/** A validator for a schema of the document that rejects undocumented fields. */
export function checker(document: ApiDocument, schema: Schema): z.ZodType {
  return z.fromJSONSchema(JSON.parse(JSON.stringify(closed(document, schema))));
}

/** The schema without references and with `additionalProperties: false` in every object. */
function closed(document: ApiDocument, given: Schema): Schema {
  const { $ref, allOf, ...schema } = resolve(document, given);
  const { properties, items, anyOf, oneOf } = schema;
  const inner = (part: Schema) => closed(document, part);
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, inner(field)] as const);
  return {
    ...schema,
    ...(properties && { additionalProperties: schema.additionalProperties ?? false }),
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(items && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
    ...(oneOf && { oneOf: oneOf.map(inner) }),
  };
}
