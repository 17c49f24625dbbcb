import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { type Account, ONE_CLICK, openWorld } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const frame = (src: string) => `<iframe src="${src}"></iframe>`;
const pressLink = (page: Page) => page.frameLocator('iframe').locator('a').click();

it('whoever follows a link inside a frame of another origin is one click, wherever it opens', async () => {
  const world = await openWorld();
  for (const [target, sent] of [
    ['_top', 'document'],
    ['_blank', 'document'],
    ['_self', 'iframe'],
  ] as const) {
    const short = await world.mint();
    const inner = world.put(`<a href="${short.shortUrl}" target="${target}">Read</a>`);
    const page = await openTab(browser);
    await page.goto(world.elsewhere + world.put(frame(world.nextDoor + inner)));
    if (target === '_blank') await arrival(await newTab(page, () => pressLink(page)));
    else {
      await pressLink(page);
      await arrival(page, target === '_self');
    }
    expect(world.sent(short), target).toEqual([`same-site navigate ?1 ${sent}`]);
    expect(await world.account(short), target).toEqual(ONE_CLICK);
  }
});

it('whoever presses a button that fills a frame is one click', async () => {
  const world = await openWorld();
  const short = await world.mint();
  const fill = `document.querySelector('iframe').src = '${short.shortUrl}'`;
  const page = await openTab(browser);
  await page.goto(world.elsewhere + world.put(`<button onclick="${fill}">Show</button><iframe></iframe>`));
  await page.click('button');
  await arrival(page, true);
  expect(world.sent(short)).toEqual(['cross-site navigate ?1 iframe']);
  expect(await world.account(short)).toEqual(ONE_CLICK);
});

it('what a page loads by itself is nobody', async () => {
  const EMBEDDED: Pick<Account, 'hits' | 'total'> = {
    hits: [{ kind: 'bot', reason: 'embedded', unique: false }],
    total: { hits: 1, clicks: 0, repeats: 0, prefetches: 0, uniqueClicks: 0 },
  };
  const world = await openWorld();
  for (const [html, sent] of [
    [frame, 'cross-site navigate iframe'],
    [(url: string) => `<img src="${url}">`, 'cross-site no-cors image'],
    [(url: string) => `<script src="${url}"></script>`, 'cross-site no-cors script'],
    [(url: string) => `<script>fetch('${url}', { mode: 'no-cors' })</script>`, 'cross-site no-cors empty'],
  ] as const) {
    const short = await world.mint();
    const page = await openTab(browser);
    await page.goto(world.elsewhere + world.put(html(short.shortUrl)));
    await world.arrived(short);
    expect(world.sent(short)).toEqual([sent]);
    expect(await world.account(short), sent).toMatchObject(EMBEDDED);
  }
});
