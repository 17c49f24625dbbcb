/** The pages that visitors see, and those about the server itself. */
import type { Page } from 'playwright-core';
import { programPage, type ShareMessage, shareMessage } from '../../src/pages/share/share-page.ts';
import type { Reply } from '../../src/visitor-pages/http-reply.ts';
import { messagePage } from '../../src/visitor-pages/message-page.ts';
import type { PageRequest } from '../../src/visitor-pages/page.ts';
import { reportThanks, tooManyReports } from '../../src/visitor-pages/report-page.ts';
import type { MessageName } from '../../src/visitor-pages/texts.ts';
import { ON_CHROME } from '../support/fixtures/office.ts';
import { httpGet } from '../support/server/http-get.ts';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import { put } from './settings-pages.ts';
import { openDetails, type Shown, sendForm } from './shown.ts';

type Way = Omit<Shown, 'name' | 'isSignedOut'>;

/** A page that the server shows only after many requests, or in trouble. */
const drawn = (draw: (request: PageRequest) => Reply): Way => ({
  path: '/locked',
  act: (page, language) => page.setContent(String(draw({ method: 'GET', language }).body)),
});
const message = (name: MessageName): Way => ({
  ...drawn((request) => messagePage(name, request)),
  isVariant: true,
});

const MESSAGES: Record<MessageName, Way> = {
  unknown: { path: '/nothing' },
  gone: { path: '/deleted', isVariant: true },
  expired: { path: '/over', isVariant: true },
  used_up: { path: '/used-up', isVariant: true },
  blocked: { path: '/blocked', isVariant: true },
  method_not_allowed: { path: '/shown', send: {} },
  too_large: { path: '/locked', isVariant: true, send: { password: 'x'.repeat(5_000) } },
  unsupported: {
    path: '/locked',
    isVariant: true,
    act: (page) => sendForm(page, page.url(), { a: 'b' }, 'text/plain'),
  },
  too_many_attempts: message('too_many_attempts'),
  unavailable: message('unavailable'),
  passwords_busy: message('passwords_busy'),
  too_many_unknown: message('too_many_unknown'),
};

const SHARE_MESSAGES: Record<ShareMessage, Way> = {
  invalid: { path: '/share/copy' },
  unknown: { path: '/share/copy?content=cnt_none', isVariant: true },
  channel: { path: '/share/fax', isVariant: true },
  full: drawn((request) => shareMessage(request, 'full')),
};

async function pressCopy(page: Page) {
  await page.locator('#copy').click();
  await page.locator('#said:not(:empty)').waitFor();
}

const sharePagesOf = (contentId: string): Record<string, Way> => ({
  copy: { path: `/share/slack?content=${contentId}`, act: pressCopy },
  native: { path: `/share/native?content=${contentId}` },
  qr: { path: `/share/qr?content=${contentId}` },
  program: drawn((request) => programPage(request, 'slack')),
});

const REPORTS: Record<string, Way> = {
  form: { path: '/abuse?link=shown' },
  refused: { path: '/abuse', send: { link: 'shown', category: 'none' } },
  thanks: drawn(reportThanks),
  many: drawn((request) => tooManyReports(request, 60)),
};

const OTHERS: Record<string, Way> = {
  'visitor-password': { path: '/locked' },
  'visitor-password-wrong': { path: '/locked', send: { password: 'wrong' } },
  'visitor-info': { path: '/shown+' },
  'visitor-info-hidden': { path: '/locked+' },
  privacy: { path: '/privacy' },
  docs: { path: '/docs', isEnglish: true, isCut: true, act: openDetails },
  'docs-errors': { path: '/docs/errors', isCut: true },
};

const named = (prefix: string, ways: Record<string, Way>): Shown[] =>
  Object.entries(ways).map(([name, way]) => ({ name: `${prefix}${name}`, isSignedOut: true, ...way }));

/** A link for each kind of page. */
async function makeLinks(server: ServerProcess) {
  const url = `https://www.le-cap.example/${'a-very-long-address-'.repeat(12)}?q=1`;
  const make = (slug: string, fields = {}) => put(server, '/links', { url, slug, ...fields });
  await make('locked', { password: 'open sesame' });
  await make('shown');
  await make('over', { expiresAt: '2020-01-01T00:00:00Z' });
  const blocked = await make('blocked');
  if (blocked) await put(server, `/links/${blocked.id}`, { blocked: true }, 'PATCH');
  const deleted = await make('deleted');
  if (deleted) await put(server, `/links/${deleted.id}`, undefined, 'DELETE');
  await make('used-up', { maxClicks: 1 });
  // A click that looks like a program's would not take the last one.
  await httpGet(`${server.url}/used-up`, ON_CHROME.headers);
}

export async function visitorPagesOf(server: ServerProcess, contentId: string): Promise<Shown[]> {
  await makeLinks(server);
  return [
    ...named('visitor-', MESSAGES),
    ...named('', OTHERS),
    ...named('abuse-', REPORTS),
    ...named('share-page-', sharePagesOf(contentId)),
    ...named('share-page-', SHARE_MESSAGES),
  ];
}
