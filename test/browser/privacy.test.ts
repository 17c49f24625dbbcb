import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { useServer } from '../support/server/use-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openServer = useServer();

describe.each([
  ['en', 'en-GB', 'Privacy'],
  ['fr', 'fr-FR', 'Vie privée'],
] as const)('the privacy page in %s', (language, locale, title) => {
  it.each([390, 1200])('fits a width of %i and requests nothing from other hosts', async (width) => {
    const server = openServer();
    const page = await browser.newPage({ locale, viewport: { width, height: 844 } });
    const origins = new Set<string>();
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${server.url}/privacy`);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([server.url]);
    await page.close();
  });

  it('links to the other language and to the JSON version', async () => {
    const server = openServer();
    const page = await browser.newPage({ locale });
    await page.goto(`${server.url}/privacy`);
    const other = language === 'en' ? 'fr' : 'en';
    await page.locator(`nav a[hreflang=${other}]`).click();
    expect(await page.locator('html').getAttribute('lang')).toBe(other);
    const address = await page.getByRole('link', { name: 'JSON' }).getAttribute('href');
    const json = (await (await fetch(server.url + address)).json()) as { language: string };
    expect(json.language).toBe(other);
    await page.close();
  });
});
