/** The pages of which screenshots are taken, and that are tried for accessibility: every page with HTML. */
import type { Page } from 'playwright-core';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import { actionPagesOf } from './action-pages.ts';
import { contentPagesOf, linkPagesOf } from './content-pages.ts';
import { memberPagesOf } from './member-pages.ts';
import { openedPagesOf } from './opened-pages.ts';
import { reportPagesOf } from './report-pages.ts';
import { settingsPagesOf } from './settings-pages.ts';
import type { Shown } from './shown.ts';
import { visitorPagesOf } from './visitor-pages.ts';

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

/** The content of the demo with the most to show. */
export async function demoContent(server: ServerProcess): Promise<string> {
  type Contents = { data: { id: string; title: string | null }[] };
  const { data } = await server.api<Contents>('/contents?q=Affacturage');
  return data.find(({ title }) => title?.startsWith('Affacturage'))?.id ?? '';
}

/** The pages about this content, and all others; adds what they show. There must be three contents. */
export async function pagesOf(server: ServerProcess, id: string): Promise<Shown[]> {
  const links = await server.api<{ data: { id: string }[] }>(`/links?contentId=${id}&limit=1`);
  const linkId = links.data[0]?.id ?? '';
  return [
    ...contentPagesOf(server, id),
    ...linkPagesOf(linkId),
    { name: 'live', path: '/app/live' },
    { name: 'live-filtered', isVariant: true, path: `/app/live?contentId=${id}&kind=click` },
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
      name: 'new-list-remove',
      path: '/app/new/list',
      act: async (page) => {
        await giveList(page);
        await page.locator('a[href*="/remove"]').click();
        await page.locator('.ask').waitFor();
      },
    },
    {
      name: 'new-refused',
      path: '/app/new?url=ftp%3A%2F%2Fwww.le-cap.example%2F',
      act: (page) => page.locator('button.primary[type=submit]').click(),
    },
    { name: 'new-preview', path: '/app/new/preview', send: { url: 'http://127.0.0.1:1/', channels: 'copy' } },
    { name: 'new-list-refused', path: '/app/new/list', send: { list: '' } },
    { name: 'new-ready', path: `/app/new/${id}` },
    { name: 'overview', path: '/app' },
    { name: 'overview-12m', isVariant: true, path: '/app?period=12m' },
    { name: 'overview-channel', isVariant: true, path: '/app?channel=whatsapp&period=7d' },
    ...reportPagesOf(id),
    { name: 'weekly', path: '/app/weekly' },
    ...(await settingsPagesOf(server)),
    { name: 'share-buttons', path: `/app/contents/${id}/share-buttons` },
    {
      name: 'share-buttons-icons',
      isVariant: true,
      path: `/app/contents/${id}/share-buttons?look=icons&channel=whatsapp&channel=copy`,
    },
    { name: 'sightings', path: '/app/sightings?channel=whatsapp&app=slack' },
    ...actionPagesOf(id),
    ...openedPagesOf(id),
    ...(await visitorPagesOf(server, id)),
  ];
}
