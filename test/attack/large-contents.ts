/**
 * Asks a server with 500,000 links, some of them in contents with 20,000 and 50,000 links, for what reads or changes
 * many of them, and follows a short link every 10 ms all the while. Prints each request with its time and the longest
 * time that a redirect took beside it. It needs `npm run build`, 1 GB in the temporary folder, and a few minutes.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CONTENT_SORTS } from '../../src/links/contents/content.ts';
import { LINK_SORTS } from '../../src/links/link.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import type { Store } from '../../src/store-ports/store.ts';
import { dataFolder } from '../bench/data-set/data-set.ts';
import { mintLinks, newContent, newLink } from '../support/fixtures/records.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const SIZE = { hits: 300_000, links: 500_000 };
const PROBE_MS = 10;
const SETTLE_MS = 300;
const KEY = `sotto_000000000000_${'a'.repeat(43)}`;
const LINKS_PER_MINT = 500;

interface Call {
  label: string;
  method?: string;
  path: string;
  body?: unknown;
}

interface Answer {
  status: number;
  bytes: number;
  milliseconds: number;
}

const agent = new Agent({ keepAlive: true });

function send(
  url: string,
  { method = 'GET', path, body }: Omit<Call, 'label'>,
  key?: string,
): Promise<Answer> {
  const start = performance.now();
  const authorization = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  const headers = { ...authorization, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  return new Promise((resolve) => {
    // A server that answers nobody for long enough resets connections.
    const lost = () => resolve({ status: 0, bytes: 0, milliseconds: performance.now() - start });
    const sent = request(`${url}${path}`, { method, agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response
        .on('error', lost)
        .on('end', () =>
          resolve({ status: response.statusCode ?? 0, bytes, milliseconds: performance.now() - start }),
        );
    });
    sent.on('error', lost).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Follows a link every 10 ms until it is stopped; returns the longest time that one took. */
function startProbe(url: string, slug: string) {
  let longest = 0;
  let failed = 0;
  const pending = new Set<Promise<void>>();
  const follow = async () => {
    const { status, milliseconds } = await send(url, { path: `/${slug}` });
    longest = Math.max(longest, milliseconds);
    if (status !== 302) failed += 1;
  };
  const timer = setInterval(() => {
    const one = follow();
    pending.add(one);
    one.finally(() => pending.delete(one));
  }, PROBE_MS);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      return { longest, failed };
    },
  };
}

/** A content with so many links, each of a campaign of its own. Every link has a former destination. */
async function mintLarge(store: Store, links: number, name: string) {
  const url = `https://pages.example/${name}`;
  const content = newContent({ url, key: url, externalId: name, title: name });
  for (let done = 0; done < links; done += LINKS_PER_MINT) {
    const known = await store.contents.byExternalId(name);
    const campaigns = Array.from({ length: Math.min(LINKS_PER_MINT, links - done) }, (_, at) =>
      newLink({ url, campaign: `partner-${done + at}`, slug: `${name}-${done + at}`, tags: ['partner'] }),
    );
    await mintLinks(store, known ?? content, campaigns);
  }
}

async function prepare(dataDir: string): Promise<void> {
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    await mintLarge(store, 20_000, 'large');
    await mintLarge(store, 50_000, 'huge');
    await mintLinks(store, newContent(), [newLink({ slug: 'probe' })]);
  } finally {
    close();
  }
}

const api = (path: string) => `/api/v1${path}`;
const get = (path: string, label = path): Call => ({ label: `GET ${label}`, path: api(path) });

