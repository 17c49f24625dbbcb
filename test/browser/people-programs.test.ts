import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, devices } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { asChrome, findChromium, launchChromium } from '../support/browser/chromium.ts';
import { arrival, newTab, openTab } from '../support/browser/tabs.ts';
import { ONE_CLICK, openWorld } from '../support/browser/test-web.ts';
import { temporaryFolder } from '../support/server/server-process.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it('whoever another program opens a tab for is one click', async () => {
  const world = await openWorld();
  const short = await world.mint();
  const page = await openTab(browser);
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const { browserContextId = '' } = targetInfo;
  const tab = await newTab(page, () =>
    session.send('Target.createTarget', { url: short.shortUrl, browserContextId }),
  );
  await arrival(tab);
  expect(world.sent(short)).toEqual(['none navigate ?1 document']);
  expect(await world.account(short)).toEqual(ONE_CLICK);
});

it('whoever another program starts the browser for is one click', async () => {
  const world = await openWorld();
  const short = await world.mint();
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
  await world.arrived(short);
  expect(world.sent(short)).toEqual(['none navigate ?1 document']);
  expect(await world.account(short)).toEqual(ONE_CLICK);
});

it('whoever taps a link on a telephone is one click, on a telephone', async () => {
  const world = await openWorld();
  const short = await world.mint();
  const page = await openTab(browser, devices['Pixel 7']);
  await page.goto(world.elsewhere + world.put(`<a href="${short.shortUrl}">Read</a>`));
  await page.tap('a');
  await arrival(page);
  expect(world.sent(short)).toEqual(['cross-site navigate ?1 document']);
  expect(await world.account(short)).toEqual(ONE_CLICK);
  const { data } = await world.server.api<{ data: unknown[] }>(`/stats?linkId=${short.id}&groupBy=device,os`);
  expect(data).toEqual([expect.objectContaining({ device: 'mobile', os: 'Android', clicks: 1 })]);
});
