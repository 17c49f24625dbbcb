/** The pages of one content and of its links. */
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import { put } from './settings-pages.ts';
import type { Shown } from './shown.ts';

const SQUARE = { width: 64, height: 64, channels: 3 as const };
/** A blue square. */
const LOGO = encode({
  ...SQUARE,
  data: Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => [15, 78, 185][at % 3] ?? 0),
});

async function giveFile(page: Page, name: string, mimeType: string, buffer: Buffer) {
  await page.locator('#qr-logo').setInputFiles({ name, mimeType, buffer });
  await page.locator('.qr-design button').first().click();
  await page.locator('[name="kept"], #qr-logo-problem').waitFor({ state: 'attached' });
}
const giveLogo = (page: Page) => giveFile(page, 'logo.png', 'image/png', Buffer.from(LOGO));
const giveText = (page: Page) => giveFile(page, 'logo.txt', 'text/plain', Buffer.from('no picture'));

/** More than a content can have beside its own. */
const TAGS = Array.from({ length: 20 }, (_, at) => `tag ${at}`).join(', ');

export const contentPagesOf = (server: ServerProcess, id: string): Shown[] => [
  { name: 'content', path: `/app/contents/${id}` },
  { name: 'content-archive', path: `/app/contents/${id}/archive` },
  { name: 'content-edit', path: `/app/contents/${id}/edit` },
  {
    name: 'content-edit-stale',
    path: `/app/contents/${id}/edit`,
    // Somebody else is faster.
    act: async (page) => {
      await put(server, `/contents/${id}`, { description: `Theirs, at ${Date.now()}` }, 'PATCH');
      await page.locator('#description').fill('Mine');
      await page.locator('.submit .primary').click();
      await page.locator('.status.bad').waitFor();
    },
  },
  { name: 'content-delete', path: `/app/contents/${id}/delete` },
  { name: 'content-erase', path: `/app/contents/${id}/erase` },
  { name: 'content-qr', path: `/app/contents/${id}/qr` },
  { name: 'content-qr-logo', path: `/app/contents/${id}/qr?color=%230f4eb9`, act: giveLogo },
  { name: 'content-qr-refused', path: `/app/contents/${id}/qr?color=%23ffff00`, act: giveText },
  { name: 'contents', path: '/app/contents' },
  {
    name: 'contents-bulk-delete',
    path: '/app/contents',
    act: async (page) => {
      for (const at of [0, 1, 2]) await page.locator('input[name="ids"]').nth(at).check();
      await page.locator('button[name="do"][value="delete"]').click();
      await page.locator('.ask').waitFor();
    },
  },
  { name: 'contents-bulk-partly', path: '/app/contents/bulk', send: { do: 'tag', ids: id, tags: TAGS } },
  { name: 'contents-gain', isVariant: true, path: '/app/contents?sort=gain&period=7d' },
  { name: 'contents-none', path: '/app/contents?q=nothing' },
];

export const linkPagesOf = (id: string): Shown[] => [
  { name: 'link', path: `/app/links/${id}` },
  { name: 'link-archive', path: `/app/links/${id}/archive` },
  { name: 'link-delete', path: `/app/links/${id}/delete` },
  { name: 'link-edit', path: `/app/links/${id}/edit` },
  {
    name: 'link-edit-refused',
    path: `/app/links/${id}/edit`,
    send: { url: 'ftp://www.le-cap.example/', maxClicks: '-1' },
  },
  { name: 'link-erase', path: `/app/links/${id}/erase` },
  { name: 'links', path: '/app/links' },
  { name: 'links-bulk-tags', path: '/app/links/bulk', send: { do: 'tag', ids: id, tags: '' } },
];
