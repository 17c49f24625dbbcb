import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, openWorld } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A page around a short link, and what a person does on it; answers the tab where they arrive. */
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

it('whoever follows a link is one click, however they press it', async () => {
  const world = await openWorld();
  for (const [site, origin] of [
    ['cross-site', world.elsewhere],
    ['same-origin', world.home],
  ] as const) {
    for (const [name, html, follow] of WAYS) {
      const short = await world.mint();
      const page = await openTab(browser);
      await page.goto(origin + world.put(html(short.shortUrl)));
      await arrival(await follow(page));
      expect(world.sent(short), name).toEqual([`${site} navigate ?1 document`]);
      expect(await world.account(short), name).toEqual(ONE_CLICK);
    }
  }
});

it('whoever is offered a download is one click, though a browser on the same site calls it no document', async () => {
  const world = await openWorld();
  for (const [origin, sent] of [
    [world.elsewhere, 'cross-site navigate ?1 document'],
    [world.home, 'same-origin navigate empty'],
  ] as const) {
    const short = await world.mint();
    const page = await openTab(browser);
    await page.goto(origin + world.put(link('download')(short.shortUrl)));
    await page.click('a');
    await arrival(page);
    expect(world.sent(short)).toEqual([sent]);
    expect(await world.account(short), sent).toEqual(ONE_CLICK);
  }
});

it.each<[string, Press]>([
  ['the middle button', (page) => page.click('a', { button: 'middle' })],
  ['Control', (page) => page.click('a', { modifiers: ['Control'] })],
  ['Shift', (page) => page.click('a', { modifiers: ['Shift'] })],
])('whoever follows a link with %s is one click', async (_, press) => {
  // The packed Chromium may let such a tab crash as it draws, and then opens no other. By then it has arrived.
  const fresh = await launchChromium();
  onTestFinished(() => fresh.close());
  const world = await openWorld();
  const short = await world.mint();
  const page = await openTab(fresh);
  await page.goto(world.elsewhere + world.put(link()(short.shortUrl)));
  await press(page);
  await world.arrived(short);
  expect(world.sent(short)).toEqual(['cross-site navigate ?1 document']);
  expect(await world.account(short)).toEqual(ONE_CLICK);
});

it('whoever types the address is one click', async () => {
  const world = await openWorld();
  const short = await world.mint();
  const page = await openTab(browser);
  await page.goto(short.shortUrl);
  await arrival(page);
  expect(world.sent(short)).toEqual(['none navigate ?1 document']);
  expect(await world.account(short)).toEqual(ONE_CLICK);
});
