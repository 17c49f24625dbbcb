/** The parts of an OpenAPI 3.1 document that the reference shows. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  description?: string;
  example?: unknown;
  default?: unknown;
  readOnly?: boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  example?: unknown;
  schema: Schema;
}

type Content = Record<string, { schema: Schema; example?: unknown }>;

export interface Answer {
  $ref?: string;
  description?: string;
  content?: Content;
  'x-file-types'?: string[];
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Answer>;
  'x-codeSamples'?: { label: string; source: string }[];
}

export interface ApiDocument {
  info: { title: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Answer>;
    parameters: Record<string, Parameter>;
  };
}

/** An operation with its address; `method` is in upper case. */
export interface Endpoint extends Operation {
  method: string;
  path: string;
}

/** A tag with its operations, and the names of the schemas that they are the first to use. */
export interface Resource {
  name: string;
  endpoints: Endpoint[];
  objects: string[];
}

export const JSON_TYPE = 'application/json';

/** The name of the component that a reference points to. */
export const refName = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** The schema of a request body; undefined without one. */
export const bodyOf = ({ requestBody }: Endpoint): Schema | undefined =>
  requestBody?.content[JSON_TYPE]?.schema;

/** The schema of a JSON answer; undefined if the answer is empty or a file. */
export const jsonOf = ({ content }: Answer): Schema | undefined => content?.[JSON_TYPE]?.schema;

/** The schema itself in place of a reference to it. */
export function resolve({ components }: ApiDocument, schema: Schema): Schema {
  return (schema.$ref && components.schemas[refName(schema.$ref)]) || schema;
}

/** The parameter itself in place of a reference to it. */
const resolveParameter = ({ components }: ApiDocument, parameter: Parameter): Parameter =>
  (parameter.$ref && components.parameters[refName(parameter.$ref)]) || parameter;

/** The answer itself in place of a reference to it. */
export function resolveAnswer({ components }: ApiDocument, answer: Answer): Answer {
  return (answer.$ref && components.responses[refName(answer.$ref)]) || answer;
}

/** All operations by tag, in the order of the document. */
export function resourcesOf(document: ApiDocument): Resource[] {
  const endpoints = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      parameters: (operation.parameters ?? []).map((each) => resolveParameter(document, each)),
    })),
  );
  const names = [...new Set(endpoints.flatMap(({ tags }) => tags.slice(0, 1)))];
  const resources = names.map((name) => ({
    name,
    endpoints: byCollection(endpoints.filter(({ tags }) => tags[0] === name)),
  }));
  const shared = failureSchemaNames(document);
  const owners = ownersOf(document, resources);
  return resources.map((resource) => ({
    ...resource,
    objects: Object.keys(document.components.schemas).filter(
      (name) => owners.get(name) === resource.name && !shared.includes(name),
    ),
  }));
}

/** Collections in the order of the document; in each, the collection itself comes before its items. */
function byCollection(endpoints: Endpoint[]): Endpoint[] {
  const collectionOf = ({ path }: Endpoint) => path.replace(/^\/api\/v\d+\//, '').replace(/\/.*/, '');
  const collections = [...new Set(endpoints.map(collectionOf))];
  return collections.flatMap((collection) =>
    endpoints
      .filter((endpoint) => collectionOf(endpoint) === collection)
      .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path))),
  );
}

/** The names of the schemas that answers of all resources use: those of failures. */
export const failureSchemaNames = ({ components }: ApiDocument): string[] => refsIn(components.responses);

/** The resource that shows each schema: the first that names it directly, else the first that reaches it. */
function ownersOf(document: ApiDocument, resources: Omit<Resource, 'objects'>[]): Map<string, string> {
  const owners = new Map<string, string>();
  const used = resources.map(({ name, endpoints }) => ({ name, refs: refsIn(endpoints) }));
  for (const { name, refs } of used) {
    for (const ref of refs) if (!owners.has(ref)) owners.set(ref, name);
  }
  // Iteration over a Map includes entries added during it, so this reaches schemas at any depth.
  for (const [schema, name] of owners) {
    for (const ref of refsIn(document.components.schemas[schema]))
      if (!owners.has(ref)) owners.set(ref, name);
  }
  return owners;
}

/** The names of all schemas that a value refers to. */
function refsIn(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return [...new Set([...found].flatMap(([, name]) => name ?? []))];
}
