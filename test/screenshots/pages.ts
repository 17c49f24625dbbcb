/** The pages of which screenshots are taken. */
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import { actionPagesOf } from './action-pages.ts';
import { memberPagesOf } from './member-pages.ts';
import { openedPagesOf } from './opened-pages.ts';
import { reportPagesOf } from './report-pages.ts';
import { put, settingsPagesOf } from './settings-pages.ts';
import { visitorPagesOf } from './visitor-pages.ts';

export interface Shown {
  name: string;
  path: string;
  isSignedOut?: boolean;
  isViewer?: boolean;
  isPrinted?: boolean;
  /** Of a very long page, only the first screens are taken. */
  isCut?: boolean;
  /** What leads from the page at the path to the one to show. */
  act?: (page: Page) => Promise<unknown>;
}

const LIST = `url;titre;slug;canaux
https://www.le-cap.example/fr/guides/incoterms;Incoterms 2026 : lequel choisir ?;;
https://www.le-cap.example/fr/guides/douane;La douane, pas à pas;;whatsapp,email
https://www.le-cap.example/fr/guides/douane?fbclid=1;;;qr
http://;;-x-;fax
https://go.le-cap.example/loop;;;`;

async function giveList(page: Page) {
  await page.locator('#list').fill(LIST);
  await page.locator('main form button[type="submit"]').first().click();
  await page.locator('table.plan').waitFor();
}

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

async function pressCopy(page: Page) {
  await page.locator('#copy').click();
  await page.locator('#said:not(:empty)').waitFor();
}

export async function pagesOf(server: ServerProcess): Promise<Shown[]> {
  const { data } = await server.api<{ data: { id: string; title: string | null }[] }>(
    '/contents?q=Affacturage',
  );
  const id = data.find(({ title }) => title?.startsWith('Affacturage'))?.id ?? '';
  const links = await server.api<{ data: { id: string }[] }>(`/links?contentId=${id}&limit=1`);
  const linkId = links.data[0]?.id ?? '';
  return [
    { name: 'content', path: `/app/contents/${id}` },
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
    { name: 'contents-gain', path: '/app/contents?sort=gain&period=7d' },
    { name: 'contents-none', path: '/app/contents?q=nothing' },
    { name: 'link', path: `/app/links/${linkId}` },
    { name: 'link-edit', path: `/app/links/${linkId}/edit` },
    { name: 'links', path: '/app/links' },
    { name: 'live', path: '/app/live' },
    { name: 'live-filtered', path: `/app/live?contentId=${id}&kind=click` },
    ...(await memberPagesOf(server)),
    { name: 'new', path: '/app/new?url=https%3A%2F%2Fwww.le-cap.example%2Ffr%2Fguides%2Fdroits-de-douane' },
    { name: 'new-browser', path: '/app/new/browser' },
    { name: 'new-list', path: '/app/new/list' },
    { name: 'new-list-planned', path: '/app/new/list', act: giveList },
    {
      name: 'new-list-result',
      path: '/app/new/list',
      act: async (page) => {
        await giveList(page);
        await page.locator('form[data-steps] button').click();
        await page.locator('a[href*="links.csv"]').waitFor();
      },
    },
    {
      name: 'new-refused',
      path: '/app/new?url=ftp%3A%2F%2Fwww.le-cap.example%2F',
      act: (page) => page.locator('button.primary[type=submit]').click(),
    },
    { name: 'new-ready', path: `/app/new/${id}` },
    { name: 'overview', path: '/app' },
    { name: 'overview-12m', path: '/app?period=12m' },
    { name: 'overview-channel', path: '/app?channel=whatsapp&period=7d' },
    ...reportPagesOf(id),
    { name: 'weekly', path: '/app/weekly' },
    ...(await settingsPagesOf(server)),
    { name: 'share-buttons', path: `/app/contents/${id}/share-buttons` },
    {
      name: 'share-buttons-icons',
      path: `/app/contents/${id}/share-buttons?look=icons&channel=whatsapp&channel=copy`,
    },
    { name: 'share-page-copy', path: `/share/slack?content=${id}`, isSignedOut: true, act: pressCopy },
    { name: 'share-page-native', path: `/share/native?content=${id}`, isSignedOut: true },
    { name: 'share-page-qr', path: `/share/qr?content=${id}`, isSignedOut: true },
    { name: 'share-page-unknown', path: '/share/copy?content=cnt_none', isSignedOut: true },
    ...actionPagesOf(id, linkId),
    ...openedPagesOf(id),
    ...(await visitorPagesOf(server)),
    { name: 'sightings', path: '/app/sightings?channel=whatsapp&app=slack' },
  ];
}
