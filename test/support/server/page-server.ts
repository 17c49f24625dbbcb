/** A website of the Internet, for tests of reading pages: what is usual, and what means no good. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

type Answer = (response: ServerResponse, request: IncomingMessage, query: URLSearchParams) => void;

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const PAGE = `<!doctype html><html><head><title>Not this one</title>
<meta property="og:title" content="  The &quot;guide&quot;\n&amp; more \u202e ">
<meta name="description" content="Second choice">
<meta property="og:description" content="What it is about.">
<meta property="og:image" content="/picture.png?a=1&amp;b=2">
</head><body><meta property="og:title" content="of the body"></body></html>`;

const html = (response: ServerResponse, text: string | Buffer, headers: Record<string, string> = HTML) =>
  response.writeHead(200, headers).end(text);

const titled = (title: string) => `<!doctype html><head><title>${title}</title></head>`;

/** Writes without end, until the client hangs up. */
function flood(response: ServerResponse, piece: string | Buffer) {
  const more = () => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

const ANSWERS: Record<string, Answer> = {
  '/page': (response) => html(response, PAGE),
  '/title': (response) => html(response, titled('Only a &lt;title&gt;')),
  '/untyped': (response) => response.end(titled('Without a type')),
  '/asked': (response, { headers }) => html(response, titled(JSON.stringify(headers).replaceAll('<', ''))),
  '/latin1': (response) =>
    html(response, Buffer.from(titled('Été'), 'latin1'), { 'Content-Type': 'text/html; charset=ISO-8859-1' }),
  '/meta-charset': (response) =>
    html(response, Buffer.from(`<meta charset="windows-1252">${titled('Prix : 5 \x80')}`, 'latin1'), {
      'Content-Type': 'text/html',
    }),
  '/utf16': (response) =>
    html(response, Buffer.from(`\ufeff${titled('Élan')}`, 'utf16le'), { 'Content-Type': 'text/html' }),
  '/no-charset': (response) =>
    html(response, `<meta charset="nonsense">${titled('Ça')}`, { 'Content-Type': 'text/html' }),
  '/redirect': (response, _, query) =>
    response.writeHead(Number(query.get('status') ?? 302), { Location: query.get('to') ?? '' }).end('moved'),
  '/loop': (response) => response.writeHead(302, { Location: '/loop' }).end(),
  '/endless': (response) => {
    response.writeHead(200, HTML).write(`<head><title>Endless</title>`);
    flood(response, `<!-- ${'x'.repeat(60_000)} -->`);
  },
  '/slow': (response) => {
    response.writeHead(200, HTML).write('<head><title>Slow');
  },
  '/silent': () => {},
  '/cut': (response) => {
    response.writeHead(200, { ...HTML, 'Content-Length': '9999' }).write('<head>');
    setImmediate(() => response.destroy());
  },
  '/bomb': (response) => {
    const head = Buffer.from('<head><title>Bomb</title>');
    const bomb = gzipSync(Buffer.concat([head, Buffer.alloc(20_000_000, ' ')]));
    response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' }).end(bomb);
  },
  '/gzip': (response) =>
    response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' }).end(gzipSync(titled('Packed'))),
  '/broken-gzip': (response) =>
    response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' }).end('not compressed'),
  '/pdf': (response) =>
    response.writeHead(200, { 'Content-Type': 'application/pdf; x=1' }).end('%PDF <title>no</title>'),
  '/missing': (response) => response.writeHead(404, HTML).end(titled('Not found')),
  '/empty': (response) => html(response, ''),
  '/picture.png': (response) => response.writeHead(200, { 'Content-Type': 'image/png' }).end(PNG),
  '/svg.png': (response) =>
    response.writeHead(200, { 'Content-Type': 'image/png' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  '/huge.png': (response) => {
    response.writeHead(200, { 'Content-Type': 'image/png' }).write(PNG);
    flood(response, Buffer.alloc(60_000));
  },
};

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

export async function startPageServer(): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = ANSWERS[pathname];
    if (answer) answer(response, request, searchParams);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
