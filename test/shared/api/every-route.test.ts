import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { allows, PUBLISHABLE_SCOPES, SECRET_SCOPES } from '../../../src/keys/scope.ts';
import { type Call, createCaller } from '../../support/api/caller.ts';
import { contractOf, type Problem } from '../../support/api/contract.ts';
import { type Operation, operationsOf, readDocument, typesOf } from '../../support/api/document.ts';
import { unique } from '../../support/fixtures/records.ts';
import { createSampleTraffic } from '../../support/fixtures/sample-traffic.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** More bytes than any route takes. */
const TOO_LARGE = 4_000_000;

const sotto = await open();
const document = await readDocument(sotto);
const operations = operationsOf(document);
const { call, keyWith } = createCaller(sotto, operations);
const contract = contractOf(document);

beforeAll(() => createSampleTraffic(sotto));
afterAll(() => sotto.close());

/** Makes a call that must be refused, and reads the problem details. */
async function refusal(operation: Operation, given: Call): Promise<Problem & { headers: Headers }> {
  const response = await call(operation, given);
  const problem: Problem = JSON.parse(await contract(operation, response));
  return { ...problem, headers: response.headers };
}

const pointers = ({ errors = [] }: Problem) => errors.map(({ pointer }) => pointer);
const named = (some: Operation[]) => some.map((each) => [each.method, each.path, each] as const);

describe.each(named(operations))('%s %s', (_method, path, operation) => {
  const needed = SECRET_SCOPES.filter((scope) => operation.scopes.includes(scope));
  const useless = SECRET_SCOPES.filter((scope) => !needed.some((one) => allows([scope], one)));
  const refused = (given: Call) => refusal(operation, given);

  it('is for nobody without a key', async () => {
    const problem = await refused({ key: null });
    expect([problem.status, problem.code]).toEqual([401, 'unauthorized']);
    expect(problem.headers.get('WWW-Authenticate')).toBe('Bearer');
  });

  it('is for nobody whose key was revoked or has expired', async () => {
    const { now } = sotto.clock;
    for (const over of [{ revokedAt: now }, { expiresAt: now }]) {
      expect((await refused({ key: await keyWith(needed, over) })).status).toBe(401);
    }
  });

  it('needs one scope, and no other will do', async () => {
    expect(needed).toHaveLength(1);
    const problem = await refused({ key: await keyWith(useless) });
    expect([problem.status, problem.code]).toEqual([403, 'missing_scope']);
  });

  // The route for share buttons has tests of its own.
  it.skipIf(path === '/api/v1/shares')('is not for keys that stand in pages', async () => {
    const key = await keyWith(PUBLISHABLE_SCOPES, { origins: ['https://pages.example'] });
    for (const headers of [{}, { Origin: 'https://pages.example' }, { Origin: 'https://other.example' }]) {
      expect((await refused({ key, headers })).status).toBe(403);
    }
  });

  it('answers as documented to a key with just its scope', async () => {
    const [success = ''] = Object.keys(operation.responses).filter((status) => /^2/.test(status));
    const types = typesOf(operation.responses[success]);
    for (const Accept of types.length > 0 ? types : ['*/*']) {
      const response = await call(operation, { key: await keyWith(needed), headers: { Accept } });
      expect(response.ok, await contract(operation, response)).toBe(true);
    }
  });

  it('refuses other methods and says which it takes', async () => {
    const own = operations.filter((other) => other.path === path).map(({ method }) => method);
    const allowed = own.includes('GET') ? [...own, 'HEAD'] : own;
    for (const method of METHODS.filter((name) => !own.includes(name))) {
      const { status, code, headers } = await refused({ method });
      expect([status, code]).toEqual([405, 'method_not_allowed']);
      expect(headers.get('Allow')?.split(', ').sort()).toEqual(allowed.sort());
    }
  });

  it('refuses query parameters that it does not know', async () => {
    const problem = await refused({ query: 'nonsense=1' });
    expect([problem.status, pointers(problem)]).toEqual([422, ['?nonsense']]);
  });
});

describe.each(named(operations.filter(({ body }) => body !== undefined)))(
  'the body of %s %s',
  (_method, _path, operation) => {
    const example = operation.body?.example;
    const refused = (given: Call) => refusal(operation, given);

    it('is JSON of a documented type and nothing else', async () => {
      for (const type of Object.keys(operation.requestBody?.content ?? {})) {
        const response = await call(operation, { headers: { 'Content-Type': `${type}; charset=utf-8` } });
        expect(response.status).not.toBe(415);
      }
      // Beacons of pages can only send text.
      const text = operation.path === '/api/v1/shares' ? [] : ['text/plain'];
      for (const type of [...text, 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
        const problem = await refused({ headers: { 'Content-Type': type } });
        expect([problem.status, problem.code]).toEqual([415, 'unsupported_media_type']);
      }
    });

    it('is well-formed and not too large', async () => {
      for (const body of ['', '{', '{"a":1}}', '\u0000']) {
        const problem = await refused({ body });
        expect([problem.status, problem.code]).toEqual([400, 'malformed_json']);
      }
      const problem = await refused({ body: JSON.stringify(example).padEnd(TOO_LARGE) });
      expect([problem.status, problem.code]).toEqual([413, 'body_too_large']);
    });

    it('has no fields that are not documented', async () => {
      const body = JSON.stringify({ ...Object(example), 'a/b~': 1, nonsense: null });
      const problem = await refused({ body });
      expect([problem.status, pointers(problem)]).toEqual([422, ['/a~1b~0', '/nonsense']]);
    });
  },
);

it.each(named(operations.filter(({ path }) => path.includes('{'))))(
  '%s %s finds nothing by an id that nobody has',
  async (_method, _path, operation) => {
    const names = operation.parameters.filter((parameter) => parameter.in === 'path');
    for (const id of [unique(), '%25', '%', 'a%2Fb', '%F0%9F%A6%80', 'x'.repeat(2000)]) {
      const path = Object.fromEntries(names.map(({ name }) => [name, id]));
      const problem = await refusal(operation, { path });
      expect([problem.status, problem.code]).toEqual([404, 'not_found']);
    }
  },
);

// What is only exported is streamed, and has no ETag.
it.each(named(operations.filter(({ responses }) => '304' in responses)))(
  '%s %s answers HEAD like GET, and 304 to who knows the answer',
  async (_method, _path, operation) => {
    const get = await call(operation);
    const tag = get.headers.get('ETag') ?? '';
    const head = await call(operation, { method: 'HEAD' });
    expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([get.status, tag, '']);
    const again = await call(operation, { headers: { 'If-None-Match': tag } });
    expect([again.status, await contract(operation, again)]).toEqual([304, '']);
  },
);
