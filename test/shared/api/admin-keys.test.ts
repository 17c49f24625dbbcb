import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { open } from '#open';
import { createApiKey } from '../../../src/keys/key-text.ts';
import type { Check } from '../../../src/ports.ts';
import { assemble, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface KeyJson {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  key: string;
}
interface RolledJson extends KeyJson {
  replaces: KeyJson;
}

let configured: Sotto;
/** Without a key in the settings. */
let sotto: Sotto;
beforeAll(async () => {
  configured = await open();
  sotto = await assemble(configured, { settings: { ...SETTINGS, adminKey: null } });
});
afterAll(() => configured.close());
beforeEach(async () => {
  for (const { id } of await sotto.deps.store.keys.list()) await sotto.deps.store.keys.revoke(id, 1);
});

const iso = (at: number) => new Date(at).toISOString();

/** A new admin key, stored as the first one of an instance is. */
async function admin(expiresAt: number | null = null) {
  const given = { name: 'a', scopes: ['admin' as const], at: sotto.clock.now, expiresAt };
  const { text, record } = await createApiKey(sotto.deps.ids, given);
  await sotto.deps.store.keys.add(record);
  return { text, id: record.id };
}

/** A request with this key. */
async function send<Body = KeyJson>(key: string, method: string, path: string, body?: unknown) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await sotto.request(`/api/v1${path}`, init);
  const text = await response.text();
  const answer: Body & { code?: string } = text === '' ? null : JSON.parse(text);
  return { status: response.status, body: answer };
}

describe('PATCH /keys/{id}', () => {
  it('renames a key, which goes on working, and enters it in the audit log', async () => {
    const { text, id } = await admin();
    const { status, body } = await send(text, 'PATCH', `/keys/${id}`, { name: 'Alice’s laptop' });
    expect([status, body.name, body.scopes]).toEqual([200, 'Alice’s laptop', ['admin']]);
    expect((await send(text, 'GET', `/keys/${id}`)).body.name).toBe('Alice’s laptop');
    const { body: log } = await send<{ data: object[] }>(text, 'GET', `/audit-entries?object=${id}`);
    expect(log.data).toMatchObject([{ action: 'key.update', fields: ['name'], actor: { id } }]);
  });

  it('changes what a key may do from its next request on', async () => {
    const { text } = await admin();
    const { body: reader } = await send(text, 'POST', '/keys', { name: 'r', scopes: ['links:read'] });
    expect((await send(reader.key, 'GET', '/stats')).status).toBe(403);
    await send(text, 'PATCH', `/keys/${reader.id}`, { scopes: ['links:read', 'stats:read'] });
    expect((await send(reader.key, 'GET', '/stats')).status).toBe(200);
    await send(text, 'PATCH', `/keys/${reader.id}`, { expiresAt: iso(sotto.clock.now + HOUR) });
    sotto.clock.now += HOUR;
    expect((await send(reader.key, 'GET', '/stats')).status).toBe(401);
    await send(text, 'PATCH', `/keys/${reader.id}`, { expiresAt: null });
    expect((await send(reader.key, 'GET', '/stats')).status).toBe(200);
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['links:read', 'stats'] }, '/scopes/1'],
    [{ scopes: ['shares:write'] }, '/scopes'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [{ origins: ['https://pages.example'] }, '/origins'],
  ])('refuses %j', async (body, pointer) => {
    const { text, id } = await admin();
    expect(await send(text, 'PATCH', `/keys/${id}`, body)).toMatchObject({
      status: 422,
      body: { code: 'validation', errors: [{ pointer }] },
    });
  });
});

describe('POST /keys/{id}/roll', () => {
  it('gives a new key at once and lets the old one go on for a day', async () => {
    const { text } = await admin();
    const given = { name: 'Newsletter', scopes: ['links:write'] };
    const { body: old } = await send(text, 'POST', '/keys', given);
    const { status, body } = await send<RolledJson>(text, 'POST', `/keys/${old.id}/roll`, {});
    expect([status, body]).toMatchObject([201, { ...given, expiresAt: null }]);
    expect(body.id).not.toBe(old.id);
    expect(body.replaces).toMatchObject({ id: old.id, expiresAt: iso(sotto.clock.now + DAY) });
    for (const { key } of [old, body]) expect((await send(key, 'GET', '/links')).status).toBe(200);
    sotto.clock.now += DAY;
    expect((await send(old.key, 'GET', '/links')).status).toBe(401);
    expect((await send(body.key, 'GET', '/links')).status).toBe(200);
    const actionsOf = async (id: string) =>
      (await send<{ data: { action: string }[] }>(text, 'GET', `/audit-entries?object=${id}`)).body.data;
    expect(await actionsOf(body.id)).toMatchObject([{ action: 'key.create' }]);
    expect(await actionsOf(old.id)).toMatchObject([{ action: 'key.roll' }, { action: 'key.create' }]);
  });

  it('takes another overlap, and 0 ends the old key at once', async () => {
    const { text, id } = await admin();
    const { body } = await send<RolledJson>(text, 'POST', `/keys/${id}/roll`, { overlapHours: 2 });
    expect(body.replaces.expiresAt).toBe(iso(sotto.clock.now + 2 * HOUR));
    await send(body.key, 'POST', `/keys/${body.id}/roll`, { overlapHours: 0 });
    expect((await send(body.key, 'GET', '/links')).status).toBe(401);
    for (const overlapHours of [-1, 721, 1.5, '2'])
      expect((await send(text, 'POST', `/keys/${id}/roll`, { overlapHours })).status).toBe(422);
  });

  it('never lengthens the life of the old key, and gives the new one the same lifetime', async () => {
    const { text } = await admin();
    const expiresAt = iso(sotto.clock.now + 2 * HOUR);
    const { body: old } = await send(text, 'POST', '/keys', { name: 'k', scopes: ['admin'], expiresAt });
    sotto.clock.now += HOUR;
    const { body } = await send<RolledJson>(text, 'POST', `/keys/${old.id}/roll`, {});
    expect(body.replaces.expiresAt).toBe(expiresAt);
    expect(body.expiresAt).toBe(iso(sotto.clock.now + 2 * HOUR));
  });

  it('keeps a publishable key publishable, which no change makes an admin key', async () => {
    const { text } = await admin();
    const origins = ['https://pages.example'];
    const given = { name: 'p', scopes: ['visits:write' as const], at: 0, origins };
    const { record } = await createApiKey(sotto.deps.ids, given);
    await sotto.deps.store.keys.add(record);
    const { body } = await send<RolledJson>(text, 'POST', `/keys/${record.id}/roll`, {});
    expect(body.key).toMatch(/^pk_/);
    expect(await sotto.deps.store.keys.get(body.id)).toMatchObject({ origins, scopes: ['visits:write'] });
    expect((await send(text, 'PATCH', `/keys/${body.id}`, { scopes: ['admin'] })).status).toBe(422);
  });

  it('refuses keys that have ended, and unknown ones', async () => {
    const { text } = await admin();
    const { body: old } = await send(text, 'POST', '/keys', { name: 'k', scopes: ['links:read'] });
    await send(text, 'DELETE', `/keys/${old.id}`);
    const { status, body } = await send(text, 'POST', `/keys/${old.id}/roll`, {});
    expect([status, body.code]).toEqual([409, 'key_not_active']);
    expect((await send(text, 'POST', '/keys/key_none/roll', {})).status).toBe(404);
  });
});

