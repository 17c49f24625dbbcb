import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIds } from '../../src/runtime/ids.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { COOKIE, signIn } from '../support/members/sign-in.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

let browser: Browser;
let server: ServerProcess;
let cookie: string;
const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const ends: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  cookie = await signIn({ store, clock: Date.now, ids: createIds() }, 'editor');
  close();
  server = await startOn({ dataDir }, (end) => ends.push(end));
});
afterAll(async () => {
  await browser.close();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** A page of a member, and what its console has said. */
async function openPage(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 844 }, ...options });
  await context.addCookies([{ name: COOKIE, value: cookie, url: server.url }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(server.url + path);
  return { context, page, complaints };
}

describe('new links', () => {
  it('are previewed while the form is filled in, and an inner address is not read', async () => {
    const { context, page, complaints } = await openPage('/app/new?lang=en');
    await page.locator('#slug').fill('spring');
    await page.locator('[data-part="will"]', { hasText: 'spring-wa' }).waitFor();
    await page.locator('input[value="qr"]').check();
    await page.locator('[data-part="will"]', { hasText: 'spring-qr' }).waitFor();
    expect(await page.locator('[data-part="make"]').textContent()).toBe('Make 5 links');
    await page.locator('#url').fill('http://127.0.0.1:1/');
    await page.locator('#url').blur();
    await page.locator('[data-trouble="refused"]').waitFor();
    expect(await page.locator('#slug').inputValue()).toBe('spring');
    await page.locator('button.primary[type=submit]').click();
    await page.getByText('5 links are ready').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('are previewed by a button without JavaScript', async () => {
    const { context, page } = await openPage('/app/new?lang=en', { javaScriptEnabled: false });
    await page.locator('#url').fill('https://example.org/plain');
    await page.locator('#slug').fill('plain');
    await page.getByRole('button', { name: 'Preview' }).click();
    expect(await page.locator('[data-part="will"]').textContent()).toContain('plain-slack');
    expect(await page.locator('#url').inputValue()).toBe('https://example.org/plain');
    await context.close();
  });

  it('begin from a bookmark, which its own page does not run', async () => {
    const { context, page, complaints } = await openPage('/app/new/browser?lang=fr', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await page.locator('[data-bookmark]').click();
    expect(await page.locator('#say').textContent()).toContain('barre de favoris');
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('many addresses', () => {
  it.each(['en', 'fr'])('are made in steps, in %s', async (lang) => {
    const { context, page, complaints } = await openPage(`/app/new/list?lang=${lang}`);
    const lines = Array.from({ length: 150 }, (_, at) => `https://example.org/${lang}/${at}`);
    await page.locator('#list').fill(`${lines.join('\n')}\nftp://nowhere/\n`);
    await page.locator('main form button[type="submit"]').first().click();
    await page.locator('table.plan').waitFor();
    await page.locator('form[data-steps] button').click();
    await page.locator('a.primary[href*="links.csv"]').waitFor();
    expect(await page.locator('form[data-steps]').count()).toBe(0);
    expect(await page.locator('.tally').textContent()).toMatch(/^150 /);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
