import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, devices } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { asChrome, findChromium, launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, useTestWeb } from '../support/browser/test-web.ts';
import { temporaryFolder } from '../support/server/server-process.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
const openWeb = useTestWeb();

it('a tab that another program opens is one click', async () => {
  const web = openWeb();
  const short = await web.mint();
  const page = await openTab(browser);
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const { browserContextId = '' } = targetInfo;
  const tab = await newTab(page, () =>
    session.send('Target.createTarget', { url: short.shortUrl, browserContextId }),
  );
  await arrival(tab);
  expect(web.fetchMetadata(short)).toEqual(['none navigate ?1 document']);
  expect(await web.outcome(short)).toEqual(ONE_CLICK);
});

it('a browser that another program starts is one click', async () => {
  const web = openWeb();
  const short = await web.mint();
  const { executablePath, args } = await findChromium();
  const own = [
    '--headless',
    '--no-first-run',
    `--user-data-dir=${temporaryFolder()}`,
    `--user-agent=${asChrome(browser.version())}`,
  ];
  const started = spawn(executablePath, [...args, ...own, short.shortUrl], { stdio: 'ignore' });
  const ended = once(started, 'close');
  onTestFinished(async () => {
    started.kill('SIGKILL');
    await ended;
  });
  await web.arrived(short);
  expect(web.fetchMetadata(short)).toEqual(['none navigate ?1 document']);
  expect(await web.outcome(short)).toEqual(ONE_CLICK);
});

it('a link tapped on a phone is one click, on a mobile device', async () => {
  const web = openWeb();
  const short = await web.mint();
  const page = await openTab(browser, devices['Pixel 7']);
  await page.goto(web.otherSite + web.addPage(`<a href="${short.shortUrl}">Read</a>`));
  await page.tap('a');
  await arrival(page);
  expect(web.fetchMetadata(short)).toEqual(['cross-site navigate ?1 document']);
  expect(await web.outcome(short)).toEqual(ONE_CLICK);
  const { data } = await web.server.api<{ data: unknown[] }>(`/stats?linkId=${short.id}&groupBy=device,os`);
  expect(data).toEqual([expect.objectContaining({ device: 'mobile', os: 'Android', clicks: 1 })]);
});
