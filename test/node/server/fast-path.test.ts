import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { createApp } from '../../../src/app.ts';
import { parseCidr } from '../../../src/net/cidr.ts';
import { createRedirect } from '../../../src/redirect/handler.ts';
import { createDurations } from '../../../src/runtime/node/observe/durations.ts';
import { createNodeFastPath } from '../../../src/runtime/node/server/fast-path.ts';
import { createHttpServer } from '../../../src/runtime/node/server/listen.ts';
import { assemble, CHROME, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

const HOST = 'sotto.test';
const NOT_TAKEN = 599;

let sotto: Sotto;
/** Servers with only the fast path, and with only the app, on the same store. */
const ports = { fastPath: 0, app: 0 };
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<number> {
  const server = createHttpServer(listener);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port; // it listens on a port
}

beforeAll(async () => {
  const network = parseCidr('127.0.0.1');
  const settings = { ...SETTINGS, trustedProxies: network ? [network] : [] };
  sotto = await assemble(await openRuntime(), { settings });
  const { deps } = sotto;
  const redirect = createRedirect(deps);
  const { counters, log } = deps;
  const fastPath = createNodeFastPath({ redirect, counters, log, durations: createDurations() });
  ports.fastPath = await serve((request, response) => {
    if (!fastPath(request, response)) response.writeHead(NOT_TAKEN).end();
  });
  const app = createApp(deps, (c) => ({ address: getConnInfo(c).remote.address ?? null }), { redirect });
  ports.app = await serve(getRequestListener((request, env) => app.fetch(request, env)));
});
afterAll(async () => {
  for (const server of servers) server.close();
  await sotto.close();
});

/** All bytes of the answer, with a fixed date. */
async function send(port: number, head: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${head.join('\r\n')}\r\n\r\n`);
  return (await text(socket)).replace(/^date: .*$/im, 'Date: now');
}

async function mint(body: Record<string, unknown> = {}): Promise<{ id: string; slug: string }> {
  const { body: link } = await sotto.api<{ id: string; slug: string }>('POST', '/links', {
    url: `https://pages.example/${crypto.randomUUID()}?a=%20~(b`,
    ...body,
  });
  await visit(link.slug);
  return link;
}

/** Visits a link, and looks it up once more, which puts it into the cache. */
async function visit(slug: string): Promise<void> {
  await send(ports.app, lines(`/${slug}.test`));
  await sotto.deps.store.links.resolve('', slug);
}

