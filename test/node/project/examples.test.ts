import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checker, operationsOf, readDocument } from '../../support/api/document.ts';
import { type Examples, requestExamples } from '../../support/api/example-requests.ts';
import { open, openRuntime } from '../../support/runtimes/open.node.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const FILE = '../../../src/api/openapi/examples.json';

let sotto: Sotto;
let examples: Examples;
beforeAll(async () => {
  sotto = await open();
  const runtime = await openRuntime();
  examples = await requestExamples(runtime);
  await runtime.close();
});
afterAll(() => sotto.close());

describe('the examples of the document', () => {
  // After a change of an answer: npm run examples
  it('are what the server answers to their requests', async () => {
    await expect(`${JSON.stringify(examples, null, 1)}\n`).toMatchFileSnapshot(FILE);
  });

  it('exist for every operation', async () => {
    const document = await readDocument(sotto);
    const names = operationsOf(document).map(({ operationId }) => operationId);
    expect(Object.keys(examples.operations).sort()).toEqual(names.sort());
  });

  it('match the schemas beside them', async () => {
    const document = await readDocument(sotto);
    for (const operation of operationsOf(document)) {
      const bodies = [operation.requestBody, ...Object.values(operation.responses)];
      for (const { content = {} } of bodies.flatMap((body) => body ?? [])) {
        for (const { schema, example } of Object.values(content)) {
          if (example === undefined) continue;
          const { error } = checker(document, schema).safeParse(example);
          expect(error, operation.operationId).toBeUndefined();
        }
      }
      const success = Object.entries(operation.responses).filter(([status]) => /^2/.test(status));
      const contents = success.flatMap(([, { content }]) => Object.values(content ?? {}));
      if (contents.length > 0) expect(contents.some(({ example }) => example !== undefined)).toBe(true);
    }
  });
});
