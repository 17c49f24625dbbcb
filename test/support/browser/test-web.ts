/** A small web with Sotto in it: pages that link, a real server behind a front, and a place to arrive at. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { expect } from 'vitest';
import { standingClock } from '../server/fixed-clock.ts';
import { type ServerProcess, startServer } from '../server/server-process.ts';
import type { Certificate } from './certificate.ts';
import { type Front, listen, openFront } from './reverse-proxy.ts';

/** Where the reader sits, as the front says. */
const READER = '198.51.100.7';
const A_WHILE = 60_000;
const PATIENCE = { timeout: 60_000 };

export interface ShortLink {
  id: string;
  shortUrl: string;
  /** The path of where it leads. */
  path: string;
}

/** What became of a link: its hits as the API lists and counts them, and how often somebody arrived. */
export interface Account {
  /** Newest first. */
  hits: { kind: string; reason: string | null; unique: boolean | null }[];
  total: { hits: number; clicks: number; repeats: number; prefetches: number; uniqueClicks: number };
  arrived: number;
}

/** Of a link that one person opened once. */
export const ONE_CLICK: Account = {
  hits: [{ kind: 'click', reason: null, unique: true }],
  total: { hits: 1, clicks: 1, repeats: 0, prefetches: 0, uniqueClicks: 1 },
  arrived: 1,
};

export interface World {
  server: ServerProcess;
  /** Lets so many milliseconds pass for the server, whose clock stands still otherwise. */
  pass(ms: number): void;
  /** A link of its own, a while after the one before: people read between their clicks. */
  mint(fields?: { statusCode: number }): Promise<ShortLink>;
  /** Puts a page, or whatever answers, on every site; answers its path. */
  put(page: string | RequestListener): string;
  /** Origins of pages: of another site than Sotto, of another origin on its site, and its own. */
  elsewhere: string;
  nextDoor: string;
  home: string;
  /** Resolves once the browser has asked for the link, or somebody has arrived by it, in whatever tab. */
  asked(link: ShortLink): Promise<void>;
  arrived(link: ShortLink): Promise<void>;
  /** What the browser told of each request for a short link: site, mode, user, destination, purpose. */
  sent(link: ShortLink): string[];
  account(link: ShortLink): Promise<Account>;
}

/** All over HTTPS if there is a certificate. Whoever arrives reads "Arrived". */
export async function openWorld({ tls }: { tls?: Certificate } = {}): Promise<World> {
  const shelf = openShelf();
  const arrivals: string[] = [];
  const destination = await listen((asking, answering) => {
    arrivals.push(asking.url ?? '');
    sendPage(answering, '<h1>Arrived</h1>');
  }, tls);
  const pages = await listen((asking, answering) => {
    if (!shelf.answer(asking, answering)) answering.writeHead(404).end();
  }, tls);
  const front = await openFront({ address: READER, tls }, shelf.answer);
  const at = (host: string, port: number) => `${tls ? 'https' : 'http'}://${host}:${port}`;
  const home = at('localhost', front.port);
  const env = { SOTTO_PUBLIC_URL: home, SOTTO_TRUST_PROXY: '127.0.0.1' };
  const clock = standingClock();
  const server = await startServer({ env, nodeArgs: clock.nodeArgs });
  front.passTo(server.url);

  const sent = (link: ShortLink) => told(front, new URL(link.shortUrl).pathname);
  let minted = 0;
  return {
    server,
    home,
    nextDoor: at('localhost', pages),
    elsewhere: at('127.0.0.1', pages),
    put: shelf.put,
    pass: clock.pass,
    async mint(fields) {
      clock.pass(A_WHILE);
      const path = `/read/${minted++}`;
      const url = at('localhost', destination) + path;
      return {
        path,
        ...(await server.api<Omit<ShortLink, 'path'>>('/links', { url, utm: false, ...fields })),
      };
    },
    asked: (link) => expect.poll(() => sent(link), PATIENCE).not.toEqual([]),
    arrived: ({ path }) => expect.poll(() => arrivals, PATIENCE).toContain(path),
    sent,
    account: async ({ id, path }) => ({
      ...(await counted(server, id)),
      arrived: arrivals.filter((arrival) => arrival === path).length,
    }),
  };
}

const TELLING = ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-user', 'sec-fetch-dest', 'sec-purpose'];

function told(front: Front, path: string): string[] {
  return front.asked(path).map((headers) => {
    return TELLING.map((name) => headers[name])
      .filter((value) => value !== undefined)
      .join(' ');
  });
}

async function counted(server: ServerProcess, id: string): Promise<Omit<Account, 'arrived'>> {
  const { data } = await server.api<{ data: Account['hits'] }>(`/hits?linkId=${id}`);
  const { total } = await server.api<{ total: Account['total'] }>(`/stats?linkId=${id}`);
  const { hits, clicks, repeats, prefetches, uniqueClicks } = total;
  return {
    hits: data.map(({ kind, reason, unique }) => ({ kind, reason, unique })),
    total: { hits, clicks, repeats, prefetches, uniqueClicks },
  };
}

function openShelf() {
  const shelf = new Map<string, RequestListener>();
  return {
    put(page: string | RequestListener): string {
      const path = `/blog/${shelf.size}`;
      shelf.set(path, typeof page === 'string' ? (_, answering) => sendPage(answering, page) : page);
      return path;
    },
    answer(asking: IncomingMessage, answering: Parameters<RequestListener>[1]): boolean {
      const found = shelf.get(asking.url ?? '');
      found?.(asking, answering);
      return found !== undefined;
    },
  };
}

function sendPage(answering: Parameters<RequestListener>[1], html: string): void {
  answering.setHeader('Content-Type', 'text/html').end(html);
}
