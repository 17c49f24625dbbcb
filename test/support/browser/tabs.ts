/** What people do in a browser. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { asChrome } from './chromium.ts';

/** A person's tab, alone in a profile of its own. */
export function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  return browser.newPage({ userAgent: asChrome(browser.version()), ...options });
}

/** Answers the tab that `doing` brings up. */
export async function newTab(page: Page, doing: () => Promise<unknown>): Promise<Page> {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), doing()]);
  return tab;
}

/** Resolves once the destination is read, in this tab or in a frame of it. */
export async function arrival(page: Page, frame = false): Promise<void> {
  const place = frame ? page.frameLocator('iframe') : page;
  await place.locator('text=Arrived').waitFor();
}
