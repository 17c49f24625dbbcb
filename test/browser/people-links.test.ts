import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, useTestWeb } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openWeb = useTestWeb();

/** A page around a short link, and what a person does on it; returns the tab where they arrive. */
type Way = [name: string, html: (shortUrl: string) => string, follow: (page: Page) => Promise<Page>];
type Press = (page: Page) => Promise<unknown>;

const inSameTab = (press: Press) => async (page: Page) => {
  await press(page);
  return page;
};
const inNewTab = (press: Press) => (page: Page) => newTab(page, () => press(page));
const link =
  (attributes = '') =>
  (shortUrl: string) =>
    `<a href="${shortUrl}" ${attributes}>Read</a>`;
const form = (shortUrl: string) =>
  `<form action="${shortUrl}"><button name="from" value="form">Read</button></form>`;

const click: Press = (page) => page.click('a');
const WAYS: Way[] = [
  ['a link', link(), inSameTab(click)],
  ['a link, by the keyboard', link(), inSameTab((page) => page.press('a', 'Enter'))],
  ['a link without a referrer', link('rel="noreferrer"'), inSameTab(click)],
  ['a link into a new tab', link('target="_blank"'), inNewTab(click)],
  ['a link into a tab that knows its opener', link('target="_blank" rel="opener"'), inNewTab(click)],
  ['a form', form, inSameTab((page) => page.click('button'))],
];

it('a followed link is one click, whatever kind of link it is', async () => {
  const web = openWeb();
  for (const [site, origin] of [
    ['cross-site', web.otherSite],
    ['same-origin', web.sottoOrigin],
  ] as const) {
    for (const [name, html, follow] of WAYS) {
      const short = await web.mint();
      const page = await openTab(browser);
      await page.goto(origin + web.addPage(html(short.shortUrl)));
      await arrival(await follow(page));
      expect(web.fetchMetadata(short), name).toEqual([`${site} navigate ?1 document`]);
      expect(await web.outcome(short), name).toEqual(ONE_CLICK);
    }
  }
});

it('a download link is one click, although a browser on the same site does not send `document`', async () => {
  const web = openWeb();
  for (const [origin, sent] of [
    [web.otherSite, 'cross-site navigate ?1 document'],
    [web.sottoOrigin, 'same-origin navigate empty'],
  ] as const) {
    const short = await web.mint();
    const page = await openTab(browser);
    await page.goto(origin + web.addPage(link('download')(short.shortUrl)));
    await page.click('a');
    await arrival(page);
    expect(web.fetchMetadata(short)).toEqual([sent]);
    expect(await web.outcome(short), sent).toEqual(ONE_CLICK);
  }
});

it.each<[string, Press]>([
  ['the middle button', (page) => page.click('a', { button: 'middle' })],
  ['Control', (page) => page.click('a', { modifiers: ['Control'] })],
  ['Shift', (page) => page.click('a', { modifiers: ['Shift'] })],
])('a link followed with %s is one click', async (_, press) => {
  // The packaged Chromium may crash when it draws such a tab, and then opens no other. By then the tab has arrived.
  const fresh = await launchChromium();
  onTestFinished(() => fresh.close());
  const web = openWeb();
  const short = await web.mint();
  const page = await openTab(fresh);
  await page.goto(web.otherSite + web.addPage(link()(short.shortUrl)));
  await press(page);
  await web.arrived(short);
  expect(web.fetchMetadata(short)).toEqual(['cross-site navigate ?1 document']);
  expect(await web.outcome(short)).toEqual(ONE_CLICK);
});

it('a typed address is one click', async () => {
  const web = openWeb();
  const short = await web.mint();
  const page = await openTab(browser);
  await page.goto(short.shortUrl);
  await arrival(page);
  expect(web.fetchMetadata(short)).toEqual(['none navigate ?1 document']);
  expect(await web.outcome(short)).toEqual(ONE_CLICK);
});
