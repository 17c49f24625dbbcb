import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { CHROME } from '../../support/runtimes/sotto.ts';
import { startServer } from '../../support/server/server-process.ts';

const DESTINATION = 'https://pages.example/guide';
const REDIRECT = { status: 302, location: DESTINATION };

/** A server with one link, and a way to send it requests byte for byte. */
async function open() {
  const server = await startServer();
  const { slug } = await server.api<{ slug: string }>('/links', { url: DESTINATION, utm: false });
  const send = async (request: string | Buffer) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end(request);
    const answer = await text(socket);
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
    return { status, location: /^location: (.*)\r$/im.exec(answer)?.[1] };
  };
  const click = (target: string, version = '1.1', host = 'Host: localhost\r\n') =>
    send(`GET ${target} HTTP/${version}\r\n${host}User-Agent: ${CHROME}\r\nConnection: close\r\n\r\n`);
  return { slug, send, click };
}

describe('a request without Host', () => {
  it('is answered if its HTTP version has none, as load balancers send it', async () => {
    const { slug, send, click } = await open();
    expect((await send('GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200);
    expect(await click(`/${slug}`, '1.0', '')).toEqual(REDIRECT);
    expect((await click('/nothing-here', '1.0', '')).status).toBe(404);
    expect((await click('/healthz', '1.1', '')).status).toBe(400);
  });
});

describe('bytes outside ASCII', () => {
  it('around a slug cost no visit: the parser refuses them, so the target is asked for again, encoded', async () => {
    const { slug, click } = await open();
    const follow = async (target: string) => {
      const { status, location = '' } = await click(target);
      expect([target, status, location]).toEqual([target, 302, expect.stringMatching(/^\/[\x21-\x7e]+$/)]);
      return click(location);
    };
    for (const dragged of ['“', '\u200b', '」', 'é', '\u{1F600}', '“ ']) {
      expect(await follow(`/${slug}${dragged}`)).toEqual(REDIRECT);
      expect(await follow(`/${dragged}${slug}`)).toEqual(REDIRECT);
      expect(await follow(`/${slug}?q=${dragged}`)).toEqual(REDIRECT);
    }
    expect((await follow('/é')).status).toBe(404);
    expect((await click('//evil.example/é')).location).toBe('/evil.example/%C3%A9');
    expect((await click('http://evil.example//evil.example/é')).location).toBe('/evil.example/%C3%A9');
    expect((await click('/\\evil.example/é')).location).toBe('/%5Cevil.example/%C3%A9');
  });

  it('that are no text at all cost no visit either', async () => {
    const { slug, send, click } = await open();
    for (const bytes of [[0xff], [0xc3], [0xe2, 0x80], [0x80, 0xbf]]) {
      const headers = `Host: localhost\r\nUser-Agent: ${CHROME}\r\nConnection: close\r\n\r\n`;
      const [start, end] = [`GET /${slug}`, ` HTTP/1.1\r\n${headers}`].map((part) => Buffer.from(part));
      const { location = '' } = await send(Buffer.concat([start, Buffer.from(bytes), end] as Buffer[]));
      expect(await click(location)).toEqual(REDIRECT);
    }
  });
});

it('a backslash of a path is a slash, as in a URL, and one of a query is text', async () => {
  const { slug, click } = await open();
  for (const target of [`/${slug}\\`, `/${slug}\\"`, `/\\${slug}`, `/\\\\${slug}?a=\\n`])
    expect([target, await click(target)]).toEqual([target, REDIRECT]);
  expect((await click(`/${slug}\\n`)).status).toBe(404);
  expect((await click('/healthz\\')).status).toBe((await click('/healthz/')).status);
});

it('what is no request at all is refused', async () => {
  const { send } = await open();
  expect((await send('nonsense\r\n\r\n')).status).toBe(400);
  expect((await send('POST /é HTTP/1.1\r\nHost: localhost\r\n\r\n')).status).toBe(400);
  expect((await send(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).status).toBe(431);
});

it('a target with a host of its own, or with several slashes, is the same link', async () => {
  const { slug, click } = await open();
  const targets = [`//${slug}`, `///${slug}//`, `http://localhost/${slug}`, `http://other.example//${slug}`];
  for (const target of targets) expect([target, await click(target)]).toEqual([target, REDIRECT]);
});
