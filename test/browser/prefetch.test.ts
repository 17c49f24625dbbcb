import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, type Outcome, type TestWeb, useTestWeb } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openWeb = useTestWeb();

const prefetchedBy = (reason: 'prefetch' | 'prerender'): Outcome => ({
  hits: [...ONE_CLICK.hits, { kind: 'prefetch', reason, unique: false }],
  total: { ...ONE_CLICK.total, hits: 2, prefetches: 1 },
  arrived: 1,
});

const LINK = (url: string) => `<a href="${url}">Read</a>`;
const rule = (action: 'prefetch' | 'prerender', eagerness: string) => (url: string) =>
  `${LINK(url)}<script type="speculationrules">${JSON.stringify({ [action]: [{ urls: [url], eagerness }] })}</script>`;
const hint = (url: string) => `${LINK(url)}<link rel="prefetch" href="${url}">`;
const hintOnHover = (url: string) => `${LINK(url)}<script>
  document.querySelector('a').onmouseenter = () => {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: '${url}' }));
  };</script>`;

const wait = async () => {};
const hover = (page: Page) => page.hover('a');

/** Origins of pages, and the `Sec-Fetch-Site` that the browser sends to Sotto from there. */
const sitesOf = (web: TestWeb) =>
  [
    ['cross-site', web.otherSite],
    ['same-site', web.otherOrigin],
    ['same-origin', web.sottoOrigin],
  ] as const;

describe('a browser that prefetches, from another site, another origin or the same,', () => {
  it.each([
    ['by a hint', hint, wait, 'prefetch', '{site} no-cors empty prefetch'],
    ['by a hint made on hover', hintOnHover, hover, 'prefetch', '{site} no-cors empty prefetch'],
    ['by a rule', rule('prefetch', 'immediate'), wait, 'prefetch', 'none navigate document prefetch'],
    [
      'by a rule, on hover',
      rule('prefetch', 'moderate'),
      hover,
      'prefetch',
      'none navigate document prefetch',
    ],
    [
      'to prerender',
      rule('prerender', 'immediate'),
      wait,
      'prerender',
      'none navigate document prefetch;prerender',
    ],
    [
      'to prerender, on hover',
      rule('prerender', 'moderate'),
      hover,
      'prerender',
      'none navigate document prefetch;prerender',
    ],
  ] as const)(
    '%s, is a prefetch, and the following click is one click',
    async (_, html, act, reason, sent) => {
      const web = openWeb();
      for (const [site, origin] of sitesOf(web)) {
        const short = await web.mint();
        const page = await openTab(browser);
        await page.goto(origin + web.addPage(html(short.shortUrl)));
        await act(page);
        await web.requested(short);
        await page.click('a');
        await arrival(page);
        const expected = [sent.replace('{site}', site), `${site} navigate ?1 document`];
        expect(web.fetchMetadata(short)).toEqual(expected);
        expect(await web.outcome(short), site).toEqual(prefetchedBy(reason));
      }
    },
  );
});

it('a prefetch that starts with the press does not replace the click', async () => {
  const web = openWeb();
  for (const [site, origin] of sitesOf(web)) {
    const short = await web.mint();
    const page = await openTab(browser);
    await page.goto(origin + web.addPage(rule('prefetch', 'conservative')(short.shortUrl)));
    await page.click('a');
    await arrival(page);
    const { total, arrived } = await web.outcome(short);
    expect(total, site).toMatchObject({ clicks: 1, repeats: 0, uniqueClicks: 1 });
    expect(arrived, site).toBe(1);
  }
});

it('a prefetch through the redirect of another site is a prefetch, and the following click is one click', async () => {
  const web = openWeb();
  const short = await web.mint();
  const out = web.addPage((_, answering) => {
    answering.writeHead(302, { location: short.shortUrl, 'cache-control': 'no-store' }).end();
  });
  const page = await openTab(browser);
  await page.goto(web.otherSite + web.addPage(rule('prefetch', 'immediate')(web.otherSite + out)));
  await web.requested(short);
  await page.click('a');
  await arrival(page);
  expect(await web.outcome(short)).toEqual(prefetchedBy('prefetch'));
});

it('a prefetch that nobody follows is not a click, and nobody arrives', async () => {
  const web = openWeb();
  const short = await web.mint();
  const page = await openTab(browser);
  await page.goto(web.otherSite + web.addPage(hint(short.shortUrl)));
  await web.requested(short);
  await expect.poll(async () => (await web.outcome(short)).total.hits, { timeout: 30_000 }).toBe(1);
  expect(await web.outcome(short)).toMatchObject({
    hits: [{ kind: 'prefetch', reason: 'prefetch' }],
    total: { clicks: 0, prefetches: 1, uniqueClicks: 0 },
    arrived: 0,
  });
});