describe('the last valid admin key', () => {
  const CHANGES: [string, (id: string) => [string, string, unknown?]][] = [
    ['be revoked', (id) => ['DELETE', `/keys/${id}`]],
    ['lose its scope', (id) => ['PATCH', `/keys/${id}`, { scopes: ['links:write'] }]],
    ['get an end', (id) => ['PATCH', `/keys/${id}`, { expiresAt: iso(sotto.clock.now + 30 * DAY) }]],
  ];

  it.each(CHANGES)('cannot %s by accident', async (_change, requestFor) => {
    const { text, id } = await admin();
    await send(text, 'POST', '/keys', { name: 'other', scopes: ['links:write'] });
    await admin(sotto.clock.now + 1);
    sotto.clock.now += 1;
    const [method, path, body] = requestFor(id);
    const refused = await send(text, method, path, body);
    expect([refused.status, refused.body.code]).toEqual([409, 'last_admin_key']);
    expect((await send(text, 'GET', `/keys/${id}`)).body).toMatchObject({
      scopes: ['admin'],
      expiresAt: null,
      revokedAt: null,
    });
    expect((await send(text, method, `${path}?force=true`, body)).status).toBeLessThan(300);
  });

  it.each(CHANGES)('may %s once there is another', async (_change, requestFor) => {
    const { text, id } = await admin();
    await admin();
    const [method, path, body] = requestFor(id);
    expect((await send(text, method, path, body)).status).toBeLessThan(300);
  });

  it('is not replaced by one that ends before', async () => {
    const { text, id } = await admin();
    await admin(sotto.clock.now + 10 * DAY);
    const until = (days: number) => ({ expiresAt: iso(sotto.clock.now + days * DAY) });
    expect((await send(text, 'PATCH', `/keys/${id}`, until(10))).status).toBe(409);
    expect((await send(text, 'PATCH', `/keys/${id}`, until(9))).status).toBe(200);
  });

  it('stays when two requests revoke one of two keys each', async () => {
    const [one, two] = [await admin(), await admin()];
    const answers = await Promise.all([
      send(one.text, 'DELETE', `/keys/${two.id}`),
      send(two.text, 'DELETE', `/keys/${one.id}`),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(1);
  });

  it('may be revoked while there is one in the settings', async () => {
    const { id } = await admin();
    expect((await configured.api('DELETE', `/keys/${id}`)).status).toBe(204);
  });
});

describe('/readyz', () => {
  const adminCheck = async (by: Sotto = sotto) => {
    const response = await by.request('http://localhost:8787/readyz', { peer: '127.0.0.1' });
    const { checks }: { checks: Check[] } = await response.json();
    return checks.find(({ name }) => name === 'adminKey');
  };

  it('warns that there is no valid admin key, and says how to get one', async () => {
    expect(await adminCheck()).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('npm run key -- --name NAME --scopes admin'),
    });
    const edge = await assemble(configured, {
      settings: sotto.deps.settings,
      runtime: { kind: 'edge', salts: true, queue: true },
    });
    expect((await adminCheck(edge))?.detail).toContain('wrangler secret put SOTTO_ADMIN_KEY');
    expect(await adminCheck(configured)).toMatchObject({ status: 'pass' });
  });

  it('warns a week before the last one expires', async () => {
    await admin(sotto.clock.now + 7 * DAY);
    expect(await adminCheck()).toMatchObject({ status: 'pass' });
    sotto.clock.now += 1;
    expect(await adminCheck()).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('expires at'),
    });
    await admin();
    expect(await adminCheck()).toMatchObject({ status: 'pass' });
  });
});
