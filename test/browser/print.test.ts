/** What members and readers of reports print: one page of A4. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig, settingsOf } from '../../src/config/config.ts';
import { createIds } from '../../src/runtime/ids.ts';
import { fillDemo } from '../../src/runtime/node/demo/fill-demo.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { COOKIE, signIn } from '../support/members/sign-in.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

let browser: Browser;
let server: ServerProcess;
let cookie: string;
let content: string;
const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const ends: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const config = parseConfig({}, () => '');
  if (!config.ok) throw new Error('The defaults are no configuration.');
  const settings = settingsOf(config.config, 'http://localhost');
  const progress = { begin: () => {}, add: () => {}, end: () => {} };
  await fillDemo({ store, settings, dataDir, seed: 1, now: Date.now(), progress });
  cookie = await signIn({ store, clock: Date.now, ids: createIds() }, 'editor');
  [content = ''] = (await store.contents.list({ archived: false }, { limit: 100, before: null }))
    .filter(({ title }) => title?.startsWith('Affacturage'))
    .map(({ id }) => id);
  close();
  [browser, server] = await Promise.all([launchChromium(), startOn({ dataDir }, (end) => ends.push(end))]);
});
afterAll(async () => {
  await browser?.close();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** The pages of a PDF, by their objects. */
const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: COOKIE, value: cookie, url: server.url }]);
  const page = await context.newPage();
  expect((await page.goto(new URL(path, server.url).href))?.status(), path).toBe(200);
  return page;
}

/** Makes the address of a report, as an editor does in the page. */
async function share(query: string): Promise<string> {
  const page = await open(`/app/reports?lang=en&${query}`);
  await page.locator('#new form button[type="submit"]').click();
  const address = (await page.locator('#oneuse').textContent())?.trim() ?? '';
  await page.context().close();
  return new URL(address).pathname;
}

describe('a print', () => {
  it('of the overview, of a content and of a report is one page of A4', async () => {
    const report = await share('period=30d');
    const reportOfContent = await share(`contentId=${content}&period=90d`);
    // French is longer.
    const french = ['/app', `/app/contents/${content}`, report, reportOfContent].map(
      (path) => `${path}?lang=fr`,
    );
    for (const path of [...french, '/app?lang=en']) {
      const page = await open(path);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect([path, pagesIn(pdf)]).toEqual([path, 1]);
      await page.context().close();
    }
  });

  it('of a report needs no account, and leads nowhere', async () => {
    const address = await share('period=30d');
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: { path: string; referrer: string }[] = [];
    page.on('request', (request) => {
      asked.push({ path: new URL(request.url()).pathname, referrer: request.headers().referer ?? '' });
    });
    await page.goto(`${server.url}${address}?lang=en`);
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter(({ path }) => path !== address && !path.startsWith('/assets/'))).toEqual([]);
    expect(asked.filter(({ referrer }) => referrer.includes('/app/'))).toEqual([]);
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual([`${address}?lang=fr`]);
    await context.close();
  });
});
