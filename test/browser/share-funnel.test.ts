/**
 * The whole way of a share on pages of another origin, with a browser profile for each person, on both runtimes: press →
 * preview → click → reshare → click, and what every figure says of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import jsqr from 'jsqr';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShareCode } from '../../src/shares/share-code.ts';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import { fixedClock } from '../support/server/fixed-clock.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const POLL = { timeout: 60_000 };
/** People on one network, told apart by their browsers. */
const [ANN, BOB, CAROL, DAN, ANA] = [0, 1, 2, 3, 4];

interface Home {
  server: ServerProcess;
  /** Moves the clock, if this runtime has one that can be moved. */
  advance(ms: number): void;
}

let browser: Browser;
let site: Server;
let origin: string;
let folder: string;
/** The HTML of the buttons, by the path of their page. */
const buttons = new Map<string, string>();
const ends: (() => void | Promise<void>)[] = [];
const onEnd = (end: () => void | Promise<void>) => void ends.push(end);
let homes: Record<'Node' | 'workerd', Promise<Home>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  homes = { Node: startNode(), workerd: startWorkerd() };
  // No app is on this machine, and no test asks the Internet.
  browser = await launchChromium([
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  ]);
  site = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><head><title>The guide</title><link rel="icon" href="data:,"></head>` +
        `<body><main><h1>The guide</h1>${buttons.get(pathname) ?? ''}</main></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`; // it listens on TCP
});
afterAll(async () => {
  await browser.close();
  site.close();
  await Promise.allSettled(Object.values(homes));
  for (const end of ends.toReversed()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function startNode(): Promise<Home> {
  const clock = fixedClock(folder);
  const server = await startOn({ dataDir: join(folder, 'node'), nodeArgs: clock.nodeArgs }, onEnd);
  return { server, advance: clock.advance };
}

async function startWorkerd(): Promise<Home> {
  const entry = 'scripts/dev-workers.ts';
  const dataDir = join(folder, 'workerd');
  const server = await startOn({ dataDir, entry, nodeArgs: ['--experimental-strip-types'] }, onEnd);
  return { server, advance: () => {} };
}

/** A person's own browser profile; each has another version. */
async function profile(person: number, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const version = Number.parseInt(browser.version(), 10) - person;
  const context = await browser.newContext({ userAgent: asChrome(`${version}`), ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  return context;
}

/** Presses a button of the page; returns the short link in the text that the app gets. */
async function press(page: Page, name: string, channel: string): Promise<string> {
  const [response] = await Promise.all([
    page.context().waitForEvent('response', (each) => each.url().includes(`/share/${channel}`)),
    page.getByRole('link', { name, exact: true }).click(),
  ]);
  const intent = decodeURIComponent(response.headers().location ?? '');
  const [link = ''] = /http:\/\/[\w.:-]+\/[\w-]+\.\w+/.exec(intent) ?? [];
  return link;
}

/** Follows a short link in a profile of its own; resolves on the page, once its buttons are there. */
async function follow(link: string, person: number): Promise<Page> {
  const page = await (await profile(person)).newPage();
  await page.goto(link);
  await page.getByRole('link', { name: 'WhatsApp' }).waitFor();
  return page;
}

const codeOf = (link: string) => link.split('.').at(-1) ?? '';

/** Everybody does their part; returns the codes of the three shares, in their order. */
async function playFunnel({ server, advance }: Home, path: string): Promise<string[]> {
  const ann = await profile(ANN);
  const page = await ann.newPage();
  await page.goto(origin + path);
  const first = await press(page, 'WhatsApp', 'whatsapp');

  advance(MINUTE);
  const preview = await fetch(first, { headers: { 'User-Agent': SLACK }, redirect: 'manual' });
  expect(new URL(preview.headers.get('Location') ?? '').pathname).toBe(path);
  await page.goto(first); // Ann tries her own link
  expect(page.url()).not.toContain('sotto_from');
  await ann.close();

  advance(MINUTE);
  const bob = await follow(first, BOB);
  expect(new URL(bob.url()).pathname).toBe(path);
  expect(new URL(bob.url()).searchParams.get('sotto_from')).toBeNull();
  expect(new URL(bob.url()).searchParams.get('utm_source')).toBe('whatsapp');
  const second = await press(bob, 'Email', 'email');
  await bob.context().close();

  advance(MINUTE);
  const carol = await follow(second, CAROL);
  expect(await carol.getByRole('link', { name: 'Email' }).getAttribute('href')).toContain(
    `&from=${codeOf(second)}`,
  );
  await carol.getByRole('link', { name: 'Copy link' }).press('Enter');
  await carol.getByRole('status').getByText('Link copied').waitFor();
  const third = await carol.evaluate<string>('navigator.clipboard.readText()');
  expect(new URL(third).origin).toBe(server.url);
  await carol.context().close();

  advance(MINUTE);
  const dan = await follow(third, DAN);
  await dan.context().close();
  return [first, second, third].map(codeOf);
}

/** A member's browser profile. */
async function memberOf({ server }: Home): Promise<BrowserContext> {
  const { url } = await server.api<{ url: string }>('/member-links', {
    purpose: 'invitation',
    role: 'admin',
  });
  const body = new URLSearchParams({
    name: 'Ana',
    email: `${crypto.randomUUID()}@example.com`,
    password: 'four walls and a door',
  });
  const headers = { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' };
  const joined = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
  const [cookie = ''] = joined.headers.getSetCookie();
  const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
  const context = await profile(ANA, { locale: 'en' });
  await context.addCookies([{ name, value, url: server.url }]);
  return context;
}

const textOf = async (page: Page, selector: string) =>
  (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ');

describe.each(['Node', 'workerd'] as const)('on %s', (runtime) => {
  let home: Home;
  let content: { id: string; links: { channel: string; shortUrl: string }[] };
  const path = `/guide-${runtime.toLowerCase()}`;

  beforeAll(async () => {
    home = await homes[runtime];
    const { api } = home.server;
    content = await api('/contents', {
      url: origin + path,
      title: 'The guide',
      channels: ['whatsapp', 'email', 'copy', 'qr'],
      shareCodes: true,
    });
    const { key } = await api<{ key: string }>('/keys', {
      name: 'The guide',
      scopes: ['shares:write'],
      origins: [origin],
    });
    const { html } = await api<{ html: string }>(`/contents/${content.id}/embed?key=${key}`);
    buttons.set(path, html);
  });

  it('press, preview, click, reshare and click give the right numbers everywhere', async () => {
    const { server, advance } = home;
    const codes = await playFunnel(home, path);
    expect(codes.map(isShareCode)).toEqual([true, true, true]);
    expect(new Set(codes).size).toBe(3);

    const stats = () =>
      server.api<{ data: object[]; total: { hits: number } }>(
        `/stats?contentId=${content.id}&groupBy=channel`,
      );
    await expect.poll(async () => (await stats()).total.hits, POLL).toBe(5);
    const { data, total } = await stats();
    expect(total).toMatchObject({ clicks: 4, uniqueClicks: 4, ownClicks: 1, previews: 1, repeats: 0 });
    expect(data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: 'whatsapp', clicks: 2, ownClicks: 1, previews: 1 }),
        expect.objectContaining({ channel: 'email', clicks: 1, ownClicks: 0, previews: 0 }),
        expect.objectContaining({ channel: 'copy', clicks: 1, ownClicks: 0, previews: 0 }),
      ]),
    );
    const sightings = await server.api<{ data: object[] }>(`/sightings?contentId=${content.id}`);
    expect(sightings.data).toMatchObject([{ app: 'slack', channel: 'whatsapp', crossed: true }]);
    expect(await server.api(`/contents/${content.id}/reach`)).toMatchObject({
      shares: 3,
      coded: 3,
      clicks: 4,
      ownClicks: 1,
      funnel: { shares: 3, seen: 1, clicked: 3 },
      reshareRate: { value: 0.667, reshares: 2, shares: 3 },
      generations: [
        { generation: 0, shares: 1, clicks: 2, ownClicks: 1 },
        { generation: 1, shares: 1, clicks: 1, ownClicks: 0 },
        { generation: 2, shares: 1, clicks: 1, ownClicks: 0 },
      ],
      tree: {
        nodes: codes.map((code, generation) => ({ code, generation, reshares: generation < 2 ? 1 : 0 })),
        omitted: 0,
      },
    });

    const member = await memberOf(home);
    const page = await member.newPage();
    await page.goto(`${server.url}/app/contents/${content.id}`);
    expect(await textOf(page, '.funnel')).toBe('Shared 3 Seen in an app 1 Clicked by others 3');
    expect(await page.getByRole('img', { name: '3 shares in 3 generations' }).count()).toBe(1);
    expect(await textOf(page, '#sharing .figs')).toBe(
      'Times shared 3 Clicks per share 1.33 of 3 shares Reshares per share 0.67 of 3 shares Own clicks 1',
    );
    // Today is in no period of the overview, and only on Node the test can wait for tomorrow.
    if (runtime === 'Node') {
      advance(DAY);
      await page.goto(`${server.url}/app?period=7d`);
      expect(await textOf(page, '.lead .figs')).toBe(
        'Clicks 4 new Daily visitors 4 new Times shared 3 new Clicks per share 1.33 of 3 shares Sightings 1 new of which crossed 1 new',
      );
      expect(await textOf(page, 'tr.c-whatsapp')).toBe('WhatsApp 2 50% new 2 1 2.00 clicks each 1 1');
    }
    await member.close();
  });
});

/** Each width, theme and language. */
const LOOKS = [
  { width: 1280, colorScheme: 'light', locale: 'en' },
  { width: 390, colorScheme: 'dark', locale: 'fr' },
] as const;

it.each(LOOKS)(
  'the page to copy from and the QR page are in the language of the reader: %o',
  async ({ width, ...look }) => {
    const { server } = await homes.Node;
    const { id } = await server.api<{ id: string }>('/contents', {
      url: `${origin}/leaflet`,
      title: 'Leaflet',
    });
    const context = await profile(DAN, { ...look, viewport: { width, height: 844 } });
    const page = await context.newPage();
    for (const channel of ['native', 'qr']) {
      await page.goto(`${server.url}/share/${channel}?content=${id}`);
      expect(await page.locator('html').getAttribute('lang')).toBe(look.locale);
    }
    const { data, width: across, height } = decode(await page.locator('svg.code').screenshot());
    const read = jsqr(rgbaOf(data, across * height), across, height);
    expect(read?.data).toBe(await page.getByRole('textbox').inputValue());
    await context.close();
  },
);

/** Screenshots may have three channels; the reader of codes wants four. */
function rgbaOf(data: ArrayLike<number>, pixels: number): Uint8ClampedArray {
  const channels = data.length / pixels;
  return Uint8ClampedArray.from({ length: pixels * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : (data[Math.floor(at / 4) * channels + (at % 4)] ?? 0),
  );
}
