import { afterAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createApi } from '../../../src/api/index.ts';
import { ERRORS } from '../../../src/errors.ts';
import { UNLIMITED_SHARES } from '../../../src/shares/share-limits.ts';
import { answerOf, checker, operationsOf, readDocument, type Schema } from '../../support/api/document.ts';
import { ORIGIN } from '../../support/runtimes/sotto.ts';

const sotto = await open();
const document = await readDocument(sotto);
const operations = operationsOf(document);
afterAll(() => sotto.close());

describe('/openapi.json', () => {
  it('is for everybody, without a key, from any page', async () => {
    const response = await sotto.request('/openapi.json');
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is not sent again to who knows it', async () => {
    const { headers } = await sotto.request('/openapi.json');
    const again = await sotto.request('/openapi.json', {
      headers: { 'If-None-Match': headers.get('ETag') ?? '' },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await sotto.request('/openapi.json', { method: 'HEAD' });
    expect([head.headers.get('ETag'), await head.text()]).toEqual([headers.get('ETag'), '']);
  });

  it('says where this server is, and how to authenticate', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: ORIGIN }]);
    expect(document.components.securitySchemes).toMatchObject({ apiKey: { type: 'http', scheme: 'bearer' } });
  });

  it('has every route of the API', () => {
    const { routes } = createApi(
      { ...sotto.deps, shareLimits: UNLIMITED_SHARES, reserved: new Set() },
      '/api/v1',
    );
    const mounted = routes
      .filter(({ method, path }) => !['ALL', 'OPTIONS'].includes(method) && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual([...new Set(mounted)].sort());
  });

  it('names each operation once', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['createContent', 'listLinks', 'updateLink', 'deleteKey']));
  });

  it('describes a problem for every failure of the one table', () => {
    const text = JSON.stringify(document);
    expect(Object.keys(ERRORS).filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});

/** A reference, or one that may also be null: the component is described. */
const isReference = ({ $ref, anyOf = [] }: Schema) =>
  $ref !== undefined || (anyOf[0]?.$ref !== undefined && anyOf[1]?.type === 'null');

/** Every schema of the components that is not a reference, with its place: fields, items and alternatives. */
function* schemasIn(schema: Schema, place: string, isField: boolean): Generator<[string, Schema, boolean]> {
  if (!isReference(schema)) yield [place, schema, isField];
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  for (const [name, field] of Object.entries(properties)) yield* schemasIn(field, `${place}.${name}`, true);
  if (items) yield* schemasIn(items, `${place}[]`, false);
  for (const form of [...anyOf, ...oneOf, ...allOf]) yield* schemasIn(form, place, false);
}

describe('the components of the document', () => {
  const named = Object.entries(document.components.schemas);
  const all = named.flatMap(([name, schema]) => [...schemasIn(schema, name, true)]);

  it('describe every schema and every field', () => {
    const undescribed = all.filter(([, schema, isField]) => isField && !schema.description);
    expect(undescribed.map(([place]) => place)).toEqual([]);
  });

  it('contain every set of values once', () => {
    const sets = all.flatMap(([place, { enum: values = [] }]) =>
      values.length > 1 ? [[JSON.stringify(values), place] as const] : [],
    );
    const places = Map.groupBy(sets, ([values]) => values);
    const repeated = [...places.values()].filter((found) => found.length > 1);
    expect(repeated.map((found) => found.map(([, place]) => place))).toEqual([]);
  });

  it('contain every parameter that more than one operation takes', () => {
    const inline = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap(({ parameters = [] }) => parameters.filter((each) => !('$ref' in each))),
    );
    const texts = inline.map((parameter) => JSON.stringify(parameter));
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    const described = Object.values(document.components.parameters).filter(({ description }) => description);
    expect(described).toHaveLength(Object.keys(document.components.parameters).length);
  });

  it('leave out what does not exist yet', () => {
    const text = JSON.stringify(document);
    expect(text.match(/conversion|revenue|webhook|answers:|visits:/gi)).toBeNull();
  });

  it('have no defaults in bodies, which generated clients would require', () => {
    expect(all.filter(([, schema]) => 'default' in schema).map(([place]) => place)).toEqual([]);
  });
});

describe.each(operations.map((operation) => [operation.method, operation.path, operation] as const))(
  'the document of %s %s',
  (_method, _path, operation) => {
    it('says what it does, where it belongs and who may use it', () => {
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
      expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags ?? []));
      expect(operation.tags).toHaveLength(1);
      for (const requirement of operation.security) {
        expect(document.components.securitySchemes).toHaveProperty(Object.keys(requirement));
      }
      expect(operation.security).toHaveLength(1);
    });

    it('explains every parameter', () => {
      const unexplained = operation.parameters.filter(({ description }) => !description);
      expect(unexplained.map(({ name }) => name)).toEqual([]);
    });

    it('shows a request in three languages, and a real answer', () => {
      const languages = operation['x-codeSamples']?.map(({ label }) => label);
      expect(languages).toEqual(['curl', 'TypeScript', 'Python']);
      const successes = Object.entries(operation.responses).filter(([status]) => /^2/.test(status));
      const media = successes.flatMap(([, { content = {} }]) => Object.values(content));
      expect(media.length === 0 || media.some(({ example }) => example !== undefined)).toBe(true);
    });

    it('has one JSON type for its answer, which is a component', () => {
      const successes = Object.entries(operation.responses).filter(([status]) => /^2/.test(status));
      const types = successes.flatMap(([, { content = {} }]) => Object.keys(content));
      expect(new Set(types).size).toBeLessThanOrEqual(1);
      const json = successes.flatMap(([, { content }]) => content?.['application/json'] ?? []);
      expect(json.filter(({ schema }) => schema.$ref === undefined)).toEqual([]);
      expect(
        operation.body === undefined || operation.requestBody?.content['application/json']?.schema.$ref,
      ).toBeTruthy();
    });

    it('answers every failure with problem details', () => {
      const failures = Object.keys(operation.responses).filter((status) => !/^[23]/.test(status));
      expect(failures).toEqual(expect.arrayContaining(['401', '403', '429', '500', 'default']));
      for (const status of failures) {
        const content = answerOf(document, operation, Number(status))?.content ?? {};
        expect(Object.keys(content)).toEqual(['application/problem+json']);
        const { schema, example } = content['application/problem+json'] ?? {};
        expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
        if (example !== undefined)
          expect(checker(document, schema ?? {}).safeParse(example).error).toBeUndefined();
      }
    });
  },
);

const taking = operations.filter(({ body }) => body !== undefined);

it.each(taking.map((operation) => [operation.method, operation.path, operation.body ?? {}] as const))(
  'the document of %s %s shows a body that it would take',
  (_method, _path, body) => {
    expect(body.example).toBeDefined();
    expect(checker(document, body).safeParse(body.example).error).toBeUndefined();
  },
);
