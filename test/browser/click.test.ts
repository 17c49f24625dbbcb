import type { IncomingMessage } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import { openSite } from '../support/browser/http-server.ts';
import { startServer } from '../support/server/server-process.ts';

interface Stats {
  data: Record<string, unknown>[];
  total: { hits: number; clicks: number; uniqueClicks: number };
}

it('a click in Chromium arrives with Referer, exact URL and UTM, and counts once as a desktop Chrome', async () => {
  const arrivals: IncomingMessage[] = [];
  const destination = await openSite((request, response) => {
    if (request.url !== '/favicon.ico') arrivals.push(request);
    response.setHeader('Content-Type', 'text/html').end('<h1>Arrived</h1>');
  });
  const server = await startServer();
  const path = '/a%20b/~(c)?q=%7E+x&sig=a%2Fb==&utm_term=%C3%A9';
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', {
    url: `${destination}${path}#part`,
    channel: 'slack',
  });
  const origin = await openSite((_, response) => {
    response.setHeader('Content-Type', 'text/html').end(`<a href="${shortUrl}">Read</a>`);
  });

  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ userAgent: asChrome(browser.version()) });
  await page.goto(`${origin}/newsletter`);
  await page.click('a');
  await page.waitForSelector('text=Arrived');

  const utm = '&utm_source=slack&utm_medium=social&utm_content=private';
  expect(arrivals.map(({ url }) => url)).toEqual([path + utm]);
  expect(arrivals[0]?.headers.referer).toBe(`${origin}/`);
  expect(page.url()).toBe(`${destination}${path}${utm}#part`);

  for (const [groupBy, value] of [
    ['browser', 'Chrome'],
    ['device', 'desktop'],
    ['channel', 'slack'],
    ['referrer', 'localhost'],
  ] as const) {
    const { data, total } = await server.api<Stats>(`/stats?groupBy=${groupBy}`);
    expect(data).toEqual([expect.objectContaining({ [groupBy]: value, hits: 1, clicks: 1 })]);
    expect(total).toMatchObject({ hits: 1, clicks: 1, uniqueClicks: 1 });
  }
});