/** What is asked for one after the other: reads, then changes, the last of which delete. */
async function callsOf(server: ServerProcess): Promise<Call[]> {
  const { data } = await server.api<{ data: { id: string }[] }>('/links?contentId=ext_large&limit=2');
  const [first = '', second = ''] = data.map(({ id }) => id);
  const host = new URL(server.url).host;
  const crafted = `${'a'.repeat(4_000)}b`;
  return [
    get('/contents/ext_large'),
    get('/contents/ext_huge'),
    get('/contents?limit=100'),
    get('/contents?limit=100&q=pages.example'),
    get('/contents?tag=none'),
    get('/contents?campaign=none'),
    get('/contents?q=nothing'),
    get('/links?q=nothing'),
    get(`/links?q=${'x'.repeat(60)}`, '/links?q=60 characters'),
    get(`/links?q=${crafted}`, '/links?q=4,001 characters'),
    get('/links?tag=none'),
    get('/links?tag=partner'),
    get('/links?channel=sms'),
    get('/links?archived=true'),
    get('/links?contentId=ext_huge&limit=100'),
    get('/links?contentId=ext_huge&q=nothing'),
    get('/links?q=nothing&sort=-clicks'),
    ...[...LINK_SORTS, 'clicks'].flatMap((sort) =>
      [`sort=${sort}`, `sort=-${sort}`, `sort=-${sort}&tag=partner`].map((query) => get(`/links?${query}`)),
    ),
    ...[...CONTENT_SORTS, 'clicks'].flatMap((sort) =>
      [`sort=${sort}`, `sort=-${sort}`, `sort=-${sort}&q=page`].map((query) => get(`/contents?${query}`)),
    ),
    get('/links?sort=title&archived=any&limit=1000'),
    get('/links?sort=slug&channel=whatsapp&limit=1000'),
    get(`/stats?domain=${host}&groupBy=browser`, '/stats?domain=default&groupBy=browser'),
    get('/stats?groupBy=browser'),
    get('/stats?tag=partner'),
    get('/stats?campaign=none'),
    get('/stats?groupBy=tag'),
    get('/stats?content=ext_huge&groupBy=day'),
    get('/stats?groupBy=content'),
    get('/stats?groupBy=referrer,browser'),
    get('/turned-away?groupBy=reason'),
    get('/turned-away?groupBy=link&tag=partner'),
    get('/stats?groupBy=link,hour'),
    get('/stats?groupBy=day&from=2026-10-01T00:00:00.001Z&timezone=Europe/Paris'),
    get('/stats?to=9999-12-31&timezone=Europe/Paris&groupBy=day'),
    get('/stats?from=0001-01-01&to=9999-12-31&timezone=America/New_York&groupBy=hour'),
    get('/stats?to=%2B100000-01-01T00:00:00Z&timezone=Europe/Paris&groupBy=day'),
    get('/stats?from=-100000-01-01T00:00:00Z&timezone=Europe/Paris&groupBy=month'),
    get('/hits?to=9999-12-31&timezone=Europe/Paris&limit=1'),
    get('/links?sort=-clicks&to=9999-12-31&timezone=Europe/Paris'),
    {
      label: 'POST /contents that exists with 20,000 links',
      method: 'POST',
      path: api('/contents'),
      body: { url: 'https://pages.example/large' },
    },
    { label: 'PATCH /links/… title', method: 'PATCH', path: api(`/links/${first}`), body: { title: 'New' } },
    {
      label: 'PATCH /links/… url',
      method: 'PATCH',
      path: api(`/links/${first}`),
      body: { url: 'https://pages.example/other' },
    },
    { label: 'DELETE /links/…', method: 'DELETE', path: api(`/links/${second}`) },
    {
      label: 'PATCH /contents/… title, 50,000 links',
      method: 'PATCH',
      path: api('/contents/ext_huge'),
      body: { title: 'New' },
    },
    {
      label: 'PATCH /contents/… url, 50,000 links',
      method: 'PATCH',
      path: api('/contents/ext_huge'),
      body: { url: 'https://pages.example/moved' },
    },
    {
      label: 'DELETE /contents/…/hits, 50,000 links',
      method: 'DELETE',
      path: api('/contents/ext_huge/hits'),
    },
    { label: 'DELETE /contents/…, 20,000 links', method: 'DELETE', path: api('/contents/ext_large') },
    { label: 'DELETE /contents/…, 50,000 links', method: 'DELETE', path: api('/contents/ext_huge') },
  ];
}

/** Sends one request beside the probe. */
async function measure(server: ServerProcess, call: Call) {
  const probe = startProbe(server.url, 'probe');
  await pause(SETTLE_MS);
  const answer = await send(server.url, call, server.key);
  await pause(SETTLE_MS);
  return { ...answer, ...(await probe.stop()) };
}

function row(cells: (string | number)[]): string {
  const [label = '', ...others] = cells.map(String);
  return `${label.padEnd(70)}${others.map((cell) => cell.padStart(12)).join('')}`;
}

const { values } = parseArgs({ options: { only: { type: 'string' }, folder: { type: 'string' } } });
const silent = { begin() {}, add() {}, end() {} };
const base = values.folder ?? (await dataFolder(SIZE, silent));
const dataDir = mkdtempSync(join(tmpdir(), 'sotto-large-'));
const ends: (() => void | Promise<void>)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
try {
  if (!existsSync(base)) throw new Error(`${base} does not exist`);
  cpSync(base, dataDir, { recursive: true });
  await prepare(dataDir);
  const env = { SOTTO_ADMIN_KEY: KEY, SOTTO_LOG_LEVEL: 'error' };
  const server = await startOn({ dataDir, env }, (end) => ends.push(end));
  console.log(row(['request', 'status', 'ms', 'kB', 'redirect ms', 'failed']));
  for (const call of await callsOf(server)) {
    if (values.only !== undefined && !call.label.includes(values.only)) continue;
    const { status, milliseconds, bytes, longest, failed } = await measure(server, call);
    const numbers = [milliseconds, bytes / 1000, longest].map((number) => number.toFixed(0));
    console.log(row([call.label, status, ...numbers, failed]));
  }
} finally {
  for (const end of ends.reverse()) await end();
  agent.destroy();
}
