import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createApiKey, sha256 } from '../../../src/keys/key-text.ts';
import { PUBLISHABLE_SCOPES, type Scope, SECRET_SCOPES } from '../../../src/keys/scope.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

interface KeyJson {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  key: string;
}
interface Problem {
  code: string;
  errors?: { pointer: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const make = (body: Record<string, unknown>) => sotto.api<KeyJson>('POST', '/keys', { name: 'k', ...body });
const show = async (id: string) => (await sotto.api<KeyJson>('GET', `/keys/${id}`)).body;

/** A request with a key of its own. */
async function ask(key: string, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const init = { method, headers: { Authorization: `Bearer ${key}`, ...headers } };
  const response = await sotto.request(`/api/v1${path}`, init);
  const text = await response.text();
  const body: Partial<Problem> = text === '' ? {} : JSON.parse(text);
  return { status: response.status, code: body.code };
}

const iso = (at: number) => new Date(at).toISOString();

describe('POST /keys', () => {
  it('shows the text this once, stores its hash alone, and lets it be used at once', async () => {
    const { status, headers, body } = await make({ name: 'Newsletter', scopes: ['links:read'] });
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`http://sotto.test/api/v1/keys/${body.id}`);
    expect(headers.get('Cache-Control')).toBe('no-store');
    const { key, ...shown } = body;
    expect(key).toMatch(/^sotto_key_\w+_[\w-]{43}$/);
    expect(shown).toEqual({
      id: body.id,
      name: 'Newsletter',
      origins: null,
      scopes: ['links:read'],
      createdAt: iso(sotto.clock.now),
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(await show(body.id)).toEqual(shown);
    const stored = await sotto.deps.store.keys.get(body.id);
    expect(stored?.hash).toBe(await sha256(key));
    expect(JSON.stringify(stored)).not.toContain(key.slice(-43));
    expect(await ask(key, '/links')).toMatchObject({ status: 200 });
  });

  it.each(SECRET_SCOPES)('makes secret keys with the scope %s', async (scope) => {
    expect(await make({ scopes: [scope] })).toMatchObject({ status: 201, body: { scopes: [scope] } });
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ name: '' }, ['/name']],
    [{ scopes: [] }, ['/scopes']],
    [{ scopes: ['links:delete'] }, ['/scopes/0']],
    [{ scopes: ['admin', 'admin'] }, ['/scopes']],
    [{ scopes: ['links:read', 'shares:write'] }, ['/scopes']],
    [{ scopes: ['conversions:write'] }, ['/scopes/0']],
    [{ origins: ['https://pages.example'] }, ['/scopes']],
    [{ origins: ['https://pages.example/'] }, ['/origins/0']],
    [{ expiresAt: '2026-10-07T12:00:00Z' }, ['/expiresAt']],
    [{ expiresAt: 'tomorrow' }, ['/expiresAt']],
    [{ secret: 'x' }, ['/secret']],
  ])('refuses %j', async (body, pointers) => {
    const answer = await sotto.api<Problem>('POST', '/keys', { name: 'k', scopes: ['admin'], ...body });
    expect([answer.status, answer.body.code]).toEqual([422, 'validation']);
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('the routes of keys', () => {
  it('need the scope admin', async () => {
    const { body } = await make({ scopes: SECRET_SCOPES.filter((scope) => scope !== 'admin') });
    for (const [method, path] of [
      ['GET', '/keys'],
      ['GET', `/keys/${body.id}`],
      ['DELETE', `/keys/${body.id}`],
      ['POST', '/keys'],
    ] as const) {
      expect(await ask(body.key, path, {}, method)).toEqual({ status: 403, code: 'missing_scope' });
    }
  });

  it('list every key once, newest first, and never its text or hash', async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      sotto.clock.now += 1;
      made.unshift((await make({ name: `n${i}`, scopes: ['links:read'] })).body.id);
    }
    const seen: string[] = [];
    let query = '?limit=2';
    while (seen.length < 5) {
      const { body } = await sotto.api<{ data: KeyJson[]; nextCursor: string }>('GET', `/keys${query}`);
      expect(body.data).toHaveLength(2);
      for (const row of body.data) expect(Object.keys(row)).not.toContain('hash');
      expect(JSON.stringify(body)).not.toContain('sotto_key');
      seen.push(...body.data.map(({ id }) => id));
      query = `?limit=2&cursor=${body.nextCursor}`;
    }
    expect(seen.slice(0, 5)).toEqual(made);
    const all = await sotto.api<{ data: KeyJson[]; nextCursor: null }>('GET', '/keys?limit=100');
    expect(all.body.nextCursor).toBeNull();
    expect(new Set(all.body.data.map(({ id }) => id)).size).toBe(all.body.data.length);
  });

  it('answer 404 for a key that is not there', async () => {
    expect((await sotto.api('GET', '/keys/key_none')).status).toBe(404);
    expect((await sotto.api('DELETE', '/keys/key_none')).status).toBe(404);
  });
});

describe('a revoked key', () => {
  it('is refused from the next request on, and its record stays', async () => {
    const { body } = await make({ scopes: ['admin'] });
    expect((await ask(body.key, '/links')).status).toBe(200);
    expect((await ask(body.key, `/keys/${body.id}`, {}, 'DELETE')).status).toBe(204);
    expect(await ask(body.key, '/links')).toEqual({ status: 401, code: 'unauthorized' });
    const revokedAt = iso(sotto.clock.now);
    sotto.clock.now += 5_000;
    expect((await sotto.api('DELETE', `/keys/${body.id}`)).status).toBe(204);
    expect(await show(body.id)).toMatchObject({ revokedAt });
  });
});

describe('an expiring key', () => {
  it('works until its time has come', async () => {
    const expiresAt = iso(sotto.clock.now + 10_000);
    const { body } = await make({ scopes: ['links:read'], expiresAt });
    expect(body.expiresAt).toBe(expiresAt);
    sotto.clock.now += 9_999;
    expect((await ask(body.key, '/links')).status).toBe(200);
    sotto.clock.now += 1;
    expect((await ask(body.key, '/links')).status).toBe(401);
  });
});

describe('the last use of a key', () => {
  it('is noted at most once a minute', async () => {
    const { body } = await make({ scopes: ['links:read'] });
    const first = sotto.clock.now;
    await ask(body.key, '/links');
    sotto.clock.now += 59_999;
    await ask(body.key, '/links');
    expect((await show(body.id)).lastUsedAt).toBe(iso(first));
    sotto.clock.now += 1;
    await ask(body.key, '/links');
    expect((await show(body.id)).lastUsedAt).toBe(iso(first + 60_000));
  });

  it('is not noted for a wrong secret', async () => {
    const { body } = await make({ scopes: ['links:read'] });
    await ask(`${body.key.slice(0, -43)}${'A'.repeat(43)}`, '/links');
    expect((await show(body.id)).lastUsedAt).toBeNull();
  });
});

describe('a publishable key', () => {
  const origin = 'https://pages.example';
  // No route creates one today. An older version did.
  const publishable = async () => {
    const scopes = [...PUBLISHABLE_SCOPES];
    const created = await createApiKey(sotto.deps.ids, { name: 'k', scopes, origins: [origin], at: 0 });
    await sotto.deps.store.keys.add(created.record);
    return created.text;
  };

  it.each([
    {},
    { Origin: 'https://other.example' },
    { Origin: 'http://pages.example' },
    { Origin: 'https://pages.example:8443' },
    { Origin: 'https://pages.example.evil.example' },
    { Origin: 'null' },
    { Referer: 'https://pages.example/' },
  ])('is refused where the request brings %j', async (headers) => {
    const answer = await ask(await publishable(), '/links', headers);
    expect(answer).toEqual({ status: 403, code: 'origin_not_allowed' });
  });

  it('reaches no route of secret keys, not even from its own origin', async () => {
    const key = await publishable();
    for (const path of ['/links', '/contents', '/stats', '/keys', '/domains', '/channels']) {
      expect(await ask(key, path, { Origin: origin })).toEqual({ status: 403, code: 'missing_scope' });
    }
  });

  it('cannot pass for a secret one by its prefix', async () => {
    const key = await publishable();
    expect((await ask(key.replace(/^pk/, 'sotto'), '/links', { Origin: origin })).status).toBe(401);
  });
});

describe('a secret key', () => {
  it('works from anywhere', async () => {
    const scopes: Scope[] = ['links:read'];
    const { text, record } = await createApiKey(sotto.deps.ids, { name: 's', scopes, at: 0 });
    await sotto.deps.store.keys.add(record);
    expect((await ask(text, '/links', { Origin: 'https://other.example' })).status).toBe(200);
    expect((await ask(ADMIN_KEY, '/links', { Origin: 'null' })).status).toBe(200);
  });
});

describe('the keys of one person', () => {
  it('are found by their name and by whether they can still be used', async () => {
    const name = `Alice ${sotto.deps.ids.requestId()}`;
    const scopes = ['links:read'];
    const later = iso(sotto.clock.now + 60_000);
    const active = (await make({ name, scopes })).body.id;
    const revoked = (await make({ name: `${name} (phone)`, scopes })).body.id;
    const expired = (await make({ name, scopes, expiresAt: later })).body.id;
    await sotto.api('DELETE', `/keys/${revoked}`);
    sotto.clock.now += 60_000;
    const find = async (query: string) => {
      const path = `/keys?name=${encodeURIComponent(name.toUpperCase())}${query}`;
      return (await sotto.api<{ data: KeyJson[] }>('GET', path)).body.data.map(({ id }) => id);
    };
    expect((await find('')).toSorted()).toEqual([active, revoked, expired].toSorted());
    expect(await find('&status=active')).toEqual([active]);
    expect(await find('&status=revoked')).toEqual([revoked]);
    expect(await find('&status=expired')).toEqual([expired]);
  });
});
