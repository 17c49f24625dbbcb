/**
 * The entry of `npm run screenshots:readme`: takes the pictures of the README with the data of the demo, as WebP, in both
 * themes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { fillDemoData } from './demo-server.ts';
import { demoContent, pagesOf } from './pages.ts';

const FOLDER = 'docs/pictures';
const PAGES = ['overview', 'content'];
const VIEWPORT = { width: 1280, height: 1080 };
/** Sharp on fine screens, and still small. */
const SCALE = 1.5;
const QUALITY = 0.82;
/** A README that loads slowly is not read. */
const MOST_BYTES = 200_000;

/** Chromium writes PNG and JPEG; a canvas in it also writes WebP. */
async function asWebp(blank: Page, png: Buffer): Promise<Buffer> {
  const source = JSON.stringify(`data:image/png;base64,${png.toString('base64')}`);
  const address = await blank.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = ${source};
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', ${QUALITY});
  })()`);
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

const demoData = await fillDemoData();
const { server, browser, openMember, end } = await demoData.open();
try {
  mkdirSync(FOLDER, { recursive: true });
  const blank = await browser.newPage();
  const pages = (await pagesOf(server, await demoContent(server))).filter(({ name }) => PAGES.includes(name));
  for (const colorScheme of ['light', 'dark'] as const) {
    const look = {
      viewport: VIEWPORT,
      colorScheme,
      deviceScaleFactor: SCALE,
      reducedMotion: 'reduce' as const,
    };
    const member = await openMember(look);
    for (const { name, path } of pages) {
      const page = await member.newPage();
      await page.goto(`${server.url}${path}?lang=en`, { waitUntil: 'networkidle' });
      const picture = await asWebp(blank, await page.screenshot());
      if (picture.length > MOST_BYTES) throw new Error(`${name}: ${picture.length} bytes are too many`);
      const file = join(FOLDER, `${name}-${colorScheme}.webp`);
      writeFileSync(file, picture);
      process.stdout.write(`${file}: ${picture.length} bytes\n`);
    }
    await member.close();
  }
} finally {
  await end();
  demoData.end();
}
