/** What people do with the tabs of a browser. */
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { asChrome } from './chromium.ts';

/** Opens a person's tab in its own profile, which is closed after the running test. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ userAgent: asChrome(browser.version()), ...options });
  onTestFinished(() => page.close());
  return page;
}

/** Returns the tab that `action` opens. */
export async function newTab(page: Page, action: () => Promise<unknown>): Promise<Page> {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), action()]);
  return tab;
}

/**
 * Resolves once this tab, or a frame in it, shows the destination. Until it is there, nothing is evaluated
 * in the page: Playwright evaluates as if somebody had pressed a button, and the page's own navigation
 * would pass for that person's.
 */
export async function arrival(page: Page, frame = false): Promise<void> {
  const atDestination = (place: Frame) => place.url().includes('/read/');
  if (!page.frames().some(atDestination)) await page.waitForEvent('framenavigated', atDestination);
  const place = frame ? page.frameLocator('iframe') : page;
  await place.locator('text=Arrived').waitFor();
}
