import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import jsqr from 'jsqr';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIds } from '../../src/runtime/ids.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { hitOn, mintLinks, newContent, newLink } from '../support/fixtures/records.ts';
import { COOKIE, signIn } from '../support/members/sign-in.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const DAY = 86_400_000;
const CHANNELS = ['whatsapp', 'slack', 'copy', 'linkedin', 'qr'] as const;

let browser: Browser;
let data: Awaited<ReturnType<typeof prepare>>;
let server: ServerProcess;
const ends: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  data = await prepare();
  server = await startOn({ dataDir: data.dataDir }, (end) => ends.push(end));
});
afterAll(async () => {
  await browser.close();
  for (const end of ends.reverse()) await end();
  rmSync(data.folder, { recursive: true, force: true });
});

/** A data folder with a content in five channels, clicked and seen in two apps, and a member. */
async function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const now = Date.now();
  const content = newContent({
    title: 'Un titre : “très” long '.repeat(12),
    createdAt: now - 60 * DAY,
    tags: ['guide'],
  });
  const links =
    (await mintLinks(
      store,
      content,
      CHANNELS.map((channel) => newLink({ channel })),
    )) ?? [];
  const hits = links.flatMap((link, at) =>
    Array.from({ length: 30 }, (_, click) =>
      hitOn(link, { at: now - (1 + at) * DAY + click * 3_000, mark: 'flyer' }),
    ),
  );
  const [first] = links;
  if (!first) throw new Error('not minted');
  const seen = ['slack', 'teams'].map((app) =>
    hitOn(first, { at: now - 2 * DAY, kind: 'preview', app, certainty: 'sure', reason: 'preview_agent' }),
  );
  await store.hits.append([...hits, ...seen]);
  const slugs = ['spring-sale-in-all-towns', 'sale'.repeat(20)];
  const hyphenated =
    (await mintLinks(
      store,
      newContent({ title: 'Sale', createdAt: now - 61 * DAY }),
      slugs.map((slug) => newLink({ slug, channel: 'email' })),
    )) ?? [];
  const cookie = await signIn({ store, clock: Date.now, ids: createIds() }, 'editor');
  close();
  return { folder, dataDir, cookie, id: first.contentId, link: first.id, slugs: hyphenated };
}

describe('the pages of the application', () => {
  it('tick all rows of a list at once, and ask before they are deleted', async () => {
    const context = await browser.newContext();
    await context.addCookies([{ name: COOKIE, value: data.cookie, url: server.url }]);
    const page = await context.newPage();
    await page.goto(`${server.url}/app/links?lang=en`);
    await page.getByLabel('Tick all rows of this page').check();
    expect(await page.getByText('7 ticked').isVisible()).toBe(true);
    await page.locator('input[name="ids"]').first().uncheck();
    await page.getByRole('button', { name: 'Delete…' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Delete 6 short links permanently?',
    );
    await context.close();
  });

  it('cut long titles in lists after two lines, and give them whole in a tooltip', async () => {
    const context = await browser.newContext();
    await context.addCookies([{ name: COOKIE, value: data.cookie, url: server.url }]);
    const page = await context.newPage();
    for (const [path, width] of ['/app', '/app/contents', '/app/links', '/app/live'].flatMap((path) =>
      [1280, 390].map((width) => [path, width] as const),
    )) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${server.url}${path}?lang=en`);
      const title = page.locator('main .clip[title^="Un titre"]').first();
      expect([path, await title.getAttribute('title')]).toEqual([
        path,
        'Un titre\u00a0: “très” long '.repeat(12),
      ]);
      const lines = await page.evaluate<number>(`(() => {
        const title = document.querySelector('main .clip[title^="Un titre"]');
        return Math.round(title.clientHeight / parseFloat(getComputedStyle(title).lineHeight));
      })()`);
      expect([path, width, lines]).toEqual([path, width, 2]);
    }
    await context.close();
  });

  it('divide the address in a question only after a folder, or where it is longer than a line', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await context.addCookies([{ name: COOKIE, value: data.cookie, url: server.url }]);
    const page = await context.newPage();
    const lines: number[] = [];
    for (const { id } of data.slugs) {
      await page.goto(`${server.url}/app/links/${id}/delete?lang=en`);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
      lines.push(
        await page.evaluate<number>(`(() => {
          const range = document.createRange();
          range.selectNodeContents([...document.querySelectorAll('h1 .folder')].at(-1));
          return new Set([...range.getClientRects()].map(({ top }) => top)).size;
        })()`),
      );
    }
    expect(lines[0]).toBe(1);
    expect(lines[1]).toBeGreaterThan(1);
    await context.close();
  });

  it('print the code of a content on one sheet of A4, and cameras read it', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 844 } });
    await context.addCookies([{ name: COOKIE, value: data.cookie, url: server.url }]);
    const page = await context.newPage();
    await page.goto(`${server.url}/app/contents/${data.id}/qr?lang=en`);
    await page.getByRole('button', { name: 'Create the QR code' }).click();
    const address = await page.locator('.sheet figcaption').textContent();
    // Neither part is divided at a hyphen.
    const [host, slug] = await page.locator('.sheet figcaption .folder').allTextContents();
    expect([`${host}${slug}`, host]).toEqual([address, `${new URL(server.url).host}/`]);
    const { width, height, data: rgb } = decode(await page.locator('.sheet img').screenshot());
    const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
    const channels = rgb.length / (width * height);
    for (let at = 0; at < width * height; at++)
      rgba.set(rgb.subarray(channels * at, channels * at + 3), 4 * at);
    expect(jsqr(rgba, width, height)?.data).toBe(`http://${address}.qr`);
    const file = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(file.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(file).toMatch(/\/MediaBox \[0 0 59\d(\.\d+)? 84\d(\.\d+)?\]/);
    await context.close();
  });

  it('work without JavaScript, and with it read a chart by the arrow keys', async () => {
    for (const javaScriptEnabled of [false, true]) {
      const context = await browser.newContext({ javaScriptEnabled });
      await context.addCookies([{ name: COOKIE, value: data.cookie, url: server.url }]);
      const page = await context.newPage();
      await page.goto(`${server.url}/app?lang=en`);
      await page.getByText('Show as a table').first().click();
      expect(await page.locator('#time table').isVisible()).toBe(true);
      const chart = page.locator('figure[data-chart]');
      expect(await chart.getAttribute('tabindex')).toBe(javaScriptEnabled ? '0' : null);
      if (javaScriptEnabled) {
        const totals = await chart.locator('.read').textContent();
        await chart.focus();
        await page.keyboard.press('ArrowLeft');
        expect(await chart.locator('.read').textContent()).toMatch(/0 private/);
        await page.keyboard.press('Escape');
        expect(await chart.locator('.read').textContent()).toBe(totals);
      }
      await context.close();
    }
  });
});
