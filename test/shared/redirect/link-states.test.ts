import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { HitKind } from '../../../src/hits/hit.ts';
import { unique } from '../../support/fixtures/records.ts';
import { CHROME, type Sotto } from '../../support/runtimes/sotto.ts';
import { type Counted, counted, FORM, nextPeer, unknownSlugTimes } from '../../support/store/visits.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const HOUR = 3_600_000;
const PASSWORD = 'Öffne dich+ 1';

interface MintedLink {
  id: string;
  slug: string;
  shortUrl: string;
}

const at = (ms: number) => new Date(sotto.clock.now + ms).toISOString();

/** How a state answers a GET: where it redirects, or the status and reason of the refusal. */
type Leads = 'on' | 'card' | 'elsewhere' | 'form' | 'nowhere' | [status: number, reason: string];

interface State {
  fields?: () => Record<string, unknown>;
  after?: (link: MintedLink) => Promise<unknown>;
  leads: Leads;
  /** It has a password, and its existence is no secret. */
  takesForm?: boolean;
  /** What `+` shows; by default nothing. */
  shows?: 'destination' | 'elsewhere' | 'lock';
}

const patch = (changes: Record<string, unknown>) => (link: MintedLink) =>
  sotto.api('PATCH', `/links/${link.id}`, changes);
const takeLast = (link: MintedLink) => sotto.click(link.shortUrl, {}, nextPeer());
const expired = () => ({ expiresAt: at(-HOUR) });
const usedUp = () => ({ maxClicks: 1 });
const elsewhere = (secret: string) => `https://elsewhere.example/${secret}`;
const withPassword = { password: PASSWORD };

const STATES: Record<string, State> = {
  open: { leads: 'on', shows: 'destination' },
  'with a card': { leads: 'card', shows: 'destination' },
  'with a password': { fields: () => withPassword, leads: 'form', takesForm: true, shows: 'lock' },
  expired: { fields: expired, leads: [410, 'expired'] },
  'expired with another address': { fields: expired, leads: 'elsewhere', shows: 'elsewhere' },
  'used up': { fields: usedUp, after: takeLast, leads: [410, 'used_up'] },
  'used up with another address': { fields: usedUp, after: takeLast, leads: 'elsewhere', shows: 'elsewhere' },
  'not started': { fields: () => ({ startsAt: at(HOUR) }), leads: [404, 'not_started'] },
  archived: { after: patch({ archived: true }), leads: [410, 'archived'] },
  deleted: { after: (link) => sotto.api('DELETE', `/links/${link.id}`), leads: [410, 'deleted'] },
  blocked: { after: patch({ blocked: true }), leads: [451, 'blocked'] },
  unknown: { leads: 'nowhere' },
  'expired with a password': {
    fields: () => ({ ...expired(), ...withPassword }),
    leads: [410, 'expired'],
    takesForm: true,
  },
  'expired with a password and another address': {
    fields: () => ({ ...expired(), ...withPassword }),
    leads: 'elsewhere',
    takesForm: true,
    shows: 'elsewhere',
  },
  'not started, with a password': {
    fields: () => ({ startsAt: at(HOUR), ...withPassword }),
    leads: [404, 'not_started'],
  },
  'blocked, with a password': {
    fields: () => withPassword,
    after: patch({ blocked: true }),
    leads: [451, 'blocked'],
    takesForm: true,
  },
};

