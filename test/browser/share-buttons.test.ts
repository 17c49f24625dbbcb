/** The share buttons on pages of another origin, as readers use them. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../support/browser/axe.ts';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const CHANNELS = ['whatsapp', 'email', 'copy', 'linkedin', 'sms'];
const PASSAGE = 'Customs duties are due before the goods are released, and not a day later.';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const HOSTILE =
  '* { color: transparent !important; font: 1px/0 monospace !important; letter-spacing: 3em !important; text-transform: uppercase !important; visibility: visible }' +
  'a, button, ul, li, p { display: none !important; width: 1px !important; opacity: 0 !important }';

let browser: Browser;
let site: Server;
let origin: string;
let server: ServerProcess;
let content: { id: string; links: { channel: string; shortUrl: string; shareUrl: string }[] };
let buttons: Record<'plain' | 'icons' | 'menu' | 'quoting', string>;
const ends: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  [browser, server] = await Promise.all([
    launchChromium(),
    startOn({ dataDir: join(folder, 'data') }, (end) => ends.push(end)),
  ]);
  content = await server.api('/contents', {
    url: 'https://pages.example/guide',
    title: 'The guide',
    channels: CHANNELS,
  });
  const embed = async (query: string) =>
    (await server.api<{ html: string }>(`/contents/${content.id}/embed?${query}`)).html;
  const [plain, icons, menu, quoting] = await Promise.all(
    ['', 'look=icons&lang=fr', 'look=menu', 'copiedText=true'].map(embed),
  );
  buttons = { plain: plain ?? '', icons: icons ?? '', menu: menu ?? '', quoting: quoting ?? '' };
  site = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const [look = '', manner] = pathname.slice(1).split('-');
    const strict = `default-src 'none'; img-src data:; script-src ${server.url}; connect-src ${server.url}; require-trusted-types-for 'script'; trusted-types 'none'`;
    if (manner === 'strict') response.setHeader('Content-Security-Policy', strict);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const recipe = readFileSync('integrations/html/share.html', 'utf8').replaceAll(
      'https://go.example.com',
      server.url,
    );
    if (look === 'recipe') return void response.end(pageOf(recipe, ''));
    response.end(pageOf(buttons[look as keyof typeof buttons] ?? '', manner === 'hostile' ? HOSTILE : ''));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`; // it listens on TCP
});
afterAll(async () => {
  await browser.close();
  site.close();
  for (const end of ends.reverse()) await end();
});

const pageOf = (html: string, css: string) =>
  `<!doctype html><html lang="en"><head><title>The guide</title><link rel="icon" href="data:,">${css && `<style>${css}</style>`}</head>` +
  `<body><main><h1>The guide</h1><p id="passage">${PASSAGE}</p><pre>${PASSAGE}</pre>${html}</main></body></html>`;

const linkOf = (channel: string) => content.links.find((link) => link.channel === channel);
const shortOf = (channel: string) => linkOf(channel)?.shortUrl ?? '';
const intentOf = (channel: string) => linkOf(channel)?.shareUrl ?? '';

async function visit(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ userAgent: asChrome(browser.version()), ...options });
  if (options.javaScriptEnabled !== false)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(origin + path);
  return { context, page, complaints };
}

const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');

/** Where the server sends a reader who acts. */
async function intentAfter(page: Page, channel: string, act: () => Promise<unknown>) {
  const [response] = await Promise.all([
    page.context().waitForEvent('response', (each) => each.url().includes(`/share/${channel}`)),
    act(),
  ]);
  return response.headers().location ?? '';
}

/** Where each person comes from, and how they press. */
const WAYS = [
  ['a mouse', {}, 'click'],
  ['a mouse, without JavaScript', { javaScriptEnabled: false }, 'click'],
  ['a keyboard', {}, 'press'],
  ['a finger on a phone', PHONE, 'tap'],
  ['a finger on a phone, without JavaScript', { ...PHONE, javaScriptEnabled: false }, 'tap'],
] as const;

