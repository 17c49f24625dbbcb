import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, openTab } from '../support/browser/tabs.ts';
import { type Account, ONE_CLICK, openWorld, type World } from '../support/browser/test-web.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const aheadOf = (reason: 'prefetch' | 'prerender'): Account => ({
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

/** The sites a page may stand on, and what the browser calls its way to Sotto from there. */
const sitesOf = (world: World) =>
  [
    ['cross-site', world.elsewhere],
    ['same-site', world.nextDoor],
    ['same-origin', world.home],
  ] as const;

describe('a browser that loads ahead, from another site, another origin or the same,', () => {
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
      'to draw',
      rule('prerender', 'immediate'),
      wait,
      'prerender',
      'none navigate document prefetch;prerender',
    ],
    [
      'to draw, on hover',
      rule('prerender', 'moderate'),
      hover,
      'prerender',
      'none navigate document prefetch;prerender',
    ],
  ] as const)(
    '%s, is a prefetch, and the click that follows is one click',
    async (_, html, act, reason, sent) => {
      const world = await openWorld();
      for (const [site, origin] of sitesOf(world)) {
        const short = await world.mint();
        const page = await openTab(browser);
        await page.goto(origin + world.put(html(short.shortUrl)));
        await act(page);
        await world.asked(short);
        await page.click('a');
        await arrival(page);
        const told = [sent.replace('{site}', site), `${site} navigate ?1 document`];
        expect(world.sent(short)).toEqual(told);
        expect(await world.account(short), site).toEqual(aheadOf(reason));
      }
    },
  );
});

it('a prefetch that a press begins never takes the click with it', async () => {
  const world = await openWorld();
  for (const [site, origin] of sitesOf(world)) {
    const short = await world.mint();
    const page = await openTab(browser);
    await page.goto(origin + world.put(rule('prefetch', 'conservative')(short.shortUrl)));
    await page.click('a');
    await arrival(page);
    const { total, arrived } = await world.account(short);
    expect(total, site).toMatchObject({ clicks: 1, repeats: 0, uniqueClicks: 1 });
    expect(arrived, site).toBe(1);
  }
});

it('a prefetch through the redirect of another site is one, and the click that follows is one click', async () => {
  const world = await openWorld();
  const short = await world.mint();
  const out = world.put((_, answering) => {
    answering.writeHead(302, { location: short.shortUrl, 'cache-control': 'no-store' }).end();
  });
  const page = await openTab(browser);
  await page.goto(world.elsewhere + world.put(rule('prefetch', 'immediate')(world.elsewhere + out)));
  await world.asked(short);
  await page.click('a');
  await arrival(page);
  expect(await world.account(short)).toEqual(aheadOf('prefetch'));
});

it('a prefetch that nobody follows is no click, and nobody has arrived', async () => {
  const world = await openWorld();
  const short = await world.mint();
  const page = await openTab(browser);
  await page.goto(world.elsewhere + world.put(hint(short.shortUrl)));
  await world.asked(short);
  await expect.poll(async () => (await world.account(short)).total.hits, { timeout: 30_000 }).toBe(1);
  expect(await world.account(short)).toMatchObject({
    hits: [{ kind: 'prefetch', reason: 'prefetch' }],
    total: { clicks: 0, prefetches: 1, uniqueClicks: 0 },
    arrived: 0,
  });
});
