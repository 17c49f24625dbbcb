/** What the check of a domain says of servers as Node reaches them, by name and over TLS. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDomain } from '../../../src/domains/check-domain.ts';
import { createOutgoing } from '../../../src/runtime/node/adapters/outgoing.ts';
import { selfSigned } from '../../support/browser/certificate.ts';
import { REACH } from '../../support/fixtures/reach.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

const NAME = 'go.example';

let sotto: Sotto;
/** What the server at the name answers; its certificate is for this name alone. */
let answer: (path: string, host: string) => Response | Promise<Response>;
const certificate = selfSigned(NAME);
const server = createServer(certificate, async ({ url = '', headers }, response) => {
  const { status, headers: sent, body } = await answer(url, headers.host ?? '');
  response.writeHead(status, Object.fromEntries(sent)).end(body && (await new Response(body).text()));
});
let port: number;
beforeAll(async () => {
  sotto = await assemble(await openRuntime());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port; // it listens on TCP
});
afterAll(async () => {
  server.close();
  await sotto.close();
});

const here = async () => [{ address: '127.0.0.1', family: 4 }];
const check = (domain: string, options: Parameters<typeof createOutgoing>[0] = {}) => {
  const outgoing = createOutgoing({ reach: REACH, resolve: here, ca: certificate.cert, ...options });
  return checkDomain({ ...sotto.deps, outgoing }, domain);
};

it('says that all is well where the name leads here with a certificate for it', async () => {
  answer = (path, host) => sotto.request(`https://${host}${path}`);
  expect(await check(`${NAME}:${port}`)).toBe('well');
});

it('tells a proxy that passes on another name from another server', async () => {
  answer = (path) => sotto.request(`http://sotto.test${path}`);
  expect(await check(`${NAME}:${port}`)).toBe('other_host');
  answer = () => new Response('hello');
  expect(await check(`${NAME}:${port}`)).toBe('other_server');
});

it('tells a certificate for another name, or one that nobody trusts, from a name without address', async () => {
  expect(await check(`other.example:${port}`)).toBe('certificate');
  expect(await check(`${NAME}:${port}`, { ca: selfSigned(NAME).cert })).toBe('certificate');
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND go.example'), { code: 'ENOTFOUND' });
  expect(await check(NAME, { resolve: () => Promise.reject(unknown) })).toBe('no_name');
});

it('says that nobody answers where nothing listens', async () => {
  const closing = createTcpServer().listen(0, '127.0.0.1');
  await once(closing, 'listening');
  const { port: closed } = closing.address() as AddressInfo; // as above
  closing.close();
  expect(await check(`${NAME}:${closed}`)).toBe('no_answer');
});

it('asks no address of a private network', async () => {
  expect(await check(NAME, { resolve: async () => [{ address: '10.0.0.7', family: 4 }] })).toBe('inner');
});
