/** Schemas as readers and generators of clients expect them. */

import type { Document, Operation } from './document.ts';
import { mapValues } from './map-values.ts';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  description?: string;
  [keyword: string]: unknown;
}

const ANNOTATIONS = new Set(['description', 'example', 'default', 'readOnly', 'writeOnly']);

const isAnnotation = (schema: Schema) => Object.keys(schema).every((keyword) => ANNOTATIONS.has(keyword));

/** A reference with a description of its own is one object, and one that may be null has two forms. */
function withoutWrapper(schema: Schema): Schema {
  const { allOf, ...rest } = schema;
  const [reference, own = {}, ...more] = allOf ?? [];
  const isNullable = [own.type ?? []].flat().includes('null');
  const { type: _, ...annotations } = own;
  if (reference?.$ref !== undefined && isNullable && isAnnotation(annotations))
    return { anyOf: [reference, { type: 'null' }], ...annotations, ...rest };
  const isWrapped =
    reference?.$ref !== undefined && more.length === 0 && isAnnotation(own) && isAnnotation(rest);
  return isWrapped ? { ...reference, ...own, ...rest } : schema;
}

/** A default as part of the description: generators treat a field with a `default` as required. */
function withDefaultInWords({ default: value, description = '', ...schema }: Schema): Schema {
  const isEmpty = value === undefined || value === null || value === '' || JSON.stringify(value) === '[]';
  const text = isEmpty ? description : `${description} Default: \`${show(value)}\`.`;
  return text === '' ? schema : { ...schema, description: text };
}

const show = (value: unknown): string =>
  Array.isArray(value) ? value.map(show).join('`, `') : String(value);

/** A schema and all schemas inside it, changed from the inside out. */
function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const inner = (each: Schema) => mapSchema(each, change);
  const { properties, items, allOf, anyOf, oneOf } = schema;
  return change({
    ...schema,
    ...(properties && { properties: mapValues(properties, inner) }),
    ...(items && { items: inner(items) }),
    ...(allOf && { allOf: allOf.map(inner) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
    ...(oneOf && { oneOf: oneOf.map(inner) }),
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each schema that the paths contain, changed by `change`. */
function mapSchemasIn(value: unknown, change: (schema: Schema) => Schema): unknown {
  if (Array.isArray(value)) return value.map((each) => mapSchemasIn(each, change));
  if (!isRecord(value)) return value;
  return mapValues(value, (each, key) =>
    key === 'schema' && isRecord(each) ? mapSchema(each, change) : mapSchemasIn(each, change),
  );
}

/** A parameter is absent, never null, and described once. */
function tidyParameter(parameter: Record<string, unknown> & { schema?: Schema }) {
  const { description: _, ...schema } = parameter.schema ?? {};
  const type = [schema.type ?? []].flat().filter((name) => name !== 'null');
  const { example, default: value, ...own } = schema;
  return {
    ...parameter,
    ...(example !== undefined && { example }),
    schema: {
      ...own,
      ...(schema.type !== undefined && { type: type.length === 1 ? type[0] : type }),
      ...(value !== undefined && value !== null && JSON.stringify(value) !== '[]' && { default: value }),
    },
  };
}

/** The drafted document with tidy schemas. */
export function tidyDocument({ paths, components, webhooks: _, ...drafted }: Document): Document {
  const change = (schema: Schema) => withDefaultInWords(withoutWrapper(schema));
  const schemas = mapValues(components?.schemas ?? {}, (schema) => mapSchema(schema as Schema, change));
  const tidied = mapSchemasIn(paths, withoutWrapper) as Record<string, Record<string, Operation>>; // the same paths
  for (const operation of Object.values(tidied).flatMap((item) => Object.values(item))) {
    const parameters = operation.parameters as Parameters<typeof tidyParameter>[0][] | undefined;
    if (parameters) operation.parameters = parameters.map(tidyParameter) as never; // the same parameters
  }
  return { ...drafted, paths: tidied, components: { ...components, schemas } } as Document;
}
