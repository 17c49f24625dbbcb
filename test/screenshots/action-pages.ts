/** What has happened, and the pages of a member who may only read: with the markup of other pages. */
import type { Page } from 'playwright-core';
import type { Shown } from './shown.ts';

/** Chooses the first rows of a list and presses a button of the bar. */
const choose =
  (verb: string, tags = '') =>
  async (page: Page) => {
    for (const at of [0, 1, 2]) await page.locator('input[name="ids"]').nth(at).check();
    if (tags !== '') await page.locator('input[name="tags"]').fill(tags);
    await page.locator(`button[name="do"][value="${verb}"]`).click();
    await page.waitForLoadState('networkidle');
  };

export function actionPagesOf(contentId: string): Shown[] {
  const pages: Shown[] = [
    { name: 'content-done', path: `/app/contents/${contentId}?notice=saved` },
    { name: 'content-viewer', path: `/app/contents/${contentId}`, isViewer: true },
    { name: 'contents-tagged', path: '/app/contents', act: choose('tag', 'salon 2026') },
    { name: 'contents-viewer', path: '/app/contents', isViewer: true },
    { name: 'links-bulk-archive', path: '/app/links', act: choose('archive') },
    { name: 'links-bulk-delete', path: '/app/links', act: choose('delete') },
    { name: 'overview-viewer', path: '/app', isViewer: true },
    { name: 'member-role', path: '/app/settings/members', isViewer: true },
    { name: 'member-nothing', path: '/app/nothing-here' },
  ];
  return pages.map((page) => ({ ...page, isVariant: true }));
}
