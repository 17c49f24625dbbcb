/** The pages that ask before something happens, that tell what has happened, and those of a member who may only read. */
import type { Page } from 'playwright-core';
import type { Shown } from './pages.ts';

/** Chooses the first rows of a list and presses a button of the bar. */
const choose =
  (verb: string, tags = '') =>
  async (page: Page) => {
    for (const at of [0, 1, 2]) await page.locator('input[name="ids"]').nth(at).check();
    if (tags !== '') await page.locator('input[name="tags"]').fill(tags);
    await page.locator(`button[name="do"][value="${verb}"]`).click();
    await page.waitForLoadState('networkidle');
  };

export const actionPagesOf = (contentId: string, linkId: string): Shown[] => [
  { name: 'content-archive', path: `/app/contents/${contentId}/archive` },
  { name: 'content-erase', path: `/app/contents/${contentId}/erase` },
  { name: 'content-done', path: `/app/contents/${contentId}?notice=saved` },
  { name: 'content-viewer', path: `/app/contents/${contentId}`, isViewer: true },
  { name: 'contents-tagged', path: '/app/contents', act: choose('tag', 'salon 2026') },
  { name: 'contents-viewer', path: '/app/contents', isViewer: true },
  { name: 'link-archive', path: `/app/links/${linkId}/archive` },
  { name: 'link-delete', path: `/app/links/${linkId}/delete` },
  { name: 'link-erase', path: `/app/links/${linkId}/erase` },
  { name: 'links-bulk-archive', path: '/app/links', act: choose('archive') },
  { name: 'links-bulk-delete', path: '/app/links', act: choose('delete') },
  { name: 'overview-viewer', path: '/app', isViewer: true },
];
