import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostRules } from '../../../src/abuse/host-rules.ts';
import { HIT_KINDS } from '../../../src/hits/hit.ts';
import type { RedirectLink } from '../../../src/links/link.ts';
import {
  type Decision,
  type DecisionInput,
  decide,
  withoutClicksLeft,
} from '../../../src/redirect/decide.ts';
import { shareCode } from '../../../src/shares/share-code.ts';
import { redirectLink } from '../../support/fixtures/records.ts';
import { SETTINGS } from '../../support/runtimes/sotto.ts';

const NOW = Date.UTC(2026, 4, 12);
const ASK: DecisionInput = {
  method: 'GET',
  kind: 'click',
  refusePrefetch: false,
  wantsInfo: false,
  password: null,
  shareCode: null,
  rawQuery: '',
  now: NOW,
  ownHosts: { listed: new Set(['go.test', 'links.test:8080']), requested: 'alias.test' },
  hostRules: hostRules([{ rowId: 1, host: 'blocked.test', reason: null, createdAt: 0 }], {
    settings: SETTINGS,
  }),
  utmPresets: {},
};

const ask = (changes: Partial<DecisionInput> = {}): DecisionInput => ({ ...ASK, ...changes });

/** In the order in which they win over each other. */
const STATES = {
  blocked: { blocked: true },
  deleted: { deleted: true },
  archived: { archived: true },
  not_started: { startsAt: NOW + 1 },
  expired: { expiresAt: NOW },
  used_up: { maxClicks: 3, clicksTaken: 3 },
} satisfies Record<string, Partial<RedirectLink>>;
const STATE_NAMES = Object.keys(STATES) as (keyof typeof STATES)[];

/** Every state, every pair of states, and none, each with the reason that must win. */
const LINKS: [string, RedirectLink | undefined, string][] = [
  ['an unknown link', undefined, 'unknown'],
  ['a live link', redirectLink(), 'redirect'],
  ...STATE_NAMES.flatMap((first, index) =>
    STATE_NAMES.slice(index).map((second): [string, RedirectLink, string] => [
      first === second ? `a link ${first}` : `a link ${first} and ${second}`,
      redirectLink({ ...STATES[second], ...STATES[first] }),
      first,
    ]),
  ),
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND', 'get'];

/** The rule in words, for links without password and card: method, prefetch, unknown, state, redirect. */
function expected(standing: RedirectLink | undefined, outcome: string, asked: DecisionInput): Decision {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') {
    return { answer: 'method_not_allowed', allow: 'GET, HEAD' };
  }
  const live = outcome === 'redirect' && standing ? standing : null;
  if (asked.refusePrefetch) return { answer: 'refuse_prefetch', link: live };
  if (!standing) return { answer: 'unknown' };
  if (!live) return { answer: 'refuse', link: standing, reason: outcome as keyof typeof STATES };
  return { answer: 'redirect', link: live, status: 302, location: redirectLink().url, takesClick: false };
}

describe('the order of reasons', () => {
  const asks = METHODS.flatMap((method) =>
    HIT_KINDS.flatMap((kind) => [false, true].map((refusePrefetch) => ask({ method, kind, refusePrefetch }))),
  );

  it.each(LINKS)('holds for %s, by every method and kind', (_, standing, outcome) => {
    for (const asked of asks) {
      expect(decide(standing, asked), JSON.stringify(asked)).toEqual(expected(standing, outcome, asked));
    }
  });
});

describe('a link that passes methods on', () => {
  it.each([307, 308] as const)('redirects every method with %i, whatever it sends', (statusCode) => {
    for (const method of METHODS) {
      expect(decide(redirectLink({ statusCode }), ask({ method }))).toMatchObject({ status: statusCode });
    }
  });

  it.each([301, 302] as const)('is not one with %i, which turns a form into a GET', (statusCode) => {
    expect(decide(redirectLink({ statusCode }), ask({ method: 'POST' })).answer).toBe('method_not_allowed');
  });

  it('answers every method like an unknown slug before it starts', () => {
    for (const method of METHODS) {
      const early = redirectLink({ statusCode: 307, startsAt: NOW + 1 });
      const { answer } = decide(early, ask({ method }));
      expect(answer === 'refuse' ? 'unknown' : answer).toBe(decide(undefined, ask({ method })).answer);
    }
  });

  it('takes only forms if it has a password', () => {
    const locked = redirectLink({ statusCode: 307, passwordHash: 'h' });
    expect(decide(locked, ask({ method: 'PUT' })).answer).toBe('method_not_allowed');
    expect(decide(locked, ask({ method: 'POST' })).answer).toBe('check_password');
  });
});

