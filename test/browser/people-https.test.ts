import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../support/browser/certificate.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, openWorld } from '../support/browser/test-web.ts';

const NAME = 'sotto.test';
const tls = selfSigned();

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium([
    `--ignore-certificate-errors-spki-list=${tls.fingerprint}`,
    `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
  ]);
});
afterAll(() => browser.close());

const link = (url: string) => `<a href="${url}">Read</a>`;
const newTabLink = (url: string) => `<a href="${url}" target="_blank">Read</a>`;
const script = (url: string) => `<script>onload = () => setTimeout(() => location.assign('${url}'))</script>`;
const stay = async (page: Page) => page;

async function click(page: Page): Promise<Page> {
  await page.click('a');
  return page;
}

describe('over HTTPS, where a browser tells how it navigates,', () => {
  it('whoever follows a link, types the address or is led on is one click without a flag', async () => {
    const world = await openWorld({ tls });
    for (const [html, follow, sent] of [
      [link, click, 'cross-site navigate ?1 document'],
      [newTabLink, (page: Page) => newTab(page, () => click(page)), 'cross-site navigate ?1 document'],
      [script, stay, 'cross-site navigate document'],
      [null, stay, 'none navigate ?1 document'],
    ] as const) {
      const short = await world.mint();
      expect(short.shortUrl).toMatch(/^https:/);
      const page = await openTab(browser);
      const to = html === null ? short.shortUrl : world.elsewhere + world.put(html(short.shortUrl));
      await page.goto(to, { waitUntil: 'commit' });
      await arrival(await follow(page));
      expect(world.sent(short)).toEqual([sent]);
      expect(await world.account(short), sent).toEqual(ONE_CLICK);
    }
  });

  it('whoever follows a link inside a frame is one click without a flag', async () => {
    const world = await openWorld({ tls });
    const short = await world.mint();
    const inner = world.put(link(short.shortUrl));
    const page = await openTab(browser);
    await page.goto(world.elsewhere + world.put(`<iframe src="${world.nextDoor}${inner}"></iframe>`));
    await page.frameLocator('iframe').locator('a').click();
    await arrival(page, true);
    expect(world.sent(short)).toEqual(['same-site navigate ?1 iframe']);
    expect(await world.account(short)).toEqual(ONE_CLICK);
  });
});

it('over plain HTTP, where a browser tells nothing, whoever comes is one click without a flag', async () => {
  const world = await openWorld();
  const [typed, followed] = [await world.mint(), await world.mint()];
  const named = (url: string) => url.replace('localhost', NAME);
  const page = await openTab(browser);
  await page.goto(named(typed.shortUrl));
  await arrival(page);
  world.pass(60_000);
  await page.goto(world.elsewhere + world.put(link(named(followed.shortUrl))));
  await page.click('a');
  await arrival(page);
  for (const short of [typed, followed]) {
    expect(world.sent(short)).toEqual(['']);
    expect(await world.account(short)).toEqual(ONE_CLICK);
  }
});
