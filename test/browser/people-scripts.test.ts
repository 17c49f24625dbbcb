import type { RequestListener } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, useTestWeb } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openWeb = useTestWeb();

const UNPRESSED = 'cross-site navigate document';
const PRESSED = 'cross-site navigate ?1 document';

const stay = async () => {};
const press = (page: Page) => page.click('button');
const button = (script: string) => `<button onclick="${script}">Read</button>`;
const onLoad = (script: string, ms = 0) =>
  `<script>onload = () => setTimeout(() => ${script}, ${ms})</script>`;
const redirectTo =
  (location: string): RequestListener =>
  (_, answering) => {
    answering.writeHead(302, { location }).end();
  };

it('a navigation by a page is one click, with or without a button press', async () => {
  const web = openWeb();
  for (const [name, html, act, sent] of [
    ['assign', (url: string) => onLoad(`location.assign('${url}')`), stay, UNPRESSED],
    ['replace', (url: string) => onLoad(`location.replace('${url}')`), stay, UNPRESSED],
    ['replace later', (url: string) => onLoad(`location.replace('${url}')`, 300), stay, UNPRESSED],
    ['assign by a press', (url: string) => button(`location.assign('${url}')`), press, PRESSED],
    ['refresh', (url: string) => `<meta http-equiv="refresh" content="0; url=${url}">`, stay, UNPRESSED],
  ] as const) {
    const short = await web.mint();
    const page = await openTab(browser);
    await page.goto(web.otherSite + web.addPage(html(short.shortUrl)), { waitUntil: 'commit' });
    await act(page);
    await arrival(page);
    expect(web.fetchMetadata(short), name).toEqual([sent]);
    expect(await web.outcome(short), name).toEqual(ONE_CLICK);
  }
});

it('a window that a script opens is one click, with or without a button press', async () => {
  const web = openWeb();
  for (const features of ['', ', "_blank", "noopener"', ', "_blank", "popup"']) {
    const [pressed, unasked] = [await web.mint(), await web.mint()];
    const page = await openTab(browser);
    const opening = `window.open('${pressed.shortUrl}'${features.replaceAll('"', '&quot;')})`;
    await page.goto(web.otherSite + web.addPage(button(opening)));
    await arrival(await newTab(page, () => press(page)));
    expect(web.fetchMetadata(pressed), features).toEqual([PRESSED]);
    expect(await web.outcome(pressed), features).toEqual(ONE_CLICK);

    const path = web.addPage(onLoad(`window.open('${unasked.shortUrl}'${features})`));
    await arrival(await newTab(page, () => page.goto(web.otherSite + path)));
    expect(web.fetchMetadata(unasked), features).toEqual([UNPRESSED]);
    expect(await web.outcome(unasked), features).toEqual(ONE_CLICK);
  }
});

it('a visit through the redirect of another site is one click', async () => {
  const web = openWeb();
  const [typed, followed] = [await web.mint(), await web.mint()];
  const page = await openTab(browser);
  await page.goto(web.otherSite + web.addPage(redirectTo(typed.shortUrl)));
  await arrival(page);
  expect(web.fetchMetadata(typed)).toEqual(['none navigate ?1 document']);
  expect(await web.outcome(typed)).toEqual(ONE_CLICK);

  const out = web.otherSite + web.addPage(redirectTo(followed.shortUrl));
  await page.goto(web.otherOrigin + web.addPage(`<a href="${out}">Read</a>`));
  await page.click('a');
  await arrival(page);
  expect(web.fetchMetadata(followed)).toEqual([PRESSED]);
  expect(await web.outcome(followed)).toEqual(ONE_CLICK);
});

it('a link on a site with a service worker is one click, whether or not the worker fetches it', async () => {
  const web = openWeb();
  const [past, through] = [await web.mint(), await web.mint()];
  const worker = web.addPage((_, answering) => {
    answering.setHeader('Content-Type', 'text/javascript').end(`
      oninstall = () => skipWaiting();
      onactivate = (event) => event.waitUntil(clients.claim());
      onfetch = (event) => event.respondWith(fetch(event.request));`);
  });
  const out = web.addPage(redirectTo(through.shortUrl));
  const links = `<a id="past" href="${past.shortUrl}">One</a> <a id="through" href="${out}">Two</a>`;
  const page = await openTab(browser);
  const path = web.addPage(`${links}<script>navigator.serviceWorker.register('${worker}')</script>`);
  for (const [id, short] of [
    ['past', past],
    ['through', through],
  ] as const) {
    await page.goto(web.otherSite + path);
    await page.waitForFunction('navigator.serviceWorker.controller');
    await page.click(`#${id}`);
    await arrival(page);
    expect(web.fetchMetadata(short), id).toEqual([PRESSED]);
    expect(await web.outcome(short), id).toEqual(ONE_CLICK);
  }
});