describe('the share code of an address', () => {
  const code = shareCode('k7F9pQ');
  const coded = (changes: Partial<RedirectLink> = {}) =>
    redirectLink({ url: 'https://example.com/a?b=%20c#d', shareCodes: true, utm: false, ...changes });
  const leadsTo = (link: RedirectLink, changes: Partial<DecisionInput> = {}) => {
    const decision = decide(link, ask({ shareCode: code, ...changes }));
    return decision.answer === 'redirect' ? decision.location : decision.answer;
  };

  it('is told to the page, and the rest of its address stays as it is', () => {
    expect(leadsTo(coded({ utm: {}, url: 'https://example.com/a?b=%20c#d' }))).toMatch(
      new RegExp(`^https://example.com/a\\?b=%20c&.*sotto_from=${code}#d$`),
    );
  });

  it.each<[string, Partial<RedirectLink>, Partial<DecisionInput>]>([
    ['to a signed page', {}, {}],
    ['if the content has no share codes', { utm: null, shareCodes: false }, {}],
    ['for a preview', { utm: null }, { kind: 'preview' }],
    ['without a code, or for somebody who opted out', { utm: null }, { shareCode: null }],
    [
      'to where an expired link leads',
      { utm: null, expiresAt: NOW, expiredUrl: 'https://example.com/over' },
      {},
    ],
  ])('is not told %s', (_, link, request) => {
    expect(leadsTo(coded(link), request)).not.toContain('sotto_from');
  });

  it('is not shown on the information page', () => {
    const decision = decide(coded({ utm: null }), ask({ shareCode: code, wantsInfo: true }));
    expect(decision).toMatchObject({ answer: 'link_info' });
    expect(JSON.stringify(decision)).not.toContain('sotto_from');
  });
});

describe('the edges of time', () => {
  const answer = (changes: Partial<RedirectLink>) => decide(redirectLink(changes), ASK).answer;

  it('a link leads on from its first millisecond to the last before it expires', () => {
    expect(answer({ startsAt: NOW })).toBe('redirect');
    expect(answer({ startsAt: NOW + 1 })).toBe('refuse');
    expect(answer({ expiresAt: NOW + 1 })).toBe('redirect');
    expect(answer({ expiresAt: NOW })).toBe('refuse');
  });

  it('zero is a time like any other', () => {
    expect(answer({ expiresAt: 0 })).toBe('refuse');
    expect(answer({ startsAt: 0 })).toBe('redirect');
  });
});

describe('a limited link', () => {
  const limited = (clicksTaken: number) => redirectLink({ maxClicks: 2, clicksTaken });

  it('takes a click for a click alone', () => {
    for (const kind of HIT_KINDS) {
      expect(decide(limited(1), ask({ kind }))).toMatchObject({
        answer: 'redirect',
        takesClick: kind === 'click',
      });
    }
  });

  it('is used up for everybody once all clicks are taken', () => {
    for (const kind of HIT_KINDS) {
      expect(decide(limited(2), ask({ kind }))).toMatchObject({ answer: 'refuse', reason: 'used_up' });
      expect(decide(limited(3), ask({ kind }))).toMatchObject({ answer: 'refuse', reason: 'used_up' });
    }
  });
});

describe('a link that is over', () => {
  const elsewhere = 'https://example.org/next?a=1';
  const over = [{ expiresAt: NOW }, { maxClicks: 3, clicksTaken: 3 }];

  it('leads everybody to its other address as it stands, and takes no click', () => {
    for (const state of over) {
      for (const kind of HIT_KINDS) {
        const changes = { ...state, utm: null, statusCode: 301, forwardQuery: true } as const;
        const decision = decide(
          redirectLink({ ...changes, expiredUrl: elsewhere }),
          ask({ kind, rawQuery: 'b=2' }),
        );
        expect(decision).toMatchObject({
          answer: 'redirect',
          status: 302,
          location: elsewhere,
          takesClick: false,
        });
      }
    }
  });

  it('leads nowhere else while it is blocked, deleted, archived or has not started', () => {
    for (const name of ['blocked', 'deleted', 'archived', 'not_started'] as const) {
      for (const state of over) {
        const decision = decide(redirectLink({ ...state, ...STATES[name], expiredUrl: elsewhere }), ASK);
        expect(decision).toMatchObject({ answer: 'refuse', reason: name });
      }
    }
  });

  it('needs no password any more to lead there', () => {
    const decision = decide(redirectLink({ expiresAt: NOW, expiredUrl: elsewhere, passwordHash: 'h' }), ASK);
    expect(decision).toMatchObject({ answer: 'redirect', location: elsewhere });
  });

  it('is no place to hide an unsafe address', () => {
    for (const expiredUrl of ['javascript:alert(1)', 'https://go.test/a', 'nonsense']) {
      expect(decide(redirectLink({ expiresAt: NOW, expiredUrl }), ASK).answer).toBe('unsafe_destination');
    }
  });

  it('is over for whoever came too late for the last click', () => {
    const limited = redirectLink({ maxClicks: 3, clicksTaken: 2 });
    expect(decide(withoutClicksLeft(limited), ASK)).toMatchObject({ answer: 'refuse', reason: 'used_up' });
    expect(decide(withoutClicksLeft({ ...limited, expiredUrl: elsewhere }), ASK)).toMatchObject({
      location: elsewhere,
    });
  });
});

