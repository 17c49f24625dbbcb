import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../support/browser/certificate.ts';
import { launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, useTestWeb } from '../support/browser/test-web.ts';

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
const secure = useTestWeb({ tls });
const plain = useTestWeb();

const link = (url: string) => `<a href="${url}">Read</a>`;
const newTabLink = (url: string) => `<a href="${url}" target="_blank">Read</a>`;
const script = (url: string) => `<script>onload = () => setTimeout(() => location.assign('${url}'))</script>`;
const stay = async (page: Page) => page;

async function click(page: Page): Promise<Page> {
  await page.click('a');
  return page;
}

describe('over HTTPS, where browsers send fetch metadata,', () => {
  it('a followed link, a typed address and a script navigation are one click without a flag', async () => {
    const web = secure();
    for (const [html, follow, sent] of [
      [link, click, 'cross-site navigate ?1 document'],
      [newTabLink, (page: Page) => newTab(page, () => click(page)), 'cross-site navigate ?1 document'],
      [script, stay, 'cross-site navigate document'],
      [null, stay, 'none navigate ?1 document'],
    ] as const) {
      const short = await web.mint();
      expect(short.shortUrl).toMatch(/^https:/);
      const page = await openTab(browser);
      const to = html === null ? short.shortUrl : web.otherSite + web.addPage(html(short.shortUrl));
      await page.goto(to, { waitUntil: 'commit' });
      await arrival(await follow(page));
      expect(web.fetchMetadata(short)).toEqual([sent]);
      expect(await web.outcome(short), sent).toEqual(ONE_CLICK);
    }
  });

  it('a link followed inside a frame is one click without a flag', async () => {
    const web = secure();
    const short = await web.mint();
    const inner = web.addPage(link(short.shortUrl));
    const page = await openTab(browser);
    await page.goto(web.otherSite + web.addPage(`<iframe src="${web.otherOrigin}${inner}"></iframe>`));
    await page.frameLocator('iframe').locator('a').click();
    await arrival(page, true);
    expect(web.fetchMetadata(short)).toEqual(['same-site navigate ?1 iframe']);
    expect(await web.outcome(short)).toEqual(ONE_CLICK);
  });
});

it('over plain HTTP, where browsers send no fetch metadata, a visit is one click without a flag', async () => {
  const web = plain();
  const [typed, followed] = [await web.mint(), await web.mint()];
  const named = (url: string) => url.replace('localhost', NAME);
  const page = await openTab(browser);
  await page.goto(named(typed.shortUrl));
  await arrival(page);
  web.advance(60_000);
  await page.goto(web.otherSite + web.addPage(link(named(followed.shortUrl))));
  await page.click('a');
  await arrival(page);
  for (const short of [typed, followed]) {
    expect(web.fetchMetadata(short)).toEqual(['']);
    expect(await web.outcome(short)).toEqual(ONE_CLICK);
  }
});
