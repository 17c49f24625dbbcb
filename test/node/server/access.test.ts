/** Every page and every action, cell by cell: who may call it, as the one table of access says. */
import { afterAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createApp } from '../../../src/app.ts';
import { SYSTEM_AUTHOR } from '../../../src/audit/audit-entry.ts';
import {
  API_ACCESS,
  mayDo,
  type Need,
  PAGE_ACCESS,
  type PageKey,
  ROLE_SCOPES,
} from '../../../src/members/access.ts';
import { ROLES, type Role } from '../../../src/members/member.ts';
import { createOwnerLink, invite } from '../../../src/members/tickets.ts';
import { createAppPages } from '../../../src/pages/app/index.ts';
import { shareReport } from '../../../src/shared-reports/share-report.ts';
import { SITE } from '../../browser/all-looks/known-paths.ts';
import { operationsOf, readDocument } from '../../support/api/document.ts';
import { type MemberBrowser, openBrowser, PASSWORD, pathOf } from '../../support/member-browser.ts';
import { COOKIE } from '../../support/members/sign-in.ts';

const sotto = await open();
afterAll(() => sotto.close());
const deps = { ...sotto.deps, author: SYSTEM_AUTHOR };

/**
 * What answers to each caller. `revoked` has the cookie of an admin's session that has ended. `report` has the address of
 * a report, and tries its secret everywhere: as cookie, as key, and in addresses.
 */
const CALLERS = ['nobody', ...ROLES, 'revoked', 'report'] as const;
type Caller = (typeof CALLERS)[number];

async function joined(role: Role): Promise<MemberBrowser> {
  const link = (await createOwnerLink(deps)) ?? (await invite(deps, { email: null, role }));
  if (link === 'taken') throw new Error('No address was given');
  const browser = openBrowser(sotto);
  const email = `${crypto.randomUUID()}@example.com`;
  expect((await browser.post(pathOf(link.url), { email, name: role, password: PASSWORD })).status).toBe(303);
  return browser;
}
/** The first member is the owner, who stays. */
const owner = await joined('admin');

const everything = { name: '', contentId: null, filters: {}, period: { period: '30d' }, timezone: 'UTC' };
const shared = await shareReport(deps, {
  ...everything,
  language: 'en',
  createdBy: 'mem_none',
  expiresAt: null,
});
if (shared === 'full') throw new Error('No report was made');
const REPORT = pathOf(shared.url).split('/').at(-1) ?? '';
const SECRET_EVERYWHERE = { Cookie: `${COOKIE}=${REPORT}`, Authorization: `Bearer ${REPORT}` };

/** A new browser for each cell, because many actions end sessions. */
async function browserOf(caller: Caller): Promise<MemberBrowser> {
  if (caller === 'nobody') return openBrowser(sotto);
  if (caller === 'report') {
    const strange = openBrowser(sotto);
    const fill = (path: string) => path.replace('x'.repeat(43), REPORT).replace('mem_none', REPORT);
    return {
      get: (path) => strange.get(fill(path), SECRET_EVERYWHERE),
      post: (path, fields) => strange.post(fill(path), fields, SECRET_EVERYWHERE),
      cookie: strange.cookie,
    };
  }
  if (caller !== 'revoked') return joined(caller);
  const browser = await joined('admin');
  const kept = { Cookie: browser.cookie() };
  await browser.post('/app/sign-out');
  const strange = openBrowser(sotto);
  return {
    get: (path) => strange.get(path, kept),
    post: (path, fields) => strange.post(path, fields, kept),
    cookie: () => kept.Cookie,
  };
}

const roleOf = (caller: Caller): Role | null => ROLES.find((role) => role === caller) ?? null;

function send(browser: MemberBrowser, key: PageKey): Promise<Response> {
  const [method = '', path = ''] = key.split(' ');
  const address = path.replace(':token', 'x'.repeat(43)).replace(':id', 'mem_none');
  return method === 'GET' ? browser.get(address) : browser.post(address, {});
}

/** Of the pages that are for anyone, those that do not refuse the secret of a report. */
const REPORT_OPENS = new Set<PageKey>([
  'GET /app/shared/:token',
  'GET /app/sign-in',
  'GET /app/manifest.webmanifest',
]);