describe('a link with a password', () => {
  const locked = redirectLink({ passwordHash: 'h', card: { title: 't', description: 'd', image: null } });

  it('asks everybody who reads for it, whatever they are', () => {
    for (const kind of HIT_KINDS) {
      for (const method of ['GET', 'HEAD']) {
        expect(decide(locked, ask({ kind, method }))).toMatchObject({
          answer: 'refuse',
          reason: 'password',
        });
      }
    }
  });

  it('has the form looked at, then leads on with 303 or asks again', () => {
    const post = (password: DecisionInput['password'], changes = {}) =>
      decide({ ...locked, ...changes }, ask({ method: 'POST', password }));
    expect(post(null)).toMatchObject({ answer: 'check_password', link: { passwordHash: 'h' } });
    expect(post('wrong')).toMatchObject({ answer: 'refuse', reason: 'wrong_password' });
    for (const statusCode of [301, 302, 307, 308] as const) {
      expect(post('right', { statusCode })).toMatchObject({ answer: 'redirect', status: 303 });
    }
    expect(post('right', { maxClicks: 1 })).toMatchObject({ takesClick: true });
  });

  it('has no hit when a prefetch is refused', () => {
    expect(decide(locked, ask({ refusePrefetch: true }))).toEqual({ answer: 'refuse_prefetch', link: null });
  });

  it('takes no form by other methods, and says so', () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'post']) {
      expect(decide(locked, ask({ method }))).toEqual({
        answer: 'method_not_allowed',
        allow: 'GET, HEAD, POST',
      });
    }
  });

  it('looks like none at all before it starts', () => {
    const early = { ...locked, startsAt: NOW + 1 };
    expect(decide(early, ask({ method: 'POST' }))).toEqual(decide(undefined, ask({ method: 'POST' })));
  });

  it('tells its state before it looks at a form', () => {
    for (const reason of ['blocked', 'archived', 'expired', 'used_up'] as const) {
      const decision = decide({ ...locked, ...STATES[reason] }, ask({ method: 'POST' }));
      expect(decision).toMatchObject({ answer: 'refuse', reason });
    }
  });
});

describe('a card', () => {
  const title = 'The guide';
  const description = 'All of it';
  const image = 'https://example.org/i.png';
  const answer = (card: RedirectLink['card'], changes: Partial<DecisionInput> = {}) =>
    decide(redirectLink({ card }), ask({ kind: 'preview', ...changes })).answer;

  it.each([
    [{ title, description, image: null }, 'card'],
    [{ title: null, description: null, image }, 'card'],
    [{ title, description, image }, 'card'],
    [{ title, description: null, image: null }, 'redirect'],
    [{ title: null, description, image: null }, 'redirect'],
    [{ title: null, description: null, image: null }, 'redirect'],
  ])('of %j is for previews: %s', (card, expectedAnswer) => {
    expect(answer(card)).toBe(expectedAnswer);
    for (const kind of HIT_KINDS.filter((name) => name !== 'preview')) {
      expect(answer(card, { kind })).toBe('redirect');
    }
  });

  it('takes no click of a limited link', () => {
    const limited = redirectLink({ card: { title, description, image }, maxClicks: 1 });
    expect(decide(limited, ask({ kind: 'preview' })).answer).toBe('card');
    expect(decide(withoutClicksLeft(limited), ask({ kind: 'preview' }))).toMatchObject({ reason: 'used_up' });
  });
});

