import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS } from '../../src/errors.ts';
import { type ApiDocument, operationsOf } from '../support/api/document.ts';
import { axeViolations } from '../support/browser/axe.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { startServer } from '../support/server/server-process.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens a page, and collects its errors and warnings and every host it requests. */
async function openPage(options: BrowserContextOptions = {}) {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).host);
  });
  return { page, complaints, hosts };
}

const width = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth');

describe('/docs', () => {
  it('shows every operation and tries one out, with files of this server only', async () => {
    const { url, key } = await startServer();
    const document: ApiDocument = await (await fetch(`${url}/openapi.json`)).json();
    const { page, complaints, hosts } = await openPage();
    await page.goto(url);
    await page.waitForSelector('.opblock');
    expect(page.url()).toBe(`${url}/docs`);
    const paths = page.locator('.opblock-summary-path');
    const shown = await paths.evaluateAll((found) => found.map((each) => each.getAttribute('data-path')));
    const documented = operationsOf(document).map(({ path }) => path);
    expect(shown.sort()).toEqual(documented.sort());

    await page.click('.authorize');
    await page.fill('#auth-bearer-value', key);
    await page.click('.auth-btn-wrapper .authorize');
    await page.click('.btn-done');
    await page.click('#operations-Channels-listChannels');
    await page.click('.try-out__btn');
    await page.click('.execute');
    await page.waitForSelector('.live-responses-table .response-col_status:has-text("200")');

    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(url).host]);
  });
});

describe('/docs/errors', () => {
  const languages = [
    ['en', 'en-GB', 'En français'],
    ['fr', 'fr-FR', 'In English'],
  ] as const;
  const schemes = ['light', 'dark'] as const;

  it('explains every code at the address that `type` of a problem names', async () => {
    const { url } = await startServer();
    const problem: { type: string; code: string } = await (await fetch(`${url}/api/v1/links`)).json();
    const { page, complaints, hosts } = await openPage();
    await page.goto(problem.type);
    expect(await page.locator(':target code').textContent()).toBe(problem.code);
    const anchors = await page.locator('section').evaluateAll((found) => found.map(({ id }) => id));
    expect(anchors).toEqual(Object.keys(ERRORS));
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(url).host]);
  });

  it('is in English and French, accessible, and fits a phone, in light and dark', async () => {
    const { url } = await startServer();
    for (const [language, locale, other] of languages) {
      for (const colorScheme of schemes) {
        const viewport = { width: 390, height: 844 };
        const { page } = await openPage({ locale, colorScheme, viewport });
        await page.goto(`${url}/docs/errors`);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await axeViolations(page)).toEqual([]);
        expect(await width(page)).toBeLessThanOrEqual(viewport.width);
        await page.click(`text=${other}`);
        expect(await page.locator('html').getAttribute('lang')).not.toBe(language);
      }
    }
  });
});
