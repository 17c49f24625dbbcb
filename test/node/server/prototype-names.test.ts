/**
 * Every object has the properties of Object.prototype, so a table that is a plain object seems to contain their names.
 * What looks names up is the same code on both runtimes.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { createCaller } from '../../support/api/caller.ts';
import { type Operation, operationsOf, readDocument, type Schema } from '../../support/api/document.ts';
import { createSampleTraffic } from '../../support/fixtures/sample-traffic.ts';

const NAMES = Object.getOwnPropertyNames(Object.prototype);
/** An own function, the one property with a setter, and inherited functions that are called with no and with one argument. */
const EACH_KIND = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];

const sotto = await open();
const operations = operationsOf(await readDocument(sotto));
const { call } = createCaller(sotto, operations);
beforeAll(() => createSampleTraffic(sotto));
afterAll(() => sotto.close());

/** The status of an answer that contains nothing of an object's prototype. */
async function statusOf(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  const text = await response.text();
  expect(text).not.toMatch(/native code|\[object |\bfunction \w*\(/);
  return response.status;
}

const named = (some: Operation[]) => some.map((each) => [each.method, each.path, each] as const);
const texts = (schema: Schema) => [schema.type].flat().includes('string');

it.each(named(operations))('%s %s takes them for unknown parameters', async (_method, _path, operation) => {
  for (const name of NAMES) {
    const query = new URLSearchParams([[name, '1']]).toString();
    expect(await statusOf(call(operation, { query })), name).toBe(422);
  }
});

it.each(named(operations.filter(({ parameters }) => parameters.length > 0)))(
  '%s %s takes them for texts in every parameter',
  async (_method, _path, operation) => {
    for (const parameter of operation.parameters.filter((each) => each.in !== 'header')) {
      for (const name of EACH_KIND) {
        for (const value of [name, `-${name}`]) {
          const query = new URLSearchParams([[parameter.name, value]]).toString();
          const given = parameter.in === 'path' ? { path: { [parameter.name]: value } } : { query };
          expect(await statusOf(call(operation, given)), `${parameter.name}=${value}`).toBeLessThan(500);
        }
      }
    }
  },
);

it.each(named(operations.filter(({ body }) => body !== undefined)))(
  '%s %s takes them for unknown fields, and for texts in its own',
  async (_method, _path, operation) => {
    const example = Object(operation.body?.example);
    const fields = Object.entries(operation.body?.properties ?? {});
    for (const name of EACH_KIND) {
      const unknown = `{${JSON.stringify(name)}: 1, ${JSON.stringify(example).slice(1)}`;
      expect(await statusOf(call(operation, { body: unknown })), name).toBe(422);
      for (const [field] of fields.filter(([, schema]) => texts(schema))) {
        const body = JSON.stringify({ ...example, [field]: name });
        expect(await statusOf(call(operation, { body })), `${field}: ${name}`).toBeLessThan(500);
      }
    }
  },
);

it.each(NAMES)('are slugs, marks, parameters and hosts like any others: %s', async (name) => {
  // Those that are valid slugs have become links in the test before.
  for (const path of [`/${name}`, `/${name}.${name}`, `/missing.${name}`, `/missing?${name}=${name}`]) {
    const headers = { Referer: `https://${name}/`, Host: name, 'User-Agent': name };
    expect([302, 404], path).toContain(await statusOf(sotto.request(path, { headers })));
  }
});
