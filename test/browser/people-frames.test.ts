import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, type Outcome, useTestWeb } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openWeb = useTestWeb();

const frame = (src: string) => `<iframe src="${src}"></iframe>`;
const pressLink = (page: Page) => page.frameLocator('iframe').locator('a').click();

it('a link inside a frame of another origin is one click, wherever it opens', async () => {
  const web = openWeb();
  for (const [target, sent] of [
    ['_top', 'document'],
    ['_blank', 'document'],
    ['_self', 'iframe'],
  ] as const) {
    const short = await web.mint();
    const inner = web.addPage(`<a href="${short.shortUrl}" target="${target}">Read</a>`);
    const page = await openTab(browser);
    await page.goto(web.otherSite + web.addPage(frame(web.otherOrigin + inner)));
    if (target === '_blank') await arrival(await newTab(page, () => pressLink(page)));
    else {
      await pressLink(page);
      await arrival(page, target === '_self');
    }
    expect(web.fetchMetadata(short), target).toEqual([`same-site navigate ?1 ${sent}`]);
    expect(await web.outcome(short), target).toEqual(ONE_CLICK);
  }
});

it('a button that loads the link into a frame is one click', async () => {
  const web = openWeb();
  const short = await web.mint();
  const fill = `document.querySelector('iframe').src = '${short.shortUrl}'`;
  const page = await openTab(browser);
  await page.goto(web.otherSite + web.addPage(`<button onclick="${fill}">Show</button><iframe></iframe>`));
  await page.click('button');
  await arrival(page, true);
  expect(web.fetchMetadata(short)).toEqual(['cross-site navigate ?1 iframe']);
  expect(await web.outcome(short)).toEqual(ONE_CLICK);
});

it('a resource that a page loads without a click is counted as a bot', async () => {
  const EMBEDDED: Pick<Outcome, 'hits' | 'total'> = {
    hits: [{ kind: 'bot', reason: 'embedded', unique: false }],
    total: { hits: 1, clicks: 0, repeats: 0, prefetches: 0, uniqueClicks: 0 },
  };
  const web = openWeb();
  for (const [html, sent] of [
    [frame, 'cross-site navigate iframe'],
    [(url: string) => `<img src="${url}">`, 'cross-site no-cors image'],
    [(url: string) => `<script src="${url}"></script>`, 'cross-site no-cors script'],
    [(url: string) => `<script>fetch('${url}', { mode: 'no-cors' })</script>`, 'cross-site no-cors empty'],
  ] as const) {
    const short = await web.mint();
    const page = await openTab(browser);
    await page.goto(web.otherSite + web.addPage(html(short.shortUrl)));
    await web.arrived(short);
    expect(web.fetchMetadata(short)).toEqual([sent]);
    expect(await web.outcome(short), sent).toMatchObject(EMBEDDED);
  }
});
