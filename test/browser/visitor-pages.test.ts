import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { troublesAt, WIDTHS } from '../support/browser/axe.ts';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import { useServer } from '../support/server/use-server.ts';

let browser: Browser;
let pages: [path: string, status: number][];
const openServer = useServer();
beforeAll(async () => {
  browser = await launchChromium();
  pages = await openPages(openServer());
});
afterAll(() => browser.close());

const DESTINATION = `https://pages.example/${'a-very-long-address-'.repeat(12)}?q=1`;
const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const VIEWPORT = { width: 390, height: 844 };

async function change(server: ServerProcess, id: string, method: string, fields: unknown): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/links/${id}`, {
    method,
    headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
    ...(method === 'DELETE' ? {} : { body: JSON.stringify(fields) }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Creates every kind of page; returns their paths and statuses. */
async function openPages(server: ServerProcess): Promise<[path: string, status: number][]> {
  const mint = (slug: string, fields = {}) =>
    server.api<{ id: string }>('/links', { url: DESTINATION, slug, ...fields });
  await server.api('/contents', {
    url: DESTINATION,
    channels: [],
    title: 'The <guide> & more',
    description: 'All of it, word by word',
  });
  await mint('locked', { password: 'open sesame' });
  await mint('shown');
  await mint('over', { expiresAt: '2020-01-01T00:00:00Z' });
  await change(server, (await mint('blocked')).id, 'PATCH', { blocked: true });
  await change(server, (await mint('deleted')).id, 'DELETE', {});
  return [
    ['/locked', 200],
    ['/nothing', 404],
    ['/over', 410],
    ['/deleted', 410],
    ['/blocked', 451],
    ['/shown+', 200],
    ['/locked+', 200],
  ];
}

const languageOf = (page: Page) => page.locator('html').getAttribute('lang');

describe.each([
  ['en', 'en-GB'],
  ['fr', 'fr-FR'],
] as const)('on a phone in %s, %s,', (language, locale) => {
  it('every visitor page is shown in this language and requests nothing from other hosts', async () => {
    const server = openServer();
    const page = await browser.newPage({
      locale,
      viewport: VIEWPORT,
      userAgent: asChrome(browser.version()),
    });
    const origins = new Set<string>();
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    for (const [path, status] of pages) {
      const response = await page.goto(server.url + path);
      expect(response?.status(), path).toBe(status);
      expect(await languageOf(page), path).toBe(language);
    }

    await page.goto(`${server.url}/locked`);
    await page.locator('input').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await languageOf(page)).toBe(language);
    expect([...origins]).toEqual([server.url]);
  });

  it('a misclassified person can read the card, is redirected by it, and finds its link', async () => {
    const server = openServer();
    const page = await browser.newPage({ locale, viewport: VIEWPORT, userAgent: SLACKBOT });
    const reached: string[] = [];
    await page.route(/pages\.example/, (route) => {
      reached.push(route.request().url());
      return route.abort('aborted');
    });
    await page.goto(`${server.url}/shown`);
    await expect.poll(() => reached.length).toBe(1);
    expect(await languageOf(page)).toBe(language);
    expect(await troublesAt(page, WIDTHS)).toEqual([]);
    await page.getByRole('link').click();
    await expect.poll(() => reached.length).toBe(2);
    const sent = `${DESTINATION}&utm_source=copy&utm_medium=social&utm_content=private`;
    expect(reached).toEqual([sent, sent]);
  });
});
