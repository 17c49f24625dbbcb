/** What the check of a domain says of servers as Node reaches them. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDomain } from '../../../src/domains/check-domain.ts';
import { createOutgoing } from '../../../src/runtime/node/adapters/outgoing.ts';
import { selfSigned } from '../../support/browser/certificate.ts';
import { REACH } from '../../support/fixtures/reach.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
const server = createServer(selfSigned(), (_, response) => response.end('hello'));
beforeAll(async () => {
  sotto = await assemble(await openRuntime());
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  server.close();
  await sotto.close();
});

const check = (domain: string, resolve: Parameters<typeof createOutgoing>[0] = {}) =>
  checkDomain({ ...sotto.deps, outgoing: createOutgoing({ reach: REACH, ...resolve }) }, domain);
const here = async () => [{ address: '127.0.0.1', family: 4 }];

it('tells a certificate that is not valid from a name without address, and from silence', async () => {
  const { port } = server.address() as AddressInfo;
  expect(await check(`go.example:${port}`, { resolve: here })).toBe('certificate');
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND go.example'), { code: 'ENOTFOUND' });
  expect(await check('go.example', { resolve: () => Promise.reject(unknown) })).toBe('no_name');
  // Nothing listens there.
  expect(await check('go.example:9999', { resolve: here })).toBe('no_answer');
});

it('asks no address of a private network', async () => {
  expect(await check('go.example', { resolve: async () => [{ address: '10.0.0.7', family: 4 }] })).toBe(
    'inner',
  );
});