describe('who asks where a link goes', () => {
  const where = (changes: Partial<RedirectLink>, asked: Partial<DecisionInput> = {}) =>
    decide(redirectLink(changes), ask({ wantsInfo: true, ...asked }));

  it('is told exactly where a person would be led, whoever asks', () => {
    for (const kind of HIT_KINDS) {
      for (const refusePrefetch of [true, false]) {
        expect(
          where({ utm: null, forwardQuery: true, maxClicks: 1 }, { kind, refusePrefetch, rawQuery: 'a' }),
        ).toMatchObject({
          answer: 'link_info',
          location: 'https://example.org/page?utm_source=whatsapp&utm_medium=social&utm_content=private',
        });
      }
    }
    expect(where({ expiresAt: NOW, expiredUrl: 'https://example.org/next' })).toMatchObject({
      location: 'https://example.org/next',
    });
  });

  it('is not told the destination of a link with a password', () => {
    expect(where({ passwordHash: 'h' })).toMatchObject({ answer: 'link_info', location: null });
  });

  it('is told nothing where nobody would be led', () => {
    for (const reason of STATE_NAMES) {
      expect(where({ ...STATES[reason], passwordHash: 'h' })).toEqual({ answer: 'no_link_info' });
      expect(where(STATES[reason])).toEqual({ answer: 'no_link_info' });
    }
    expect(decide(undefined, ask({ wantsInfo: true }))).toEqual({ answer: 'no_link_info' });
    expect(where({ url: 'nonsense' })).toEqual({ answer: 'no_link_info' });
  });

  it('sends no form there', () => {
    for (const passwordHash of ['h', null]) {
      expect(where({ passwordHash }, { method: 'POST' })).toEqual({
        answer: 'method_not_allowed',
        allow: 'GET, HEAD',
      });
    }
  });
});

describe('the destination', () => {
  const location = (changes: Partial<RedirectLink>, rawQuery = '') => {
    const decision = decide(redirectLink(changes), ask({ rawQuery }));
    return decision.answer === 'redirect' ? decision.location : decision.answer;
  };

  it('keeps the status of its link', () => {
    for (const statusCode of [301, 302, 307, 308] as const) {
      expect(decide(redirectLink({ statusCode }), ASK)).toMatchObject({ status: statusCode });
    }
  });

  it("carries the channel's UTM, the link's own and the campaign", () => {
    expect(location({ utm: null, campaign: 'may sale' })).toBe(
      'https://example.org/page?utm_source=whatsapp&utm_medium=social&utm_campaign=may%20sale&utm_content=private',
    );
    expect(location({ utm: { source: 'us' } })).toContain('?utm_source=us&utm_medium=social');
    expect(location({ utm: false, campaign: 'may' })).toBe('https://example.org/page');
  });

  it('is told nothing of the query unless the link forwards it', () => {
    expect(location({}, 'a=1&redir_url=https://evil.test/')).toBe('https://example.org/page');
    expect(location({ forwardQuery: true }, 'a=1')).toBe('https://example.org/page?a=1');
  });

  it("gives a forwarded UTM parameter precedence over the channel's", () => {
    const forwarded = location({ forwardQuery: true, utm: null }, 'UTM_Source=poster');
    expect(forwarded).toMatch(/\?UTM_Source=poster&utm_medium=social&/);
    expect(forwarded).not.toContain('utm_source=whatsapp');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'intent://x#Intent;end',
    'https://user:pw@example.com/',
    'https://bank.example@example.com/',
    'nonsense',
    '',
  ])('is never %s, however it came to be stored', (url) => {
    expect(location({ url })).toBe('unsafe_destination');
  });

  it.each([
    'https://go.test/a',
    'http://go.test/a',
    'https://go.test:443/',
    'https://GO.test/',
    'https://go.test./a',
    'http://links.test:8080/a',
  ])('is never our own address %s', (url) => {
    expect(location({ url })).toBe('unsafe_destination');
  });

  it.each([
    'https://go.test:8443/',
    'https://www.go.test/',
    'https://o.test/',
    'https://go.test.example/',
    'https://links.test/',
  ])('may be the neighbour %s', (url) => {
    expect(location({ url })).toBe(url);
  });

  it('is ASCII on the stored host and path, whatever a visitor sends along', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (rawQuery) => {
        const sent = new URL(location({ forwardQuery: true, utm: null }, rawQuery));
        expect(sent.origin + sent.pathname + sent.hash).toBe('https://example.org/page');
        expect(sent.href).toMatch(/^[!-~]*$/);
      }),
    );
  });
});