describe('the buttons', () => {
  it.each(WAYS)('open exactly the intents of the short links with %s', async (_, options, manner) => {
    const { context, page } = await visit('/plain', options);
    const names = { whatsapp: 'WhatsApp', email: 'Email', linkedin: 'LinkedIn', sms: 'SMS' };
    for (const [channel, name] of Object.entries(names)) {
      const link = page.getByRole('link', { name });
      // A desktop with JavaScript has no SMS.
      if (channel === 'sms' && (await link.count()) === 0) continue;
      const act = () => (manner === 'press' ? link.press('Enter') : link[manner]());
      expect(await intentAfter(page, channel, act)).toBe(intentOf(channel));
      await page.bringToFront();
    }
    expect(page.url()).toBe(`${origin}/plain`);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('are reached and pressed by keyboard, and copy without leaving the page', async () => {
    const { context, page } = await visit('/plain');
    for (const _ of ['whatsapp', 'email', 'copy']) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Link copied').waitFor();
    expect(await clipboard(page)).toBe(shortOf('copy'));
    await context.close();
  });

  it.each(['/plain-hostile', '/plain-strict'])('copy and open the app at %s', async (path) => {
    const { context, page, complaints } = await visit(path);
    const whatsapp = page.getByRole('link', { name: 'WhatsApp' });
    expect(await intentAfter(page, 'whatsapp', () => whatsapp.click())).toBe(intentOf('whatsapp'));
    await page.bringToFront();
    await page.getByRole('link', { name: 'Copy link' }).click();
    await page.getByRole('status').getByText('Link copied').waitFor();
    expect(await clipboard(page)).toBe(shortOf('copy'));
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.evaluate('document.execCommand = () => false');
    await page.getByRole('link', { name: 'Copy link' }).click();
    expect(await page.getByRole('textbox', { name: 'Copy this link' }).inputValue()).toBe(shortOf('copy'));
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('copy by selection where there is no clipboard, and keep the focus', async () => {
    const { context, page } = await visit('/plain');
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.getByRole('link', { name: 'Copy link' }).click();
    await page.getByRole('status').getByText('Link copied').waitFor();
    const other = await context.newPage();
    await other.goto(`${origin}/plain`);
    expect(await clipboard(other)).toBe(shortOf('copy'));
    await page.evaluate('document.execCommand = () => false');
    await page.getByRole('link', { name: 'Copy link' }).click();
    expect(await page.getByRole('textbox', { name: 'Copy this link' }).inputValue()).toBe(shortOf('copy'));
    await context.close();
  });

  it('report with the key of the page, and pass on the short link of the answer', async () => {
    const { context, page } = await visit('/plain?sotto_from=k3F9pQx');
    const bodies: unknown[] = [];
    await page.route(`${server.url}/api/v1/shares`, (route) => {
      const request = route.request();
      bodies.push([
        request.method(),
        request.headers()['content-type'],
        JSON.parse(request.postData() ?? ''),
      ]);
      const shortUrl = `${server.url}/abc.k3F9pQy`;
      return route.fulfill({ json: { shortUrl }, headers: { 'Access-Control-Allow-Origin': origin } });
    });
    const copy = async (change: string) => {
      await page.evaluate(`${change}; navigator.clipboard.writeText('')`);
      await page.getByRole('link', { name: 'Copy link' }).click();
      await page.getByRole('status').getByText('Link copied').waitFor();
      return clipboard(page);
    };
    const element = "document.querySelector('sotto-share')";
    const own = { key: 'pk_test', channel: 'copy', from: 'k3F9pQx' };
    expect(await copy(`${element}.setAttribute('pk', 'pk_test')`)).toBe(shortOf('copy'));
    expect(await copy(`${element}.innerHTML = ''; ${element}.setAttribute('channels', 'copy')`)).toBe(
      `${server.url}/abc.k3F9pQy`,
    );
    const text = 'text/plain;charset=UTF-8';
    const report = ['POST', text, { ...own, contentId: content.id }];
    expect(bodies).toEqual([report, report]);
    await context.close();
  });

  it('hide what cannot work on the device', async () => {
    const shown = async (options: BrowserContextOptions) => {
      const { context, page } = await visit('/plain', options);
      const names = await page.locator('sotto-share').getByRole('link').allTextContents();
      await context.close();
      return names;
    };
    expect(await shown({})).toEqual(['WhatsApp', 'Email', 'Copy link', 'LinkedIn']);
    expect(await shown(PHONE)).toContain('SMS');
  });

  it('are one button with a list, which Escape and a press elsewhere close', async () => {
    const { context, page } = await visit('/menu');
    const toggle = page.getByRole('button', { name: 'Share' });
    const link = page.getByRole('link', { name: 'WhatsApp' });
    expect([await toggle.getAttribute('aria-expanded'), await link.isVisible()]).toEqual(['false', false]);
    await toggle.click();
    expect([await toggle.getAttribute('aria-expanded'), await link.isVisible()]).toEqual(['true', true]);
    await page.keyboard.press('Escape');
    expect(await link.isVisible()).toBe(false);
    await toggle.press('Enter');
    await page.getByRole('heading').click();
    expect(await link.isVisible()).toBe(false);
    await context.close();
  });
});

describe('the element', () => {
  it.each(['/plain', '/icons', '/menu', '/plain-hostile', '/icons-strict', '/menu-strict'])(
    'is accessible and large enough at %s, complains of nothing, and asks no other server',
    async (path) => {
      for (const options of path === '/icons' ? [PHONE, {}] : [{}]) {
        const { context, page, complaints } = await visit('/missing', options);
        const origins = new Set<string>();
        page.on('request', (request) => origins.add(new URL(request.url()).origin));
        await page.goto(origin + path);
        const first = path.startsWith('/menu')
          ? page.getByRole('button', { name: 'Share' })
          : page.getByRole('link', { name: 'WhatsApp' });
        if (path.startsWith('/menu')) await first.click();
        const box = await first.boundingBox();
        expect(box?.width).toBeGreaterThanOrEqual(44);
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect(await first.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(20, 24, 28)');
        const room = await first.evaluate((element) => {
          const text = document.createRange();
          text.selectNodeContents(element);
          return text.getBoundingClientRect().left - element.getBoundingClientRect().left;
        });
        expect(room).toBeGreaterThanOrEqual(12);
        // The page of the test with hostile styles is not accessible itself, and the strict one runs no script of axe.
        if (!path.includes('-')) expect(await axeViolations(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect([...origins].toSorted()).toEqual([origin, server.url].toSorted());
        expect(
          await page.evaluate('document.cookie.length + localStorage.length + sessionStorage.length'),
        ).toBe(0);
        await context.close();
      }
    },
  );

  it('passes on by whose share the reader came, and removes it from the address bar', async () => {
    const { context, page } = await visit('/plain?a=1&sotto_from=k3F9pQ&utm_source=x#part');
    expect(page.url()).toBe(`${origin}/plain?a=1&utm_source=x#part`);
    const href = await page.getByRole('link', { name: 'WhatsApp' }).getAttribute('href');
    expect(href).toBe(`${server.url}/share/whatsapp?content=${content.id}&from=k3F9pQ`);
    await context.close();
  });

  it('makes its links from attributes, in the language of the page, without the parameters of a campaign', async () => {
    const { context, page } = await visit('/plain?id=7&utm_source=x');
    await page.evaluate(`document.querySelector('sotto-share').remove();
      document.documentElement.lang = 'fr-CA';
      const element = document.createElement('sotto-share');
      element.setAttribute('channels', 'email copy nonsense constructor x');
      document.querySelector('main').append(element)`);
    const links = page.locator('sotto-share').getByRole('link');
    expect(await links.allTextContents()).toEqual(['E-mail', 'Copier le lien', 'X']);
    const href = await links.first().getAttribute('href');
    expect(href).toBe(`${server.url}/share/email?u=${encodeURIComponent(`${origin}/plain?id=7`)}`);
    await context.close();
  });

  it('works as the recipe for plain HTML says', async () => {
    const { context, page, complaints } = await visit('/recipe');
    const links = page.locator('sotto-share').getByRole('link');
    expect(await links.allTextContents()).toEqual(['WhatsApp', 'Email', 'Copy link']);
    expect(await links.first().getAttribute('href')).toBe(
      `${server.url}/share/whatsapp?u=${encodeURIComponent('https://www.example.com/guide')}`,
    );
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('adds the short link to a copied passage if the page wants it, and never to code or fields', async () => {
    const copied = async (path: string, selector: string) => {
      const { context, page } = await visit(path);
      await page.evaluate(`getSelection().selectAllChildren(document.querySelector('${selector}'))`);
      await page.keyboard.press('Control+C');
      const text = await clipboard(page);
      await context.close();
      return text;
    };
    expect(await copied('/quoting', '#passage')).toBe(`${PASSAGE}\n\n${shortOf('copy')}`);
    expect(await copied('/quoting', 'pre')).toBe(PASSAGE);
    expect(await copied('/quoting', 'h1')).toBe('The guide');
    expect(await copied('/plain', '#passage')).toBe(PASSAGE);
  });
});
