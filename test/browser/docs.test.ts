import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ERRORS } from '../../src/errors.ts';
import { type ApiDocument, operationsOf } from '../support/api/document.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { useServer } from '../support/server/use-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openServer = useServer();

/** Opens a page, and collects its errors and warnings and every host it requests. */
async function openPage(options: BrowserContextOptions = {}) {
  const page = await browser.newPage(options);
  onTestFinished(() => page.close());
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

const readDocument = async (url: string): Promise<ApiDocument> => (await fetch(`${url}/openapi.json`)).json();

/** What a reader sees of each operation: its id, method and path. */
async function shownOperations(page: Page) {
  const sections = page.locator('section.operation:visible');
  return sections.evaluateAll((found) =>
    found.map((section) => {
      const text = (selector: string) => section.querySelector(selector)?.textContent ?? '';
      return `${section.id} ${text('.address .method')} ${text('.address code')}`;
    }),
  );
}

const namesOf = (document: ApiDocument) =>
  operationsOf(document).map(({ operationId, method, path }) => `${operationId} ${method} ${path}`);

describe('/docs', () => {
  it('shows every operation and sends a request, with files of this server only', async () => {
    const { url, key } = openServer();
    const { page, complaints, hosts } = await openPage();
    await page.goto(`${url}/docs`);
    expect((await shownOperations(page)).sort()).toEqual(namesOf(await readDocument(url)).sort());

    await page.fill('#key', key);
    await page.click('#listChannels .try summary');
    await page.click('#listChannels .try button[type=submit]');
    await page.waitForSelector('#listChannels [role=status]:has-text("200")');
    const answer = JSON.parse((await page.locator('#listChannels .result pre').textContent()) ?? '');
    expect(answer.data).toEqual(expect.arrayContaining([expect.objectContaining({ channel: 'whatsapp' })]));

    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(url).host]);
  });

  it('sends path, query and body as they were filled in', async () => {
    const { url, key } = openServer();
    const { page } = await openPage();
    await page.goto(`${url}/docs`);
    await page.fill('#key', key);
    const send = async (operation: string, fields: Record<string, string>) => {
      await page.click(`#${operation} .try summary`);
      for (const [name, value] of Object.entries(fields))
        await page.fill(`#${operation} [name=${name}]`, value);
      await page.click(`#${operation} .try button[type=submit]`);
      await page.waitForSelector(`#${operation} [role=status]:has-text("Answer:")`);
      const status = await page.locator(`#${operation} [role=status]`).textContent();
      const body = await page.locator(`#${operation} .result pre`).textContent();
      return { status, body: JSON.parse(body ?? '') };
    };
    const created = await send('createLink', { body: '{ "url": "https://pages.example/tried" }' });
    expect(created.status).toContain('201');
    const shown = await send('getLink', { id: created.body.id });
    expect(shown.body).toMatchObject({ id: created.body.id, url: 'https://pages.example/tried' });
    const listed = await send('listLinks', { url: 'https://pages.example/tried', limit: '1' });
    expect(listed.body.data).toMatchObject([{ id: created.body.id }]);
  });

  it('forgets the key when the page is loaded again', async () => {
    const { url, key } = openServer();
    const { page } = await openPage();
    await page.goto(`${url}/docs`);
    await page.fill('#key', key);
    await page.reload();
    expect(await page.inputValue('#key')).toBe('');
    const kept = 'JSON.stringify([document.cookie, localStorage.length, sessionStorage.length])';
    expect(await page.evaluate(kept)).toBe('["",0,0]');
  });

  it('finds operations by any of their words, and shows all again for a link to a hidden one', async () => {
    const { url } = openServer();
    const { page } = await openPage();
    await page.goto(`${url}/docs`);
    const all = await shownOperations(page);
    await page.fill('#search', 'refused IMMEDIATELY');
    expect(await shownOperations(page)).toEqual(['deleteKey DELETE /api/v1/keys/{id}']);
    expect(await page.locator('.contents ul ul a:visible').count()).toBe(1);
    await page.evaluate('location.hash = "listStats"');
    await page.waitForSelector('#listStats:visible');
    expect(await shownOperations(page)).toEqual(all);
  });

  it('copies an example', async () => {
    const { url } = openServer();
    const { page } = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(`${url}/docs`);
    await page.locator('#listChannels .copy').first().click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^curl .*\/api\/v1\/channels/);
  });

  it('can be read without scripts', async () => {
    const { url } = openServer();
    const document = await readDocument(url);
    const { page } = await openPage({ javaScriptEnabled: false });
    await page.goto(`${url}/docs`);
    expect((await shownOperations(page)).sort()).toEqual(namesOf(document).sort());
    for (const { operationId, parameters } of operationsOf(document)) {
      const names = await page
        .locator(`#${operationId} > .part > .fields > .field > dt > code`)
        .allTextContents();
      expect(names).toEqual(expect.arrayContaining(parameters.map(({ name }) => name)));
    }
    await page.click('#listStats .part summary:has-text("Query parameters")');
    expect(await page.locator('#listStats dt code:text-is("groupBy"):visible').count()).toBe(1);
    await page.click('#listStats .samples summary:has-text("Python")');
    expect(await page.locator('#listStats .samples pre:visible').allTextContents()).toEqual([
      expect.stringContaining('import requests'),
    ]);
    expect(await page.locator('form:visible, input:visible, button:visible').count()).toBe(0);
  });

  it('shows an operation on one screen, whatever it takes and answers', async () => {
    const { url } = openServer();
    const viewport = { width: 1280, height: 800 };
    const { page } = await openPage({ viewport });
    await page.goto(`${url}/docs`);
    const heights = await page
      .locator('section.operation')
      .evaluateAll((found) => found.map((each) => [each.id, each.getBoundingClientRect().height] as const));
    expect(heights.length).toBeGreaterThan(35);
    expect(heights.filter(([, height]) => height > viewport.height)).toEqual([]);
  });

  it('leads to a first link on its first screen', async () => {
    const { url, key } = openServer();
    const { page } = await openPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${url}/docs`);
    const steps = page.locator('#first-link li');
    expect(await steps.count()).toBe(3);
    const bottom = await steps.last().evaluate((step) => step.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(800);
    const commands = await page.locator('#first-link pre').allTextContents();
    const [, address = '', body = ''] = /^curl (\S+) .*-d '(.*)'$/s.exec(commands[1] ?? '') ?? [];
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const created = await fetch(address, { method: 'POST', headers, body });
    expect(created.status).toBe(201);
    const { links }: { links: { shortUrl: string }[] } = await created.json();
    expect(await steps.last().textContent()).toContain(links[0]?.shortUrl);
    const [, statistics = ''] = /^curl '([^']+)'/.exec(commands[2] ?? '') ?? [];
    expect((await fetch(statistics, { headers })).status).toBe(200);
  });

  it('opens a language for all operations at once', async () => {
    const { url } = openServer();
    const { page } = await openPage();
    await page.goto(`${url}/docs`);
    await page.click('#listChannels .samples summary:has-text("TypeScript")');
    const shown = await page.locator('.samples pre:visible').allTextContents();
    expect(shown.length).toBe(await page.locator('section.operation').count());
    expect(shown.filter((code) => !code.startsWith('const response = await fetch('))).toEqual([]);
  });

  it('leads the keyboard past the list of operations', async () => {
    const { url } = openServer();
    const { page } = await openPage();
    await page.goto(`${url}/docs`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#reference');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
  });
});

describe('/docs/errors', () => {
  const languages = [
    ['en', 'en-GB', 'En français'],
    ['fr', 'fr-FR', 'In English'],
  ] as const;

  it('explains every code at the address that `type` of a problem names', async () => {
    const { url } = openServer();
    const problem: { type: string; code: string } = await (await fetch(`${url}/api/v1/links`)).json();
    const { page, complaints, hosts } = await openPage();
    await page.goto(problem.type);
    expect(await page.locator(':target code').textContent()).toBe(problem.code);
    const anchors = await page.locator('section').evaluateAll((found) => found.map(({ id }) => id));
    expect(anchors).toEqual(Object.keys(ERRORS));
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(url).host]);
  });

  it('has its navigation and text where the reference has them', async () => {
    const { url } = openServer();
    for (const size of [1280, 390]) {
      const { page } = await openPage({ viewport: { width: size, height: 844 } });
      const places: unknown[] = [];
      for (const path of ['/docs', '/docs/errors']) {
        await page.goto(url + path);
        const boxes = ['nav', 'nav .bar a', 'main', 'main section'].map((selector) =>
          page.locator(selector).first().boundingBox(),
        );
        places.push((await Promise.all(boxes)).map((box) => box?.x));
      }
      expect([size, places[1]]).toEqual([size, places[0]]);
    }
  });

  it('is in English and French, and fits a phone', async () => {
    const { url } = openServer();
    for (const [language, locale, other] of languages) {
      const viewport = { width: 390, height: 844 };
      const { page } = await openPage({ locale, viewport });
      await page.goto(`${url}/docs/errors`);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await width(page)).toBeLessThanOrEqual(viewport.width);
      await page.click(`text=${other}`);
      expect(await page.locator('html').getAttribute('lang')).not.toBe(language);
    }
  });
});
