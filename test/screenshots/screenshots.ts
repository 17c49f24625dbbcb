/**
 * The entry of `npm run screenshots`: writes every page in every combination of width, theme and language to a folder,
 * with the data of the demo, and the pages that look different with no data or very much. Optional arguments: the folder, and parts of the names of the pages to take, separated by
 * commas. `LOOKS=1280-light-en,390-dark-fr` takes these combinations only, `SOTTO_DEMO_DATA` keeps the data in a folder.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import type { Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../src/language.ts';
import { asChrome } from '../support/browser/chromium.ts';
import { type DemoServer, type FilledData, fillData, fillDemoData } from './demo-server.ts';
import { demoContent, pagesOf } from './pages.ts';
import { openShown, type Shown } from './shown.ts';
import { STATES } from './states.ts';

const [, , folder = 'screenshots', only = ''] = argv;
const WIDTHS = [1280, 390] as const;
const THEMES = ['light', 'dark'] as const;
/** In pixels, of pages that have tens of thousands. */
const LONGEST = 4_000;
const WANTED = process.env.LOOKS?.split(',');

const parts = only.split(',');
const isWanted = ({ name }: { name: string }) => parts.some((part) => name.includes(part));

interface Look {
  width: (typeof WIDTHS)[number];
  language: Language;
  themes: (typeof THEMES)[number][];
}

const LOOKS_TAKEN: Look[] = WIDTHS.flatMap((width) =>
  LANGUAGES.map((language) => {
    const isTaken = (theme: string) => WANTED?.includes(`${width}-${theme}-${language}`) ?? true;
    return { width, language, themes: THEMES.filter(isTaken) };
  }),
).filter(({ themes }) => themes.length > 0);

async function takeLook(demo: DemoServer, pages: Shown[], { width, language, themes }: Look): Promise<void> {
  const viewport = { width, height: width < 500 ? 844 : 900 };
  // Headless Chromium calls itself a program, and programs get no page to share from.
  const look = { viewport, userAgent: asChrome(demo.browser.version()), reducedMotion: 'reduce' as const };
  const member = await demo.openMember(look);
  const viewer = await demo.openMember(look, 'viewer');
  const stranger = await demo.browser.newContext(look);
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

/** The themes differ by their style alone, so the page is opened once. */
async function takeThemes(page: Page, { name, isPrinted, isCut }: Shown, { width, themes, language }: Look) {
  const clip = isCut ? { clip: { x: 0, y: 0, width, height: LONGEST } } : {};
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, media: isPrinted ? 'print' : 'screen' });
    const file = join(folder, `${name}-${width}-${colorScheme}-${language}.png`);
    await page.screenshot({ path: file, fullPage: true, ...clip });
    process.stdout.write(`${file}\n`);
  }
}

/** Every look has a server of its own, because some pages change what others show. */
async function takePagesOf(data: FilledData, listPages: (demo: DemoServer) => Promise<Shown[]>) {
  try {
    for (const look of LOOKS_TAKEN) {
      const demo = await data.open();
      try {
        await takeLook(demo, (await listPages(demo)).filter(isWanted), look);
      } finally {
        await demo.end();
      }
    }
  } finally {
    data.end();
  }
}

mkdirSync(folder, { recursive: true });
if (!parts.every((part) => part.startsWith('state-')))
  await takePagesOf(await fillDemoData(), async ({ server }) => pagesOf(server, await demoContent(server)));
for (const { name, fill, pagesOf: pagesOfState } of STATES) {
  const prefix = `state-${name}-`;
  if (!parts.some((part) => part === '' || prefix.startsWith(part) || part.startsWith(prefix))) continue;
  await takePagesOf(await fillData(fill, name), async (demo) =>
    (await pagesOfState(demo)).map((shown) => ({ ...shown, name: prefix + shown.name })),
  );
}