const keys = Object.keys(PAGE_ACCESS) as PageKey[]; // a literal's own keys

describe.each(keys)('%s', (key) => {
  const need: Need = PAGE_ACCESS[key];

  it.each(CALLERS)('answers %s as the table says', async (caller) => {
    const response = await send(await browserOf(caller), key);
    const isSent =
      response.status === 303 && response.headers.get('Location')?.startsWith('/app/sign-in?next=');
    const asksToSignIn =
      isSent || (response.status === 303 && response.headers.get('Location') === '/app/sign-in');
    const text = response.status === 403 ? await response.text() : '';
    // A stream has no end.
    if (!response.bodyUsed) await response.body?.cancel();
    if (mayDo(roleOf(caller), need)) {
      expect(asksToSignIn).toBe(false);
      expect(text).not.toContain('Your role does not allow this');
      expect(response.status).toBeLessThan(500);
      if (caller === 'report') expect(response.status === 200).toBe(REPORT_OPENS.has(key));
    } else if (roleOf(caller) === null) expect(asksToSignIn).toBe(true);
    else expect(text).toContain('Your role does not allow this');
  });

  it('refuses what another site sends', async () => {
    if (key.startsWith('GET ')) return;
    const [, path = ''] = key.split(' ');
    const address = path.replace(':token', 'x'.repeat(43)).replace(':id', 'mem_none');
    const foreign = [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://other.sotto.test' },
      { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': '', Origin: 'null' },
      { 'Sec-Fetch-Site': '', Origin: '' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example', 'Content-Type': 'application/json' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
    ];
    for (const headers of foreign) {
      const response = await owner.post(address, {}, headers);
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('another site'),
      ]);
    }
    expect((await owner.get('/app')).status).toBe(200);
  });
});

describe('the address of a report', () => {
  it('is no key of the API, starts no session, and is no other report', async () => {
    const operations = Object.keys(API_ACCESS).filter((key) => key.startsWith('GET '));
    for (const key of operations) {
      const path = key.replace('GET ', '').replaceAll(/\{\w+\}/g, REPORT);
      const response = await sotto.request(`/api/v1${path}`, { headers: SECRET_EVERYWHERE });
      expect([key, response.status]).toEqual([key, 401]);
    }
    const opened = await sotto.request(`/app/shared/${REPORT}`, { headers: SECRET_EVERYWHERE });
    expect([opened.status, opened.headers.getSetCookie()]).toEqual([200, []]);
    const other = REPORT.startsWith('A') ? `B${REPORT.slice(1)}` : `A${REPORT.slice(1)}`;
    expect((await sotto.request(`/app/shared/${other}`)).status).toBe(404);
  });
});

describe('the table', () => {
  it('has every page that is mounted, and no other', () => {
    const app = createAppPages({ ...sotto.deps, reserved: new Set() });
    const mounted = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(mounted)].toSorted()).toEqual(keys.toSorted());
  });

  it('has all pages but those that the list of pages for Chromium names', () => {
    const app = createApp(sotto.deps, () => ({ address: null }));
    const mounted = app.routes.map(({ path }) => path).filter((path) => !/^\/(?:app|api)\//.test(path));
    expect([...new Set(mounted)].toSorted()).toEqual(Object.keys(SITE).toSorted());
  });

  it('has every operation of the API with its scope, and no other', async () => {
    const operations = operationsOf(await readDocument(sotto));
    const needed = operations.map(({ method, path, scopes }) => [
      `${method} ${path.replace('/api/v1', '')}`,
      scopes[0],
    ]);
    expect(Object.fromEntries(needed)).toEqual(API_ACCESS);
  });

  it('gives each role more than the one before, and changes of members only to admins', () => {
    const needs = [...new Set<Need>([...Object.values(PAGE_ACCESS), ...Object.values(API_ACCESS)])];
    const allowed = (role: Role | null) => needs.filter((need) => mayDo(role, need));
    const counts = [null, ...ROLES].map((role) => allowed(role).length);
    expect(counts).toEqual(counts.toSorted((one, other) => one - other));
    expect(allowed('admin')).toEqual(needs);
    expect(ROLE_SCOPES.viewer.filter((scope) => /write|admin/.test(scope))).toEqual([]);
    expect(mayDo('editor', 'admin')).toBe(false);
  });
});
