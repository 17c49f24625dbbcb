/**
 * The entry of `npm run screenshots`: writes every page in every combination of width, theme and language to a folder,
 * with the data of the demo. Optional arguments: the folder, and parts of the names of the pages to take, separated by
 * commas. `LOOKS=1280-light-en,390-dark-fr` takes these combinations only, `SOTTO_DEMO_DATA` keeps the data in a folder.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { parseConfig, settingsOf } from '../../src/config/config.ts';
import { createIds } from '../../src/runtime/ids.ts';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { fillDemo } from '../../src/runtime/node/demo/fill-demo.ts';
import { openStore } from '../../src/runtime/node/sqlite/open-store.ts';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import { signIn } from '../support/members/sign-in.ts';
import { startOn } from '../support/server/spawn-server.ts';
import { pagesOf } from './pages.ts';

const [, , folder = 'screenshots', only = ''] = argv;
const WIDTHS = [1280, 390] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'fr'] as const;
const LOOKS = process.env.LOOKS?.split(',');
const PUBLIC_URL = 'https://go.le-cap.example';
const SEED = 1;
const COOKIE = '__Host-sotto';

const dataDir = process.env.SOTTO_DEMO_DATA ?? mkdtempSync(join(tmpdir(), 'sotto-screenshots-'));
const cleanUps: (() => void | Promise<void>)[] = [];

/** Fills the folder with the demo's data, unless it has some, and signs a member in. */
async function prepare(): Promise<string> {
  const isFilled = existsSync(join(dataDir, 'sotto.db'));
  mkdirSync(dataDir, { recursive: true });
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  try {
    const config = parseConfig({}, () => '');
    if (!config.ok) throw new Error('The defaults are no configuration.');
    const settings = settingsOf(config.config, PUBLIC_URL);
    const progress = createProgress(process.stderr);
    if (!isFilled) await fillDemo({ store, settings, dataDir, seed: SEED, now: Date.now(), progress });
    return await signIn({ store, clock: Date.now, ids: createIds() }, 'admin');
  } finally {
    close();
  }
}

async function takeAll(): Promise<void> {
  const cookie = await prepare();
  const env = { SOTTO_PUBLIC_URL: PUBLIC_URL, SOTTO_ADMIN_KEY: 'sotto_screenshots_0123456789abcdef' };
  const server = await startOn({ dataDir, env }, (end) => cleanUps.push(end));
  const browser = await launchChromium();
  cleanUps.push(() => browser.close());
  mkdirSync(folder, { recursive: true });
  const parts = only.split(',');
  const pages = (await pagesOf(server)).filter(({ name }) => parts.some((part) => name.includes(part)));
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      const viewport = { width, height: width < 500 ? 844 : 900 };
      // Headless Chromium calls itself a program, and programs get no page to share from.
      const userAgent = asChrome(browser.version());
      const look = { viewport, colorScheme, userAgent, reducedMotion: 'reduce' as const };
      const member = await browser.newContext(look);
      // The pages think of their public address, which is https; Chromium sends such cookies to localhost as well.
      await member.addCookies([{ name: COOKIE, value: cookie, url: server.url.replace('http:', 'https:') }]);
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

try {
  await takeAll();
} finally {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  if (process.env.SOTTO_DEMO_DATA === undefined) rmSync(dataDir, { recursive: true, force: true });
}
