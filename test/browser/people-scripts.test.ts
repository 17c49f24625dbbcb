import type { RequestListener } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, openWorld } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const BY_ITSELF = 'cross-site navigate document';
const PRESSED = 'cross-site navigate ?1 document';

const stay = async () => {};
const press = (page: Page) => page.click('button');
const button = (script: string) => `<button onclick="${script}">Read</button>`;
const onLoad = (script: string) => `<script>onload = () => setTimeout(() => ${script})</script>`;
const redirectTo =
  (location: string): RequestListener =>
  (_, answering) => {
    answering.writeHead(302, { location }).end();
  };

it('whom a page leads on is one click, whether they pressed anything or not', async () => {
  const world = await openWorld();
  for (const [name, html, act, sent] of [
    ['assign', (url: string) => onLoad(`location.assign('${url}')`), stay, BY_ITSELF],
    ['replace', (url: string) => onLoad(`location.replace('${url}')`), stay, BY_ITSELF],
    ['assign by a press', (url: string) => button(`location.assign('${url}')`), press, PRESSED],
    ['refresh', (url: string) => `<meta http-equiv="refresh" content="0; url=${url}">`, stay, BY_ITSELF],
  ] as const) {
    const short = await world.mint();
    const page = await openTab(browser);
    await page.goto(world.elsewhere + world.put(html(short.shortUrl)), { waitUntil: 'commit' });
    await act(page);
    await arrival(page);
    expect(world.sent(short), name).toEqual([sent]);
    expect(await world.account(short), name).toEqual(ONE_CLICK);
  }
});

it('whom a script opens a window for is one click, whether they pressed anything or not', async () => {
  const world = await openWorld();
  for (const features of ['', ', "_blank", "noopener"', ', "_blank", "popup"']) {
    const [pressed, unasked] = [await world.mint(), await world.mint()];
    const page = await openTab(browser);
    const opening = `window.open('${pressed.shortUrl}'${features.replaceAll('"', '&quot;')})`;
    await page.goto(world.elsewhere + world.put(button(opening)));
    await arrival(await newTab(page, () => press(page)));
    expect(world.sent(pressed), features).toEqual([PRESSED]);
    expect(await world.account(pressed), features).toEqual(ONE_CLICK);

    const path = world.put(onLoad(`window.open('${unasked.shortUrl}'${features})`));
    await arrival(await newTab(page, () => page.goto(world.elsewhere + path)));
    expect(world.sent(unasked), features).toEqual([BY_ITSELF]);
    expect(await world.account(unasked), features).toEqual(ONE_CLICK);
  }
});

it('whoever comes by the redirect of another site is one click', async () => {
  const world = await openWorld();
  const [typed, followed] = [await world.mint(), await world.mint()];
  const page = await openTab(browser);
  await page.goto(world.elsewhere + world.put(redirectTo(typed.shortUrl)));
  await arrival(page);
  expect(world.sent(typed)).toEqual(['none navigate ?1 document']);
  expect(await world.account(typed)).toEqual(ONE_CLICK);

  const out = world.elsewhere + world.put(redirectTo(followed.shortUrl));
  await page.goto(world.nextDoor + world.put(`<a href="${out}">Read</a>`));
  await page.click('a');
  await arrival(page);
  expect(world.sent(followed)).toEqual([PRESSED]);
  expect(await world.account(followed)).toEqual(ONE_CLICK);
});

it('whoever reads a site that a service worker serves is one click, past it and through it', async () => {
  const world = await openWorld();
  const [past, through] = [await world.mint(), await world.mint()];
  const worker = world.put((_, answering) => {
    answering.setHeader('Content-Type', 'text/javascript').end(`
      oninstall = () => skipWaiting();
      onactivate = (event) => event.waitUntil(clients.claim());
      onfetch = (event) => event.respondWith(fetch(event.request));`);
  });
  const out = world.put(redirectTo(through.shortUrl));
  const links = `<a id="past" href="${past.shortUrl}">One</a> <a id="through" href="${out}">Two</a>`;
  const page = await openTab(browser);
  const path = world.put(`${links}<script>navigator.serviceWorker.register('${worker}')</script>`);
  for (const [id, short] of [
    ['past', past],
    ['through', through],
  ] as const) {
    await page.goto(world.elsewhere + path);
    await page.waitForFunction('navigator.serviceWorker.controller');
    await page.click(`#${id}`);
    await arrival(page);
    expect(world.sent(short), id).toEqual([PRESSED]);
    expect(await world.account(short), id).toEqual(ONE_CLICK);
  }
});