const lines = (target: string, headers: Record<string, string> = {}, method = 'GET', version = '1.1') => [
  `${method} ${target} HTTP/${version}`,
  ...Object.entries({ Host: HOST, 'User-Agent': CHROME, Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  ),
];

const newest = async (id: string, limit: number) => {
  const { body } = await sotto.api<{ data: Record<string, unknown>[] }>(
    'GET',
    `/hits?linkId=${id}&limit=${limit}`,
  );
  return body.data.map(({ id: _, ...facts }) => facts);
};

/** The answers of both servers, and the hits that they wrote. */
async function both(link: { id: string }, head: string[]) {
  const answers = { fastPath: await send(ports.fastPath, head), app: await send(ports.app, head) };
  expect(answers.fastPath).not.toContain(` ${NOT_TAKEN} `);
  return { ...answers, hits: (await newest(link.id, 3)).slice(0, -1) };
}

describe('the fast path', () => {
  const facebook = {
    'User-Agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  };
  it.each<[string, Record<string, unknown>, (slug: string) => string[]]>([
    ['a click', {}, (slug) => lines(`/${slug}`)],
    ['HTTP/1.0', {}, (slug) => lines(`/${slug}`, {}, 'GET', '1.0')],
    ['a browser that came by HTTPS', {}, (slug) => lines(`/${slug}`, { 'X-Forwarded-Proto': 'https' })],
    ['a mark and a query', {}, (slug) => lines(`/${slug}.letter?x=%C3%A9&y`)],
    ['a forwarded query', { forwardQuery: true }, (slug) => lines(`/${slug}?x=%C3%A9&y&x=1;2`)],
    ['a permanent redirect', { statusCode: 308 }, (slug) => lines(`/${slug}`)],
    ['a prefetch', {}, (slug) => lines(`/${slug}`, { 'Sec-Purpose': 'prefetch;prerender' })],
    ['an image', {}, (slug) => lines(`/${slug}`, { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' })],
    ['a preview', {}, (slug) => lines(`/${slug}`, facebook)],
    ['no agent', {}, (slug) => [`GET /${slug} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close']],
    [
      'one header twice',
      {},
      (slug) => [...lines(`/${slug}`), 'Referer: https://t.co/a', 'referer: https://b.example/'],
    ],
    ['letters outside ASCII', {}, (slug) => lines(`/${slug}`, { Referer: 'https://café.example/été' })],
    ['a host with a port', {}, (slug) => lines(`/${slug}`, { Host: 'localhost:8787' })],
    ['an address as host', {}, (slug) => lines(`/${slug}`, { Host: '127.0.0.1:3000' })],
    [
      'an opted-out person in French',
      {},
      (slug) => lines(`/${slug}`, { 'Sec-GPC': '1', 'Accept-Language': 'fr' }),
    ],
    ['an archived link', { archived: true }, (slug) => lines(`/${slug}`, { 'Accept-Language': 'fr' })],
    ['a link with a password', { password: 'correct horse' }, (slug) => lines(`/${slug}`)],
    ['a link that has not begun', { startsAt: '2030-01-01T00:00:00Z' }, (slug) => lines(`/${slug}`)],
  ])(
    'answers %s as the app does, byte for byte, and writes the same hit',
    async (_, { archived, ...body }, head) => {
      const link = await mint(body);
      if (archived) {
        await sotto.api('PATCH', `/links/${link.id}`, { archived });
        await visit(link.slug);
      }
      const { fastPath, app, hits } = await both(link, head(link.slug));
      expect(fastPath).toBe(app);
      expect(hits).toHaveLength(/^HTTP\/1\.[01] (?:30\d|503) /.test(fastPath) ? 2 : 0);
      // Of two clicks within a second one is a repeat, whichever server answered it.
      const [one, other] = hits.map(({ kind, reason, unique, ...facts }) => ({
        ...facts,
        kind: kind === 'repeat' ? 'click' : kind,
      }));
      expect(one).toEqual(other);
    },
  );

  it('answers with the card of a content as the app does', async () => {
    const { body } = await sotto.api<{ links: { id: string; slug: string }[] }>('POST', '/contents', {
      url: `https://pages.example/${crypto.randomUUID()}`,
      title: 'Ein Titel mit Ä',
      description: '<b>',
    });
    const [link] = body.links;
    if (!link) throw new Error('No link was minted');
    await visit(link.slug);
    const { fastPath, app } = await both(link, lines(`/${link.slug}`, facebook));
    expect(fastPath).toContain('og:title');
    expect(fastPath).toBe(app);
  });

  it.each<[string, (slug: string) => string[]]>([
    ['an unknown slug', () => lines('/nobody-minted-this')],
    ['a page of the server', () => lines('/docs')],
    ['a HEAD', (slug) => lines(`/${slug}`, {}, 'HEAD')],
    ['a form', (slug) => lines(`/${slug}`, { 'Content-Length': '0' }, 'POST')],
    ['where a link leads', (slug) => lines(`/${slug}+`)],
    ['an escaped path', (slug) => lines(`/%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}`)],
    ['an absolute target', (slug) => lines(`http://${HOST}/${slug}`)],
    ['a host in capitals', (slug) => lines(`/${slug}`, { Host: 'SOTTO.test' })],
    ['a number as host', (slug) => lines(`/${slug}`, { Host: '2130706433' })],
    ['a query that a URL would escape', (slug) => lines(`/${slug}?a='b'`)],
  ])('leaves %s to the app', async (_, head) => {
    const { slug } = await mint();
    expect(await send(ports.fastPath, head(slug))).toContain(` ${NOT_TAKEN} `);
  });

  it.each(['other.test', HOST])(
    'leaves a request with the second host %s to the app, which refuses it',
    async (host) => {
      const { slug } = await mint();
      const [request = '', ...headers] = lines(`/${slug}`);
      const twice = [request, `Host: ${host}`, ...headers];
      expect(await send(ports.fastPath, twice)).toContain(` ${NOT_TAKEN} `);
      expect(await send(ports.app, twice)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it('leaves a link with maxClicks to the app, which asks the store', async () => {
    const { slug } = await mint({ maxClicks: 3 });
    expect(await send(ports.fastPath, lines(`/${slug}`))).toContain(` ${NOT_TAKEN} `);
  });

  it('does not answer for a link that was changed', async () => {
    const link = await mint();
    await sotto.api('PATCH', `/links/${link.id}`, { blocked: true });
    expect(await send(ports.fastPath, lines(`/${link.slug}`))).toContain(` ${NOT_TAKEN} `);
    expect(await send(ports.app, lines(`/${link.slug}`))).toContain(' 451 ');
  });
});
