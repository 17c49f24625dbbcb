/**
 * The entry of `npm run screenshots`: writes every page in every combination of width, theme and language to a folder,
 * with the data of the demo, and the pages that look different with no data or very much. Optional arguments: the folder, and parts of the names of the pages to take, separated by
 * commas. `LOOKS=1280-light-en,390-dark-fr` takes these combinations only, `SOTTO_DEMO_DATA` keeps the data in a folder.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import type { Page } from 'playwright-core';
import { LANGUAGES } from '../../src/language.ts';
import { asChrome } from '../support/browser/chromium.ts';
import { type DemoServer, openDemoServer, openServerWith } from './demo-server.ts';
import { demoContent, pagesOf } from './pages.ts';
import { openShown, type Shown } from './shown.ts';
import { STATES } from './states.ts';

const [, , folder = 'screenshots', only = ''] = argv;
const WIDTHS = [1280, 390] as const;
const THEMES = ['light', 'dark'] as const;
/** In pixels, of pages that have tens of thousands. */
const LONGEST = 4_000;
const LOOKS = process.env.LOOKS?.split(',');

const parts = only.split(',');
const isWanted = ({ name }: { name: string }) => parts.some((part) => name.includes(part));

async function takeAll(demo: DemoServer, pages: Shown[]): Promise<void> {
  for (const width of WIDTHS) {
    const viewport = { width, height: width < 500 ? 844 : 900 };
    // Headless Chromium calls itself a program, and programs get no page to share from.
    const look = { viewport, userAgent: asChrome(demo.browser.version()), reducedMotion: 'reduce' as const };
    const member = await demo.openMember(look);
    const viewer = await demo.openMember(look, 'viewer');
    const stranger = await demo.browser.newContext(look);
    for (const language of LANGUAGES) {
      const themes = THEMES.filter((theme) => LOOKS?.includes(`${width}-${theme}-${language}`) ?? true);
      if (themes.length === 0) continue;
      for (const shown of pages) {
        if (shown.isEnglish && language !== 'en') continue;
        const context = shown.isSignedOut ? stranger : shown.isViewer ? viewer : member;
        const page = await context.newPage();
        page.on('console', (message) => process.stderr.write(`${shown.name}: ${message.text()}\n`));
        await page.emulateMedia({ colorScheme: themes[0] ?? null });
        await openShown(page, demo.server, shown, { language });
        await page.evaluate('document.fonts.ready.then(() => undefined)');
        await takeThemes(page, shown, { width, themes, language });
        await page.close();
      }
    }
    await Promise.all([member.close(), viewer.close(), stranger.close()]);
  }
}

/** The themes differ by their style alone, so the page is opened once. */
async function takeThemes(
  page: Page,
  { name, isPrinted, isCut }: Shown,
  {
    width,
    themes,
    language,
  }: { width: number; themes: readonly (typeof THEMES)[number][]; language: string },
) {
  const clip = isCut ? { clip: { x: 0, y: 0, width, height: LONGEST } } : {};
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, media: isPrinted ? 'print' : 'screen' });
    const file = join(folder, `${name}-${width}-${colorScheme}-${language}.png`);
    await page.screenshot({ path: file, fullPage: true, ...clip });
    process.stdout.write(`${file}\n`);
  }
}

async function takePagesOf(demo: DemoServer, listPages: (demo: DemoServer) => Promise<Shown[]>) {
  try {
    await takeAll(demo, (await listPages(demo)).filter(isWanted));
  } finally {
    await demo.end();
  }
}

mkdirSync(folder, { recursive: true });
if (!parts.every((part) => part.startsWith('state-')))
  await takePagesOf(await openDemoServer(), async ({ server }) => pagesOf(server, await demoContent(server)));
for (const { name, fill, pagesOf: pagesOfState } of STATES) {
  const prefix = `state-${name}-`;
  if (!parts.some((part) => part === '' || prefix.startsWith(part) || part.startsWith(prefix))) continue;
  await takePagesOf(await openServerWith(fill, name), async (demo) =>
    (await pagesOfState(demo)).map((shown) => ({ ...shown, name: prefix + shown.name })),
  );
}
