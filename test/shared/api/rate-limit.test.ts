import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createApp } from '../../../src/app.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import type { Scope } from '../../../src/keys/scope.ts';
import type { ApiLimits } from '../../../src/ports.ts';
import { mintLink } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, CHROME, ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

const MINUTE = 60_000;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
  sotto.clock.now = Math.ceil(sotto.clock.now / MINUTE) * MINUTE;
});
afterAll(() => sotto.close());

interface From {
  key?: string;
  address?: string | null;
  headers?: Record<string, string>;
  method?: string;
}

/** A server of its own, counting from nothing, on the same store and clock. */
function serve(apiLimits?: ApiLimits) {
  const { apiLimits: _, ...settings } = sotto.deps.settings;
  let peer: string | null = null;
  const limited = { ...sotto.deps, settings: apiLimits ? { ...settings, apiLimits } : settings };
  const app = createApp(limited, () => ({ address: peer }));
  return async (path: string, { key, address = '203.0.113.7', headers = {}, method = 'GET' }: From = {}) => {
    peer = address;
    const auth: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key}` };
    return app.request(`${ORIGIN}${path}`, { method, headers: { ...auth, ...headers }, redirect: 'manual' });
  };
}

async function keyWith(scopes: Scope[] = ['links:read']): Promise<string> {
  const { text, record } = await createApiKey(sotto.deps.ids, { name: 'limited', scopes, at: 0 });
  await sotto.deps.store.keys.add(record);
  return text;
}

const LINKS = '/api/v1/links';
const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

describe('the limit of a key', () => {
  it('answers 429 with when to come back, and nothing was done', async () => {
    const ask = serve({ perKey: 3, perStranger: 3 });
    const key = await keyWith();
    const answers = await times(3, () => ask(LINKS, { key }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const refused = await ask(LINKS, { key });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({
      code: 'rate_limited',
      requestId: refused.headers.get('X-Request-Id'),
    });
    const wait = Number(refused.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('counts down to the next minute in every header and in the text', async () => {
    const ask = serve({ perKey: 1, perStranger: 3 });
    const key = await keyWith();
    sotto.clock.now = Math.ceil(sotto.clock.now / MINUTE) * MINUTE + 17_300;
    expect((await ask(LINKS, { key })).headers.get('RateLimit')).toBe('limit=1, remaining=0, reset=43');
    const refused = await ask(LINKS, { key });
    expect(refused.headers.get('RateLimit')).toBe('limit=1, remaining=0, reset=43');
    expect(refused.headers.get('Retry-After')).toBe('43');
    expect(await refused.json()).toMatchObject({ detail: 'Rate limit exceeded. Try again in 43 s.' });
    sotto.clock.now = Math.ceil(sotto.clock.now / MINUTE) * MINUTE;
  });

  it('is in the headers of every answer', async () => {
    const ask = serve({ perKey: 9, perStranger: 3 });
    const key = await keyWith(['links:write']);
    const paths: [string, string, number][] = [
      ['GET', '/links', 200],
      ['GET', '/links/lnk_none', 404],
      ['GET', '/nothing', 404],
      ['PUT', '/links', 405],
      ['GET', '/stats', 403],
      ['GET', '/links?limit=x', 422],
      ['POST', '/links', 415],
    ];
    for (const [place, [method, path, status]] of paths.entries()) {
      const answer = await ask(`/api/v1${path}`, { key, method });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('RateLimit-Policy')).toBe('9;w=60');
      expect(answer.headers.get('RateLimit')).toMatch(
        new RegExp(`^limit=9, remaining=${8 - place}, reset=\\d+$`),
      );
    }
  });

  it('is each key’s own, wherever it is used from', async () => {
    const ask = serve({ perKey: 1, perStranger: 9 });
    const [one, other] = [await keyWith(), await keyWith()];
    expect((await ask(LINKS, { key: one })).status).toBe(200);
    expect((await ask(LINKS, { key: one, address: '198.51.100.9' })).status).toBe(429);
    expect((await ask(LINKS, { key: other })).status).toBe(200);
    expect((await ask(LINKS, { key: ADMIN_KEY })).status).toBe(200);
    expect((await ask(LINKS, { key: ADMIN_KEY })).status).toBe(429);
  });

  it('begins anew with the next minute', async () => {
    const ask = serve({ perKey: 1, perStranger: 9 });
    const key = await keyWith();
    await ask(LINKS, { key });
    sotto.clock.now += MINUTE - 1;
    expect((await ask(LINKS, { key })).status).toBe(429);
    sotto.clock.now += 1;
    expect((await ask(LINKS, { key })).status).toBe(200);
  });

  it('is 600 a minute unless somebody says otherwise, and 30 without a key', async () => {
    const ask = serve();
    const own = await ask(LINKS, { key: await keyWith() });
    expect(own.headers.get('RateLimit-Policy')).toBe('600;w=60');
    expect((await ask(LINKS)).headers.get('RateLimit-Policy')).toBe('30;w=60');
  });
});

describe('the limit of a stranger', () => {
  it('turns guessing into 429, and locks nobody out who has a key', async () => {
    const ask = serve({ perKey: 9, perStranger: 2 });
    const guess = () => ask(LINKS, { key: 'sotto_wrong' });
    // They come at once: which of them are the first two, nobody has to say.
    expect((await times(4, guess)).map(({ status }) => status).toSorted()).toEqual([401, 401, 429, 429]);
    expect((await ask(LINKS)).status).toBe(429);
    expect((await ask(LINKS, { key: await keyWith() })).status).toBe(200);
    expect((await ask(LINKS, { address: '203.0.113.8' })).status).toBe(401);
  });

  it('is that of a network: an IPv4 address, or a /64', async () => {
    const ask = serve({ perKey: 9, perStranger: 1 });
    const statusFrom = async (address: string | null) => (await ask(LINKS, { address })).status;
    expect(await statusFrom('2001:db8:1:2::1')).toBe(401);
    expect(await statusFrom('2001:db8:1:2:ffff::9')).toBe(429);
    expect(await statusFrom('2001:db8:1:3::1')).toBe(401);
    expect(await statusFrom('198.51.100.1')).toBe(401);
    expect(await statusFrom('::ffff:198.51.100.1')).toBe(429);
    expect(await statusFrom(null)).toBe(401);
    expect(await statusFrom(null)).toBe(429);
  });

  it('cannot be escaped by a header', async () => {
    const ask = serve({ perKey: 9, perStranger: 1 });
    await ask(LINKS);
    const answer = await ask(LINKS, { headers: { 'X-Forwarded-For': '198.51.100.77' } });
    expect(answer.status).toBe(429);
  });
});

describe('the redirect', () => {
  it('knows no limit', async () => {
    const ask = serve({ perKey: 0, perStranger: 0 });
    const link = await mintLink(sotto.deps.store);
    const clicks = await times(20, () => ask(`/${link.slug}`, { headers: { 'User-Agent': CHROME } }));
    expect(new Set(clicks.map(({ status }) => status))).toEqual(new Set([302]));
    expect(clicks[0]?.headers.get('RateLimit')).toBeNull();
    expect((await ask(LINKS, { key: ADMIN_KEY })).status).toBe(429);
  });
});
