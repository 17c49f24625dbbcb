/** The first day of a team in a real browser, on Node and in workerd, with every look seen on the way. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { openSite } from '../support/browser/http-server.ts';
import { openTab } from '../support/browser/tabs.ts';
import { PASSWORD } from '../support/member-browser.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const WORKERD = { entry: 'scripts/dev-workers.ts', nodeArgs: ['--experimental-strip-types'] };
/** What the pages say of the clicks, in each language; a run around midnight has them yesterday. */
const TWO_CLICKS = {
  en: /^2 clicks (today so far|in (the last 30\sdays|1\sday))\b/,
  fr: /^2\sclics (aujourd’hui|sur les 30\sderniers\sjours|en 1\sjour)/,
};
/** The queue of the worker keeps hits for some seconds. */
const DELIVERED = { timeout: 60_000 };

type Look = readonly [width: 1280 | 390, colorScheme: 'light' | 'dark', lang: 'en' | 'fr'];

let browser: Browser;
/** One server of each runtime. The slower one starts while the other is used. */
let servers: Record<'Node' | 'workerd', Promise<ServerProcess>>;
const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const ends: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  const start = (name: string, options = {}) =>
    startOn({ dataDir: join(folder, name), ...options }, (end) => ends.push(end));
  servers = { Node: start('node'), workerd: start('workerd', WORKERD) };
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** A member's tab that changes its look from page to page, and keeps what the console says. */
async function openMember(url: string) {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ permissions });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  const fits = async ([width]: Look) =>
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  const wear = async ([width, colorScheme]: Look) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
  };
  return {
    page,
    complaints,
    context,
    fits,
    wear,
    async see(path: string, look: Look) {
      await wear(look);
      const address = new URL(path, url);
      address.searchParams.set('lang', look[2]);
      expect((await page.goto(address.href))?.status()).toBe(200);
      await fits(look);
    },
  };
}

const heading = (page: Page) => page.locator('main h1').first().textContent();

/** Copies the link of each channel with its button on the page; returns what the clipboard has. */
async function copyLinks(page: Page, channels: string[]): Promise<string[]> {
  const copied: string[] = [];
  for (const channel of channels) {
    const button = page.locator(`ul.results li:has(.c-${channel}) [data-copy]`).first();
    await button.click();
    await page.locator('#say', { hasText: /\S/ }).waitFor({ state: 'attached' });
    copied.push(await page.evaluate<string>('navigator.clipboard.readText()'));
  }
  return copied;
}

it.each(['Node', 'workerd'] as const)(
  'shows exactly the two clicks of a friend on the first four links, on %s',
  async (runtime) => {
    const server = await servers[runtime];
    const destination = await openSite((_request, response) => response.end('Arrived'));
    const { page, complaints, context, see, wear, fits } = await openMember(server.url);

    const first = new URL(readFileSync(join(server.dataDir, 'first-member-link'), 'utf8').trim());
    await see(first.pathname, [1280, 'light', 'en']);
    await page.locator('#email').fill('olive@example.com');
    await page.locator('#name').fill('Olive');
    await page.locator('#password').fill(PASSWORD);
    await page.locator('main form button[type="submit"]').click();
    await page.waitForURL('**/app**');

    await see('/app', [390, 'dark', 'fr']);
    expect(await heading(page)).toBe('Rien n’a encore été partagé.');
    await see('/app', [390, 'light', 'en']);
    await page.locator('#url').fill(`${destination}/guide`);
    await page.locator('.firstform button').click();
    await page.waitForURL('**/app/new?**');
    await fits([390, 'light', 'en']);
    expect(await page.locator('#url').inputValue()).toBe(`${destination}/guide`);
    expect(await page.locator('input[name="channels"]:checked').count()).toBe(4);
    await page.locator('button.primary[type="submit"]').click();
    await page.locator('ul.results').waitFor();
    expect(await page.locator('ul.results > li').count()).toBe(4);
    const content = new URL(page.url()).pathname.replace('/new/', '/contents/');
    await wear([1280, 'dark', 'fr']);
    await page.goto(`${page.url().replace(/[?].*/, '')}?lang=fr`);
    await fits([1280, 'dark', 'fr']);
    const links = await copyLinks(page, ['whatsapp', 'slack']);

    const live = await context.newPage();
    await live.setViewportSize({ width: 390, height: 844 });
    await live.goto(`${server.url}/app/live?lang=fr`);
    const friend = await openTab(browser);
    for (const link of links) {
      await friend.goto(link);
      expect(await friend.textContent('body')).toBe('Arrived');
    }
    await live.locator('.log tbody tr').nth(1).waitFor(DELIVERED);
    expect(await live.locator('.log tbody tr').count()).toBe(2);
    expect(await live.locator('.log tbody tr.click').count()).toBe(2);

    await see('/app', [1280, 'light', 'fr']);
    expect(await heading(page)).toMatch(TWO_CLICKS.fr);
    await see(content, [390, 'dark', 'en']);
    expect((await page.locator('main p.say').first().textContent())?.trim()).toMatch(TWO_CLICKS.en);
    const counted = await page.locator('table.links tbody td.big').allTextContents();
    expect(counted).toEqual(['1', '0', '1', '0']);
    await see('/app/live', [390, 'light', 'fr']);
    expect(await heading(page)).toMatch(TWO_CLICKS.fr);
    expect(await page.locator('.log tbody tr').count()).toBe(2);
    await see('/app', [1280, 'dark', 'en']);
    expect(await heading(page)).toMatch(TWO_CLICKS.en);
    await page.locator('#time summary').click();
    const totals = await page.locator('#time tbody td:last-child').allTextContents();
    expect(totals.filter((total) => total !== '0')).toEqual(['2']);
    expect(complaints).toEqual([]);
    await friend.context().close();
  },
);
