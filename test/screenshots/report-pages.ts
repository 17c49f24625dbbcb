/** The pages of shared reports. Each picture of a report is one of an address that was just made. */
import type { Page } from 'playwright-core';
import type { Shown } from './shown.ts';

const submit = (page: Page) => page.locator('#new form button[type="submit"]').click();

/** Makes an address and opens it in the language of the page. */
export async function openNew(page: Page) {
  await submit(page);
  const address = new URL((await page.locator('#oneuse').textContent())?.trim() ?? '');
  const here = new URL(page.url());
  await page.goto(`${here.origin}${address.pathname}${here.search}`, { waitUntil: 'networkidle' });
}

export const reportPagesOf = (contentId: string): Shown[] => [
  { name: 'reports-made', path: '/app/reports', act: submit },
  // With the report that was just made.
  { name: 'reports', path: '/app/reports' },
  {
    name: 'reports-revoke',
    path: '/app/reports',
    act: async (page) => {
      await submit(page);
      await page.goto(page.url(), { waitUntil: 'networkidle' });
      await page.locator('#reports a[href*="/revoke"]').first().click();
      await page.locator('.ask').waitFor();
    },
  },
  { name: 'report', path: '/app/reports', act: openNew },
  { name: 'report-content', path: `/app/reports?contentId=${contentId}&period=90d`, act: openNew },
  {
    name: 'reports-refused',
    path: '/app/reports',
    send: { name: 'x'.repeat(300), period: 'fixed', from: '', to: '' },
  },
  { name: 'print-report', isVariant: true, path: '/app/reports', isPrinted: true, act: openNew },
  { name: 'report-missing', path: '/app/shared/none', isSignedOut: true },
];