const VISITORS = {
  person: { kind: 'click', headers: { 'User-Agent': CHROME } },
  preview: {
    kind: 'preview',
    headers: { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  },
  prefetch: { kind: 'prefetch', headers: { 'User-Agent': CHROME, 'Sec-Purpose': 'prefetch;prerender' } },
  bot: { kind: 'bot', headers: { 'User-Agent': 'curl/8.5.0' } },
} as const satisfies Record<string, { kind: HitKind; headers: Record<string, string> }>;
const ASKING = {
  GET: { method: 'GET' },
  HEAD: { method: 'HEAD' },
  'POST wrong': { method: 'POST', body: 'password=wrong' },
  'POST right': { method: 'POST', body: new URLSearchParams(withPassword).toString() },
  PUT: { method: 'PUT', body: 'x' },
};
type Visitor = keyof typeof VISITORS;
type Asking = keyof typeof ASKING;

interface Expected {
  status: number;
  to?: 'destination' | 'elsewhere';
  page?: 'card' | 'form' | 'notice';
  hit?: HitKind;
  reason?: string;
  missed?: boolean;
}

/** The table of the design: method, prefetch, state, password, card, redirect. */
function expectation(state: State, visitor: Visitor, asking: Asking): Expected {
  const { method } = ASKING[asking];
  const { leads } = state;
  const isForm = method === 'POST' && state.takesForm;
  if (method === 'PUT' || (method === 'POST' && !isForm)) return { status: 405, page: 'notice' };
  const hit = method === 'HEAD' ? 'bot' : VISITORS[visitor].kind;
  const leadsOn = leads === 'on' || leads === 'card' || leads === 'elsewhere';
  if (hit === 'prefetch') return { status: 503, ...(leadsOn ? { hit } : {}) };
  if (leads === 'nowhere') return { status: 404, page: 'notice', missed: method === 'GET' };
  if (leads === 'elsewhere') return { status: isForm ? 303 : 302, to: 'elsewhere', hit };
  if (leads === 'form') {
    if (!isForm) return { status: 200, page: 'form', reason: 'password' };
    if (asking === 'POST wrong') return { status: 403, page: 'form', reason: 'wrong_password' };
    return { status: 303, to: 'destination', hit };
  }
  if (leads === 'card' && hit === 'preview') return { status: 200, page: 'card', hit };
  if (leads === 'on' || leads === 'card') return { status: 302, to: 'destination', hit };
  return { status: leads[0], page: 'notice', reason: leads[1] };
}

/** One link per state; every secret of it holds the same unlikely word. */
async function enter(name: string, state: State) {
  const secret = `secret${unique()}`;
  const url = `https://pages.example/${secret}`;
  const words = { title: `Title ${secret}`, description: `Words ${secret}` };
  const card = { ...words, image: `https://images.example/${secret}.png` };
  const content = await sotto.api<{ id: string }>('POST', '/contents', {
    url,
    channels: [],
    ...(state.leads === 'card' || state.takesForm ? card : {}),
  });
  const { status, body: link } = await sotto.api<MintedLink>('POST', '/links', {
    url,
    utm: false,
    title: words.title,
    ...state.fields?.(),
    ...(name.endsWith('another address') ? { expiredUrl: elsewhere(secret) } : {}),
  });
  expect([content.status, status]).toEqual([201, 201]);
  await state.after?.(link);
  const slug = state.leads === 'nowhere' ? `unknown${unique()}` : link.slug;
  return { secret, url, link, slug, path: `/${slug}` };
}

const sumOf = (before: Counted, { hit, reason }: Expected): Counted => ({
  hits: hit ? { ...before.hits, [hit]: (before.hits[hit] ?? 0) + 1 } : before.hits,
  turnedAway: reason
    ? { ...before.turnedAway, [reason]: (before.turnedAway[reason] ?? 0) + 1 }
    : before.turnedAway,
});

describe.each(Object.entries(STATES))('a link that is %s', (name, state) => {
  it('answers and counts every visitor and method as the table says, and leaks nothing', async () => {
    const { secret, url, link, slug, path } = await enter(name, state);
    for (const visitor of Object.keys(VISITORS) as Visitor[]) {
      for (const asking of Object.keys(ASKING) as Asking[]) {
        const label = `${visitor}, ${asking}`;
        const expected = expectation(state, visitor, asking);
        const before = { ...(await counted(sotto, link.id)), unknown: await unknownSlugTimes(sotto, slug) };
        const response = await sotto.request(path, {
          ...ASKING[asking],
          headers: { ...VISITORS[visitor].headers, 'Content-Type': FORM },
          peer: nextPeer(),
        });
        const text = await response.text();

        expect(response.status, label).toBe(expected.status);
        const location = { destination: url, elsewhere: elsewhere(secret) };
        expect(response.headers.get('location'), label).toBe(expected.to ? location[expected.to] : null);
        expectHeaders(response.headers, expected, label);
        const isEmpty = asking === 'HEAD' || !expected.page;
        expect(text === '', label).toBe(isEmpty);
        expect(text.includes(secret), label).toBe(expected.page === 'card' && !isEmpty);
        expect(text.includes('<form'), label).toBe(expected.page === 'form' && !isEmpty);
        expect(text.includes('http-equiv="refresh"'), label).toBe(expected.page === 'card' && !isEmpty);

        const { hits, turnedAway } = sumOf(before, expected);
        expect(await counted(sotto, link.id), label).toEqual({ hits, turnedAway });
        expect(await unknownSlugTimes(sotto, slug), label).toBe(before.unknown + (expected.missed ? 1 : 0));
      }
    }
  });

  it('has an information page that hides what it must and is never counted', async () => {
    const { secret, url, link, slug, path } = await enter(name, state);
    const before = await counted(sotto, link.id);
    for (const [visitor, { headers }] of Object.entries(VISITORS)) {
      for (const plus of ['+', '%2B', '.mark+', '+)']) {
        const response = await sotto.request(path + plus, { headers, peer: nextPeer() });
        const text = await response.text();
        expect(response.status, visitor).toBe(state.shows ? 200 : 404);
        expect(text.includes(url), visitor).toBe(state.shows === 'destination');
        expect(text.includes(elsewhere(secret)), visitor).toBe(state.shows === 'elsewhere');
        expect(text.includes(secret), visitor).toBe(state.shows !== undefined && state.shows !== 'lock');
        expect(response.headers.get('cache-control')).toBe('private, no-store');
      }
    }
    expect((await sotto.request(`${path}+`, { method: 'POST', body: 'x' })).status).toBe(405);
    expect(await counted(sotto, link.id)).toEqual(before);
    expect(await unknownSlugTimes(sotto, slug)).toBe(0);
  });
});

function expectHeaders(headers: Headers, { status, page }: Expected, label: string): void {
  expect(headers.get('cache-control'), label).toBe('private, no-store');
  expect(headers.get('x-robots-tag'), label).toBe('noindex');
  for (const name of ['set-cookie', 'referrer-policy']) expect(headers.has(name), label).toBe(false);
  expect(headers.get('content-type'), label).toBe(page ? 'text/html; charset=utf-8' : null);
  expect(headers.get('allow') !== null, label).toBe(status === 405);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy.includes("default-src 'none'"), label).toBe(page !== undefined);
  expect(policy.includes('form-action'), label).toBe(page !== undefined && page !== 'form');
}
