import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { arbitraryCall } from '../../support/api/arbitrary-call.ts';
import { createCaller } from '../../support/api/caller.ts';
import { contractOf } from '../../support/api/contract.ts';
import { type Operation, operationsOf, readDocument } from '../../support/api/document.ts';
import { createSampleTraffic } from '../../support/fixtures/sample-traffic.ts';

const RUNS = 60;

const sotto = await open();
const document = await readDocument(sotto);
const operations = operationsOf(document);
const { call } = createCaller(sotto, operations);
const contract = contractOf(document);
beforeAll(() => createSampleTraffic(sotto));
afterAll(() => sotto.close());

/** The operation that a method reaches at the same address, else the one that refuses it. */
function answering(operation: Operation, method: string): Operation {
  const reached = method === 'HEAD' ? 'GET' : method;
  return operations.find((other) => other.path === operation.path && other.method === reached) ?? operation;
}

it.each(operations.map((operation) => [operation.method, operation.path, operation] as const))(
  '%s %s answers whatever comes as documented, and never fails',
  async (_method, _path, operation) => {
    await fc.assert(
      fc.asyncProperty(arbitraryCall(operation), async (given) => {
        const response = await call(operation, given);
        expect(response.status).toBeLessThan(500);
        const { method = '', query = '' } = given;
        await contract(answering(operation, method), response, { method, query });
      }),
      { numRuns: RUNS },
    );
  },
);
