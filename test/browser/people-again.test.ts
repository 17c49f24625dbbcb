import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, useTestWeb } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openWeb = useTestWeb();

const LATER = 1_001;
const TWO_CLICKS = {
  hits: [{ ...ONE_CLICK.hits[0], unique: false }, ...ONE_CLICK.hits],
  total: { ...ONE_CLICK.total, hits: 2, clicks: 2 },
  arrived: 2,
};

/** Opens a test web with one link, and a tab on a page that contains the link. */
async function openLetter(attributes = '') {
  const web = openWeb();
  const short = await web.mint();
  const page = await openTab(browser);
  await page.goto(web.otherSite + web.addPage(`<a href="${short.shortUrl}" ${attributes}>Read</a>`));
  return { web, short, page };
}

describe('a person who has followed a link', () => {
  it('goes back and follows it again: two clicks of one visitor', async () => {
    const { web, short, page } = await openLetter();
    await page.click('a');
    await arrival(page);
    await page.goBack();
    expect(await web.outcome(short)).toEqual(ONE_CLICK);
    web.advance(LATER);
    await page.click('a');
    await arrival(page);
    expect(await web.outcome(short)).toEqual(TWO_CLICKS);
  });

  it('reloads the destination, goes back and forth: still one click', async () => {
    const { web, short, page } = await openLetter();
    await page.click('a');
    await arrival(page);
    web.advance(LATER);
    await page.reload();
    await page.goBack();
    await page.reload();
    await page.goForward();
    await arrival(page);
    expect(web.fetchMetadata(short)).toHaveLength(1);
    expect(await web.outcome(short)).toMatchObject({ hits: ONE_CLICK.hits, total: ONE_CLICK.total });
  });

  it('types the same address again: two clicks of one visitor', async () => {
    const { web, short, page } = await openLetter();
    await page.goto(short.shortUrl);
    await arrival(page);
    web.advance(LATER);
    await page.goto(short.shortUrl);
    await arrival(page);
    expect(web.fetchMetadata(short)).toEqual(['none navigate ?1 document', 'none navigate ?1 document']);
    expect(await web.outcome(short)).toEqual(TWO_CLICKS);
  });

  it('gets a fresh answer each time, even from a permanent redirect', async () => {
    const web = openWeb();
    const page = await openTab(browser);
    for (const statusCode of [301, 308]) {
      const short = await web.mint({ statusCode });
      for (const _ of ['once', 'again']) {
        web.advance(LATER);
        await page.goto(short.shortUrl);
        await arrival(page);
      }
      expect(await web.outcome(short), String(statusCode)).toEqual(TWO_CLICKS);
    }
  });
});

it('a double click that opens two tabs is one click and a repeat, and both tabs arrive', async () => {
  const { web, short, page } = await openLetter('target="_blank"');
  const tabs = [await newTab(page, () => page.click('a')), await newTab(page, () => page.click('a'))];
  for (const tab of tabs) await arrival(tab);
  expect(await web.outcome(short)).toEqual({
    hits: [{ kind: 'repeat', reason: 'repeat', unique: false }, ...ONE_CLICK.hits],
    total: { ...ONE_CLICK.total, hits: 2, repeats: 1 },
    arrived: 2,
  });
});

it('all six links of a letter opened at once are six clicks, which may be flagged', async () => {
  const web = openWeb();
  const links = [];
  for (let i = 0; i < 6; i++) links.push(await web.mint());
  const page = await openTab(browser);
  const letter = links
    .map(({ shortUrl }) => `<p><a href="${shortUrl}" target="_blank">Read</a></p>`)
    .join('');
  await page.goto(web.otherSite + web.addPage(letter));
  for (const [i] of links.entries()) {
    await arrival(await newTab(page, () => page.locator('a').nth(i).click()));
  }
  for (const short of links) {
    const { hits, ...counts } = await web.outcome(short);
    expect(counts).toEqual({ total: ONE_CLICK.total, arrived: 1 });
    expect(hits).toMatchObject([{ kind: 'click', unique: true }]);
  }
});
