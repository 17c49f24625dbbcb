/**
 * Every page with HTML, on a desk and on a phone, in light and dark, in English and French. To save minutes, a run looks
 * at a page in one language and width, which take turns from page to page, unless `LOOKS=all` is set.
 */
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../../src/language.ts';
import { PAGE_ACCESS, type PageKey } from '../../../src/members/access.ts';
import { pagesOf } from '../../screenshots/pages.ts';
import { openShown, type Shown } from '../../screenshots/shown.ts';
import { troublesAt, WIDTHS } from '../../support/browser/axe.ts';
import { asChrome, launchChromium } from '../../support/browser/chromium.ts';
import { COOKIE } from '../../support/members/sign-in.ts';
import { ACTIONS, FILES, SITE } from './known-paths.ts';
import { prepare } from './prepare.ts';

const ends: (() => void | Promise<void>)[] = [];
const { server, cookie, contentId } = await prepare((end) => ends.unshift(end));
const isWhole = process.env.LOOKS === 'all';
const pages = (await pagesOf(server, contentId)).filter(({ isVariant }) => !isVariant);

const KEYS = [...Object.keys(PAGE_ACCESS), ...Object.values(SITE).flat()]
  .map((key) => ({ key, pattern: new RegExp(`^${key.replaceAll(/:\w+/g, '[^/]+')}$`) }))
  // An exact path comes before one with a parameter.
  .toSorted((one, other) => one.key.split(':').length - other.key.split(':').length);

interface Look {
  language: Language;
  widths: readonly number[];
}

/** The languages and widths to look at, each in both themes. */
function looksOf(shown: Shown): Look[] {
  const languages: readonly Language[] = shown.isEnglish ? ['en'] : LANGUAGES;
  if (isWhole) return languages.map((language) => ({ language, widths: WIDTHS }));
  const at = pages.indexOf(shown);
  const turn = <T>(list: readonly T[], place: number) =>
    list.filter((_, index) => index === place % list.length);
  const widths = turn(WIDTHS, Math.floor(at / LANGUAGES.length));
  return turn(languages, at).map((language) => ({ language, widths }));
}

/** The pages that were looked at, as the access table names them. */
const looked = new Set<string>();

interface Tab {
  page: Page;
  complaints: string[];
  origins: Set<string>;
  /** The answer that the tab shows. */
  shown?: Response;
}

let browser: Browser;
let tabs: Record<'member' | 'visitor', Tab>;
beforeAll(async () => {
  browser = await launchChromium();
  // Headless Chromium calls itself a program, and programs get no page to share from.
  const options = { userAgent: asChrome(browser.version()), reducedMotion: 'reduce' } as const;
  const [member, visitor] = [await browser.newContext(options), await browser.newContext(options)];
  await member.addCookies([{ name: COOKIE, value: cookie, url: server.url }]);
  tabs = { member: await openTab(member), visitor: await openTab(visitor) };
});
afterAll(async () => {
  await browser?.close();
  for (const end of ends) await end();
});

async function openTab(context: BrowserContext): Promise<Tab> {
  const page = await context.newPage();
  const tab: Tab = { page, complaints: [], origins: new Set() };
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) tab.origins.add(new URL(request.url()).origin);
  });
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) tab.shown = response;
  });
  page.on('pageerror', ({ message }) => tab.complaints.push(message));
  page.on('console', (message) => {
    // Chromium says so of each page with such a status.
    const isStatus = message.location().url === tab.shown?.url() && / status of 4\d\d /.test(message.text());
    if (!isStatus) tab.complaints.push(message.text());
  });
  return tab;
}

/** Notes which page the tab shows. That something is missing is told by the same page everywhere. */
function note({ shown }: Tab): void {
  const name = `${shown?.request().method()} ${new URL(shown?.url() ?? '').pathname}`;
  const { key } = KEYS.find(({ pattern }) => pattern.test(name)) ?? {};
  if (shown?.status() !== 404 && key !== undefined) looked.add(key);
}

describe('a page in every width, theme and language', () => {
  it.each(pages)('is accessible, fits the screen, and loads nothing from elsewhere: $name', async (shown) => {
    const tab = shown.isSignedOut ? tabs.visitor : tabs.member;
    tab.complaints.length = 0;
    tab.origins.clear();
    for (const { language, widths } of looksOf(shown)) {
      await openShown(tab.page, server, shown, { language });
      expect(await tab.page.locator('html').getAttribute('lang')).toBe(language);
      expect([language, ...(await troublesAt(tab.page, widths))]).toEqual([language]);
      note(tab);
    }
    expect(tab.complaints).toEqual([]);
    expect([...tab.origins]).toEqual([server.url]);
  });

  it('has the same colours whether the system or the address asks for dark', async () => {
    const { page } = tabs.member;
    const colours = () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('body, body *')].map((element) => {
        const { color, backgroundColor, borderTopColor, fill, stroke } = getComputedStyle(element);
        return [element.tagName, color, backgroundColor, borderTopColor, fill, stroke].join(' ');
      })`);
    await page.goto(`${server.url}/app?lang=en`);
    await page.emulateMedia({ colorScheme: 'dark' });
    const bySystem = await colours();
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await colours()).not.toEqual(bySystem);
    await page.evaluate(`document.documentElement.dataset.theme = 'dark'`);
    expect(await colours()).toEqual(bySystem);
  });
});

describe('the list of pages', () => {
  const notPages: PageKey[] = [...FILES, ...ACTIONS];

  it('has every page of the access table and every other page', () => {
    const all = KEYS.map(({ key }) => key);
    expect(all.filter((key) => !looked.has(key)).toSorted()).toEqual(notPages.toSorted());
  });

  it('leaves out only files, and actions that lead to another page', async () => {
    const headers = { Cookie: `${COOKIE}=${cookie}`, Origin: server.url };
    const read = async (path: string) => (await fetch(server.url + path, { headers })).text();
    const idIn = async (path: string, pattern: RegExp) => pattern.exec(await read(path))?.[1] ?? '';
    const [link = { id: '' }] = (await server.api<{ data: { id: string }[] }>('/links?channel=slack')).data;
    const list = await idIn('/app/new/list', /\/app\/new\/list\/([\w-]{8,})/);
    const report = await idIn('/app/reports', /\/app\/reports\/([\w-]+)\/revoke/);
    const idFor = (key: PageKey) => {
      if (key.includes('/new/list/')) return list;
      if (key.includes('/reports/')) return report;
      if (key.includes('/utm/')) return 'whatsapp';
      return key.includes('/links/') ? link.id : contentId;
    };
    for (const key of notPages) {
      const [method = '', path = ''] = key.split(' ');
      const body = method === 'POST' ? { body: new URLSearchParams({ on: '1' }) } : {};
      const address = server.url + path.replace(':id', idFor(key));
      const response = await fetch(address, { method, headers, redirect: 'manual', ...body });
      await response.body?.cancel();
      expect([key, response.status]).toEqual([key, method === 'POST' || key.endsWith('/design') ? 303 : 200]);
      expect([key, response.headers.get('Content-Type') ?? '']).toEqual([
        key,
        expect.not.stringMatching('html'),
      ]);
    }
  });
});
