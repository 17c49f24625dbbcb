import { expect, it, onTestFinished } from 'vitest';
import { asChrome, launchChromium } from '../support/browser/chromium.ts';
import { openSite } from '../support/browser/http-server.ts';
import { startServer } from '../support/server/server-process.ts';

interface Stats {
  total: { hits: number; clicks: number; uniqueClicks: number };
}

const PASSWORD = 'Öffne dich & 1+1';

it('the right password leads to another origin, after a wrong one shows the form again', async () => {
  const destination = await openSite((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<h1>Arrived</h1>');
  });
  const server = await startServer();
  const link = await server.api<{ id: string; shortUrl: string }>('/links', {
    url: `${destination}/page`,
    utm: false,
    password: PASSWORD,
  });

  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ userAgent: asChrome(browser.version()), locale: 'fr-FR' });
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));

  const form = await page.goto(`${link.shortUrl}.letter`);
  expect(form?.status()).toBe(200);
  expect(await page.content()).not.toContain(destination);
  const field = page.getByLabel('Mot de passe');
  await field.fill('falsch');
  const [wrong] = await Promise.all([page.waitForResponse(/letter$/), page.getByRole('button').click()]);
  expect(wrong.status()).toBe(403);
  await page.getByRole('alert').waitFor();
  expect(page.url()).toBe(`${link.shortUrl}.letter`);

  refused.length = 0;
  await field.fill(PASSWORD);
  await page.getByRole('button').click();
  await page.waitForSelector('text=Arrived');
  expect(page.url()).toBe(`${destination}/page`);
  expect(refused.filter((text) => text.includes('Content Security Policy'))).toEqual([]);

  const { total } = await server.api<Stats>(`/stats?linkId=${link.id}&mark=letter`);
  expect(total).toMatchObject({ hits: 1, clicks: 1, uniqueClicks: 1 });
  const shown = await server.api<{ turnedAway: number }>(`/links/${link.id}`);
  expect(shown.turnedAway).toBe(2);
});
