/** A small web around a real Sotto: pages that link to it, a reverse proxy in front of it, and a destination. */

import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { fixedClock } from '../server/fixed-clock.ts';
import { type OnEnd, type ServerProcess, startOn } from '../server/spawn-server.ts';
import type { Certificate } from './certificate.ts';
import { listen } from './http-server.ts';
import { openReverseProxy, type ReverseProxy } from './reverse-proxy.ts';

/** The reader's address in `X-Forwarded-For`. */
const READER = '198.51.100.7';
const READING_MS = 60_000;
const POLL = { timeout: 60_000 };

export interface ShortLink {
  id: string;
  shortUrl: string;
  /** The path of its destination. */
  path: string;
}

/** The outcome of a link: its hits as the API lists and counts them, and how often somebody arrived. */
export interface Outcome {
  /** Newest first. */
  hits: { kind: string; reason: string | null; unique: boolean | null }[];
  total: { hits: number; clicks: number; repeats: number; prefetches: number; uniqueClicks: number };
  arrived: number;
}

/** The outcome of a link that one person opened once. */
export const ONE_CLICK: Outcome = {
  hits: [{ kind: 'click', reason: null, unique: true }],
  total: { hits: 1, clicks: 1, repeats: 0, prefetches: 0, uniqueClicks: 1 },
  arrived: 1,
};

export interface TestWeb {
  server: ServerProcess;
  /** Moves the server's clock forward; it is fixed otherwise. */
  advance(ms: number): void;
  /** Mints a new link, a minute after the previous one: people read between their clicks. */
  mint(fields?: { statusCode: number }): Promise<ShortLink>;
  /** Adds a page, or a handler, to every site; returns its path. */
  addPage(page: string | RequestListener): string;
  /** Origins of the pages: another site than Sotto, another origin on its site, and its own origin. */
  otherSite: string;
  otherOrigin: string;
  sottoOrigin: string;
  /** Resolves once the browser has requested the link, or has arrived at its destination, in any tab. */
  requested(link: ShortLink): Promise<void>;
  arrived(link: ShortLink): Promise<void>;
  /** The fetch metadata of each request for a short link: site, mode, user, destination, purpose. */
  fetchMetadata(link: ShortLink): string[];
  outcome(link: ShortLink): Promise<Outcome>;
}

interface WebOptions {
  /** Everything runs over HTTPS with it. */
  tls?: Certificate;
}

/** Opens a test web for all tests of a file; returns a function that gives it to a running test. */
export function useTestWeb(options: WebOptions = {}): () => TestWeb {
  let web: TestWeb;
  const ends: Parameters<OnEnd>[0][] = [];
  beforeAll(async () => {
    web = await openTestWeb(options, (end) => ends.unshift(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => web;
}

/** The destination of every link shows "Arrived". */
async function openTestWeb({ tls }: WebOptions, onEnd: OnEnd): Promise<TestWeb> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const shelf = createShelf();
  const arrivals: string[] = [];
  const destination = await listen(
    (request, response) => {
      arrivals.push(request.url ?? '');
      sendPage(response, '<h1>Arrived</h1>');
    },
    { tls, onEnd },
  );
  const pages = await listen(
    (request, response) => {
      if (!shelf.answer(request, response)) response.writeHead(404).end();
    },
    { tls, onEnd },
  );
  const proxy = await openReverseProxy({ address: READER, tls, onEnd }, shelf.answer);
  const at = (host: string, port: number) => `${tls ? 'https' : 'http'}://${host}:${port}`;
  const sottoOrigin = at('localhost', proxy.port);
  const env = { SOTTO_PUBLIC_URL: sottoOrigin, SOTTO_TRUST_PROXY: '127.0.0.1' };
  const clock = fixedClock(folder);
  const server = await startOn({ env, nodeArgs: clock.nodeArgs, dataDir: join(folder, 'data') }, onEnd);
  proxy.forwardTo(server.url);

  const fetchMetadata = (link: ShortLink) => fetchMetadataOf(proxy, new URL(link.shortUrl).pathname);
  let minted = 0;
  return {
    server,
    sottoOrigin,
    otherOrigin: at('localhost', pages),
    otherSite: at('127.0.0.1', pages),
    addPage: shelf.add,
    advance: clock.advance,
    async mint(fields) {
      clock.advance(READING_MS);
      const path = `/read/${minted++}`;
      const url = at('localhost', destination) + path;
      return {
        path,
        ...(await server.api<Omit<ShortLink, 'path'>>('/links', { url, utm: false, ...fields })),
      };
    },
    requested: (link) => expect.poll(() => fetchMetadata(link), POLL).not.toEqual([]),
    arrived: ({ path }) => expect.poll(() => arrivals, POLL).toContain(path),
    fetchMetadata,
    outcome: async ({ id, path }) => ({
      ...(await counted(server, id)),
      arrived: arrivals.filter((arrival) => arrival === path).length,
    }),
  };
}

const FETCH_METADATA = [
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-user',
  'sec-fetch-dest',
  'sec-purpose',
];

function fetchMetadataOf(proxy: ReverseProxy, path: string): string[] {
  return proxy.requestsFor(path).map((headers) => {
    return FETCH_METADATA.map((name) => headers[name])
      .filter((value) => value !== undefined)
      .join(' ');
  });
}

async function counted(server: ServerProcess, id: string): Promise<Omit<Outcome, 'arrived'>> {
  const { data } = await server.api<{ data: Outcome['hits'] }>(`/hits?linkId=${id}`);
  const { total } = await server.api<{ total: Outcome['total'] }>(`/stats?linkId=${id}`);
  const { hits, clicks, repeats, prefetches, uniqueClicks } = total;
  return {
    hits: data.map(({ kind, reason, unique }) => ({ kind, reason, unique })),
    total: { hits, clicks, repeats, prefetches, uniqueClicks },
  };
}

function createShelf() {
  const shelf = new Map<string, RequestListener>();
  return {
    add(page: string | RequestListener): string {
      const path = `/blog/${shelf.size}`;
      shelf.set(path, typeof page === 'string' ? (_, response) => sendPage(response, page) : page);
      return path;
    },
    answer(request: IncomingMessage, response: Parameters<RequestListener>[1]): boolean {
      const found = shelf.get(request.url ?? '');
      found?.(request, response);
      return found !== undefined;
    },
  };
}

function sendPage(response: Parameters<RequestListener>[1], html: string): void {
  response.setHeader('Content-Type', 'text/html').end(html);
}
