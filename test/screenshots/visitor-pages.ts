/** The pages that everybody may see: what visitors get besides a redirect, privacy, reports of abuse, the API's docs. */
import type { Page } from 'playwright-core';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import type { Shown } from './pages.ts';
import { put } from './settings-pages.ts';

const URL_OF_ALL = 'https://www.le-cap.example/fr/guides/assurance-credit?edition=2026';

const press = (page: Page) => page.locator('main button').last().click();

async function giveWrongPassword(page: Page) {
  await page.locator('#password').fill('wrong');
  await press(page);
}

async function reportNothing(page: Page) {
  await page.locator('#link').fill('https://elsewhere.example/x');
  await press(page);
  await page.locator('[role="alert"]').waitFor();
}

/** Creates a link for each page, unless an earlier run has. */
export async function visitorPagesOf(server: ServerProcess): Promise<Shown[]> {
  const make = (slug: string, fields = {}) =>
    put(server, '/links', { url: URL_OF_ALL, slug, title: 'L’assurance-crédit, pas à pas', ...fields });
  await make('visit-locked', { password: 'le-cap' });
  await make('visit-open');
  await make('visit-over', { expiresAt: '2020-01-01T00:00:00Z' });
  await make('visit-blocked');
  await make('visit-away');
  const change = async (slug: string, fields: unknown) => {
    // An archived one is no longer listed.
    const { data } = await server.api<{ data: { id: string; slug: string }[] }>(`/links?q=${slug}`);
    const link = data.find((each) => each.slug === slug);
    if (link) await put(server, `/links/${link.id}`, fields, 'PATCH');
  };
  await change('visit-blocked', { blocked: true });
  await change('visit-away', { archived: true });
  const pages: Shown[] = [
    { name: 'docs', path: '/docs', isCut: true },
    { name: 'docs-errors', path: '/docs/errors', isCut: true },
    { name: 'privacy', path: '/privacy' },
    { name: 'visit-abuse', path: '/abuse?link=https%3A%2F%2Fgo.le-cap.example%2Fvisit-open' },
    { name: 'visit-abuse-wrong', path: '/abuse', act: reportNothing },
    { name: 'visit-blocked', path: '/visit-blocked' },
    { name: 'visit-expired', path: '/visit-over' },
    { name: 'visit-gone', path: '/visit-away' },
    { name: 'visit-info', path: '/visit-open+' },
    { name: 'visit-info-locked', path: '/visit-locked+' },
    { name: 'visit-password', path: '/visit-locked' },
    { name: 'visit-password-wrong', path: '/visit-locked', act: giveWrongPassword },
    { name: 'visit-unknown', path: '/visit-nothing' },
  ];
  return pages.map((page) => ({ ...page, isSignedOut: true }));
}
