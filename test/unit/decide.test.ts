import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/hits/hit.ts';
import type { RedirectLink } from '../../src/links/link.ts';
import { type Ask, type Decision, decide } from '../../src/redirect/decide.ts';

const NOW = Date.UTC(2026, 4, 12);
const LINK: RedirectLink = {
  rowId: 1,
  channel: 'whatsapp',
  url: 'https://example.org/page',
  campaign: '',
  utm: false,
  startsAt: null,
  expiresAt: null,
  maxClicks: null,
  clicksTaken: 0,
  statusCode: 302,
  forwardQuery: false,
  archived: false,
  blocked: false,
  deleted: false,
};
const ASK: Ask = {
  method: 'GET',
  kind: 'click',
  refusePrefetch: false,
  rawQuery: '',
  now: NOW,
  publicUrl: 'https://go.test',
};

const link = (changes: Partial<RedirectLink> = {}): RedirectLink => ({ ...LINK, ...changes });
const ask = (changes: Partial<Ask> = {}): Ask => ({ ...ASK, ...changes });

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
  ['a live link', link(), 'redirect'],
  ...STATE_NAMES.flatMap((first, index) =>
    STATE_NAMES.slice(index).map((second): [string, RedirectLink, string] => [
      first === second ? `a link ${first}` : `a link ${first} and ${second}`,
      link({ ...STATES[second], ...STATES[first] }),
      first,
    ]),
  ),
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND', 'get'];

/** The rule in words: method, prefetch, unknown, state, redirect. */
function expected(standing: RedirectLink | undefined, outcome: string, asked: Ask): Decision {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return { answer: 'method_not_allowed' };
  const live = outcome === 'redirect' && standing ? standing : null;
  if (asked.refusePrefetch) return { answer: 'refuse_prefetch', link: live };
  if (!standing) return { answer: 'unknown' };
  if (!live) return { answer: 'turn_away', link: standing, reason: outcome as keyof typeof STATES };
  return { answer: 'redirect', link: live, status: 302, location: LINK.url, takesClick: false };
}

describe('the order of reasons', () => {
  const asks = METHODS.flatMap((method) =>
    KINDS.flatMap((kind) => [false, true].map((refusePrefetch) => ask({ method, kind, refusePrefetch }))),
  );

  it.each(LINKS)('holds for %s, by every method and kind', (_, standing, outcome) => {
    for (const asked of asks) {
      expect(decide(standing, asked), JSON.stringify(asked)).toEqual(expected(standing, outcome, asked));
    }
  });
});

describe('the edges of time', () => {
  const answer = (changes: Partial<RedirectLink>) => decide(link(changes), ASK).answer;

  it('a link leads on from its first millisecond to the last before it expires', () => {
    expect(answer({ startsAt: NOW })).toBe('redirect');
    expect(answer({ startsAt: NOW + 1 })).toBe('turn_away');
    expect(answer({ expiresAt: NOW + 1 })).toBe('redirect');
    expect(answer({ expiresAt: NOW })).toBe('turn_away');
  });

  it('zero is a time like any other', () => {
    expect(answer({ expiresAt: 0 })).toBe('turn_away');
    expect(answer({ startsAt: 0 })).toBe('redirect');
  });
});

describe('a limited link', () => {
  const limited = (clicksTaken: number) => link({ maxClicks: 2, clicksTaken });

  it('takes a click for a click alone', () => {
    for (const kind of KINDS) {
      expect(decide(limited(1), ask({ kind }))).toMatchObject({
        answer: 'redirect',
        takesClick: kind === 'click',
      });
    }
  });

  it('is used up for everybody once all clicks are taken', () => {
    for (const kind of KINDS) {
      expect(decide(limited(2), ask({ kind }))).toMatchObject({ answer: 'turn_away', reason: 'used_up' });
      expect(decide(limited(3), ask({ kind }))).toMatchObject({ answer: 'turn_away', reason: 'used_up' });
    }
  });
});

describe('the destination', () => {
  const location = (changes: Partial<RedirectLink>, rawQuery = '') => {
    const decision = decide(link(changes), ask({ rawQuery }));
    return decision.answer === 'redirect' ? decision.location : decision.answer;
  };

  it('keeps the status of its link', () => {
    for (const statusCode of [301, 302, 307, 308] as const) {
      expect(decide(link({ statusCode }), ASK)).toMatchObject({ status: statusCode });
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
    'nonsense',
    '',
  ])('is never %s, however it came to be stored', (url) => {
    expect(location({ url })).toBe('unsafe_destination');
  });

  it.each(['https://go.test/a', 'http://go.test/a', 'https://go.test:443/', 'https://GO.test/'])(
    'is never our own address %s',
    (url) => {
      expect(location({ url })).toBe('unsafe_destination');
    },
  );

  it.each(['https://go.test:8443/', 'https://www.go.test/', 'https://o.test/', 'https://go.test.example/'])(
    'may be the neighbour %s',
    (url) => {
      expect(location({ url })).toBe(url);
    },
  );

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
