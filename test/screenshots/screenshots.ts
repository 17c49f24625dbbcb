/**
 * The entry of `npm run screenshots`: writes every page in every combination of width, theme and language to a folder,
 * with the data of the demo. Optional arguments: the folder, and parts of the names of the pages to take, separated by
 * commas. `LOOKS=1280-light-en,390-dark-fr` takes these combinations only, `SOTTO_DEMO_DATA` keeps the data in a folder.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { asChrome } from '../support/browser/chromium.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';
import { pagesOf } from './pages.ts';

const [, , folder = 'screenshots', only = ''] = argv;
const WIDTHS = [1280, 390] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'fr'] as const;
const LOOKS = process.env.LOOKS?.split(',');

async function takeAll({ server, browser, openMember }: DemoServer): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const parts = only.split(',');
  const pages = (await pagesOf(server)).filter(({ name }) => parts.some((part) => name.includes(part)));
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      const viewport = { width, height: width < 500 ? 844 : 900 };
      // Headless Chromium calls itself a program, and programs get no page to share from.
      const userAgent = asChrome(browser.version());
      const look = { viewport, colorScheme, userAgent, reducedMotion: 'reduce' as const };
      const member = await openMember(look);
      const stranger = await browser.newContext(look);
      for (const lang of LANGUAGES) {
        if (LOOKS && !LOOKS.includes(`${width}-${colorScheme}-${lang}`)) continue;
        for (const { name, path, isSignedOut = false, act } of pages) {
          const page = await (isSignedOut ? stranger : member).newPage();
          page.on('console', (message) => process.stderr.write(`${name}: ${message.text()}\n`));
          // Pages for visitors have no choice of a language: the browser has chosen.
          await page.setExtraHTTPHeaders({ 'Accept-Language': lang });
          const url = new URL(path, server.url);
          url.searchParams.set('lang', lang);
          await page.goto(url.href, { waitUntil: 'networkidle' });
          await act?.(page);
          const file = join(folder, `${name}-${width}-${colorScheme}-${lang}.png`);
          await page.screenshot({ path: file, fullPage: true });
          process.stdout.write(`${file}\n`);
          await page.close();
        }
      }
      await Promise.all([member.close(), stranger.close()]);
    }
  }
}

const demo = await openDemoServer();
try {
  await takeAll(demo);
} finally {
  await demo.end();
}
