/** What the API says about wrong input, for every field and parameter of every route. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createCaller } from '../../support/api/caller.ts';
import type { Problem } from '../../support/api/contract.ts';
import { type Operation, operationsOf, readDocument, type Schema } from '../../support/api/document.ts';
import { createSampleTraffic } from '../../support/fixtures/sample-traffic.ts';

const sotto = await open();
const document = await readDocument(sotto);
const operations = operationsOf(document);
const { call } = createCaller(sotto, operations);
beforeAll(() => createSampleTraffic(sotto));
afterAll(() => sotto.close());

/** Words of zod, of its codes, and of JavaScript's types. */
const LIBRARY =
  /expected|received|invalid (input|type|option|string|key|element|union|value)|too (big|small)|unrecognized|undefined|\bNaN\b|\bobject Object\b|nullish|\bzod\b|\b(int|date|record|map|set|never|nan|bigint|symbol|function)\b|regex|pattern|\/\^|>=|<=/i;

const LONG = 'x'.repeat(9_000);
const MANY = Array.from({ length: 1_200 }, (_, index) => `x${index}`);
const WRONG_VALUES: unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, -1e300, '', ' ', 'nonsense', LONG, 'a\u0000b', 'a\ud800b'],
  ...[[], [null], [1], [[]], [{}], ['x', 'x'], MANY, {}, { nonsense: 1 }, { source: 5 }, { source: LONG }],
];

/** The path parameters of something that exists, which `call` would look up each time. */
async function pathOf(operation: Operation): Promise<Record<string, string>> {
  const [parameter] = operation.parameters.filter((each) => each.in === 'path');
  if (!parameter) return {};
  await call(operation, { method: 'HEAD' }); // creates one if there is none
  const collection = operation.path.split('/{')[0]?.replace('/api/v1', '') ?? '';
  const { body } = await sotto.api<{ data: Record<string, string>[] }>('GET', collection);
  return { [parameter.name]: encodeURIComponent(body.data[0]?.[parameter.name] ?? '') };
}

const examples = (operation: Operation) => Object(operation.body?.example ?? {}) as Record<string, unknown>;

/** The sentences about the items of a bulk request that were refused. */
function problemsIn(text: string): unknown[] {
  const { data = [] } = Object(text.startsWith('{') ? JSON.parse(text) : {});
  const rows: { problem?: Problem & { detail: string } }[] = Array.isArray(data) ? data : [];
  return rows.map(({ problem }) => [problem?.detail, problem?.errors?.map(({ detail }) => detail)]);
}

/** A refusal must be in our words, and name a field below `where`. */
async function judge(response: Response, where: RegExp, what: string): Promise<void> {
  const text = await response.text();
  expect(response.status, `${what}: ${text}`).toBeLessThan(500);
  if (response.ok) {
    for (const problem of problemsIn(text)) expect(JSON.stringify(problem), what).not.toMatch(LIBRARY);
    return;
  }
  if (response.status === 404 || response.status === 409) return;
  const problem: Problem & { detail: string } = JSON.parse(text);
  expect(problem.code, `${what}: ${text}`).toBeOneOf([
    ...['validation', 'immutable_field', 'too_many_rows', 'body_too_large', 'missing_scope'],
  ]);
  if (problem.code === 'body_too_large') return;
  expect(problem.errors?.length, `${what}: ${text}`).toBeGreaterThan(0);
  for (const { pointer, detail } of problem.errors ?? []) {
    expect(pointer, `${what}: ${text}`).toMatch(where);
    expect(detail, what).not.toMatch(LIBRARY);
    expect(detail, what).toMatch(/^[A-Z"].*\.$/s);
  }
  expect(problem.detail, what).not.toMatch(LIBRARY);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The fields of a schema, also of nested objects, with their paths. */
function fieldsOf(
  { properties = {}, anyOf = [], oneOf = [], items }: Schema,
  path: string[] = [],
): string[][] {
  const own = Object.entries(properties).flatMap(([name, schema]) => [
    [...path, name],
    ...fieldsOf(schema, [...path, name]),
  ]);
  const inItems = items ? fieldsOf(items, [...path, '0']) : [];
  return [...own, ...inItems, ...[...anyOf, ...oneOf].flatMap((branch) => fieldsOf(branch, path))];
}

/** The same value with another one at a path; undefined leaves the field out. */
function withValue(value: unknown, [name, ...rest]: string[], wrong: unknown): unknown {
  if (name === undefined) return wrong;
  if (name === '0') return [withValue(Array.isArray(value) ? value[0] : undefined, rest, wrong)];
  const object = Object(value ?? {}) as Record<string, unknown>;
  return { ...object, [name]: withValue(object[name], rest, wrong) };
}

const named = (some: Operation[]) => some.map((each) => [each.method, each.path, each] as const);
const withBody = operations.filter(({ body }) => body !== undefined);

describe.each(named(withBody))('the body of %s %s', (_method, _path, operation) => {
  it('is refused in plain words that name the field, whatever is wrong with it', async () => {
    const existing = await pathOf(operation);
    const send = (body: unknown) => call(operation, { path: existing, body: JSON.stringify(body) });
    for (const path of fieldsOf(operation.body ?? {})) {
      const where = new RegExp(`^/${escaped(path[0] ?? '')}(/|$)`);
      for (const wrong of [undefined, ...WRONG_VALUES]) {
        const body = withValue(examples(operation), path, wrong);
        // A value may be wrong only together with others, which are the ones of the example.
        const fits = new RegExp(`${where.source}|^/(url|contentId|domain|slug|scopes|origins|expiresAt|id)$`);
        await judge(await send(body), fits, `${path.join('/')} ${JSON.stringify(wrong)?.slice(0, 60)}`);
      }
    }
  });

  it('is refused in plain words if it is not an object', async () => {
    for (const wrong of [null, 5, 'text', true, [], [{}]]) {
      const response = await call(operation, { body: JSON.stringify(wrong) });
      expect(response.status).toBe(422);
      await judge(response, /^$/, JSON.stringify(wrong));
    }
  });
});

describe.each(named(operations))('the query of %s %s', (_method, _path, operation) => {
  const names = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);

  it.runIf(names.length > 0)('is refused in plain words that name the parameter', async () => {
    for (const name of names) {
      const odd = ['', ' ', 'nonsense', '-1', '1e999', '\ud83e\udd80', 'a\u0000b', 'x'.repeat(3_000)];
      const many = [',', ',,,', 'nonsense,other', MANY.slice(0, 300).join()];
      const queries = [...odd, ...many].map((value) => new URLSearchParams([[name, value]]));
      queries.push(new URLSearchParams([...'ab'].map((value) => [name, value])));
      for (const query of queries) {
        const response = await call(operation, { query: String(query) });
        const fits = new RegExp(`^\\?(${escaped(name)}|to)$`);
        await judge(response, fits, String(query).slice(0, 80));
      }
    }
  });
});
