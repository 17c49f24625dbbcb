/** The live list in a real browser, with events and by asking. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Link } from '../../src/links/link.ts';
import { createIds } from '../../src/runtime/ids.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import { hitOn, mintLinks, newContent, newLink } from '../support/fixtures/records.ts';
import { COOKIE, signIn } from '../support/members/sign-in.ts';
import { httpGet } from '../support/server/http-get.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

let browser: Browser;
let server: ServerProcess;
let cookie: string;
let link: Link;
const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const ends: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const content = newContent({ title: 'Un titre : “très” long '.repeat(12), createdAt: Date.now() });
  const [minted] = (await mintLinks(store, content, [newLink()])) ?? [];
  if (!minted) throw new Error('not minted');
  link = minted;
  await store.hits.append([hitOn(link, { at: Date.now() - 60_000, kind: 'bot', reason: 'isbot' })]);
  cookie = await signIn({ store, clock: Date.now, ids: createIds() }, 'editor');
  close();
  [browser, server] = await Promise.all([launchChromium(), startOn({ dataDir }, (end) => ends.push(end))]);
});
afterAll(async () => {
  await browser?.close();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function signedIn(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  await context.addCookies([{ name: COOKIE, value: cookie, url: server.url }]);
  return context;
}

/** A person opens the short link under a placement, which tells the clicks apart. */
async function click(mark: string) {
  const browsing = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' };
  const headers = { 'User-Agent': asChrome('142'), 'Accept-Language': mark, ...browsing };
  await httpGet(`${server.url}/${link.slug}.${mark}`, headers);
}

const rowOf = (page: Page, mark: string) => page.locator('.log tbody tr', { hasText: `.${mark}` });

it('shows a click as it comes, holds it back while paused, and shows it then', async () => {
  const context = await signedIn();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`${server.url}/app/live?lang=en`);
  const hour = page.locator('#hour');
  expect([await hour.locator('.note').last().textContent(), await hour.locator('svg').count()]).toEqual([
    'No clicks in the last hour.',
    0,
  ]);
  await click('first');
  await rowOf(page, 'first').waitFor();
  await page.locator('#live-answer', { hasText: '1 click today so far, at' }).waitFor();
  await hour.locator('svg').waitFor();
  expect(await hour.textContent()).not.toContain('No clicks');
  await page.locator('#live-pause').click();
  await click('second');
  const more = page.locator('#live-more');
  await more.waitFor();
  expect(await more.textContent()).toBe('Show 1 new request');
  expect(await rowOf(page, 'second').count()).toBe(0);
  await page.locator('#live-pause').click();
  expect(await rowOf(page, 'second').count()).toBe(1);
  expect(await page.locator('.log tbody tr').first().textContent()).toContain('.second');
  expect(await more.isHidden()).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

it('asks for news where there is no stream, and without JavaScript shows them when it is loaded again', async () => {
  const context = await signedIn();
  const page = await context.newPage();
  await page.route('**/app/live/stream**', (route) => route.fulfill({ status: 503 }));
  await page.goto(`${server.url}/app/live?lang=en`);
  const answer = page.locator('#live-answer');
  const before = (await answer.textContent()) ?? '';
  await click('asked');
  await rowOf(page, 'asked').waitFor();
  await answer.filter({ hasNotText: before }).waitFor();
  await context.close();

  const plain = await signedIn({ javaScriptEnabled: false });
  const read = await plain.newPage();
  await read.goto(`${server.url}/app/live?lang=en`);
  expect(await rowOf(read, 'asked').count()).toBe(1);
  expect(await read.locator('#live-pause').isHidden()).toBe(true);
  await click('later');
  await read.reload();
  expect(await rowOf(read, 'later').count()).toBe(1);
  await plain.close();
});

it('says that the session has ended, and stops', async () => {
  const context = await signedIn();
  const page = await context.newPage();
  await page.goto(`${server.url}/app/live?lang=en`);
  await click('still');
  await rowOf(page, 'still').waitFor();
  const headers = { Cookie: `${COOKIE}=${cookie}`, Origin: server.url };
  await fetch(`${server.url}/app/sign-out`, { method: 'POST', headers, redirect: 'manual' });
  await page.locator('#live-status').waitFor();
  expect(await page.locator('#live-status').textContent()).toBe(
    'Your session has ended. Reload the page to sign in.',
  );
  await context.close();
});
