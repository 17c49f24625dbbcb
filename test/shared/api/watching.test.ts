import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { parseCidr } from '../../../src/net/cidr.ts';
import type { Check, Deps } from '../../../src/ports.ts';
import { ADMIN_KEY, assemble, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

let plain: Sotto;
beforeAll(async () => {
  plain = await open();
});
afterAll(() => plain.close());

const CHECK: Check = { name: 'sotto.db', status: 'warn', detail: 'Another process is writing.' };
const LOCAL = { peer: '127.0.0.1' };
const HERE = 'http://localhost:8787';
const withKey = (key: string) => ({ headers: { Authorization: `Bearer ${key}` } });

/** Sotto with this check, and how often it ran. */
async function watched(changes: Partial<Deps> = {}) {
  const runs = { times: 0 };
  const health = async () => {
    runs.times += 1;
    return [CHECK];
  };
  const metrics = async () => new Response('sotto_hits_total 7');
  return { runs, sotto: await assemble(plain, { health, metrics, ...changes }) };
}

async function keyWith(scope: string): Promise<string> {
  const { body } = await plain.api<{ key: string }>('POST', '/keys', { name: scope, scopes: [scope] });
  return body.key;
}

describe('/readyz', () => {
  it('tells strangers the overall status and nothing else', async () => {
    const { sotto } = await watched();
    const response = await sotto.request('/readyz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'warn' }]);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const failing = await watched({ health: async () => [{ ...CHECK, status: 'fail' }] });
    const failed = await failing.sotto.request('/readyz');
    expect([failed.status, await failed.json()]).toEqual([503, { status: 'fail' }]);
  });

  it('runs its checks once a second for strangers, however often they ask', async () => {
    const { sotto, runs } = await watched();
    for (let times = 0; times < 20; times++) await sotto.request('/readyz');
    expect(runs.times).toBe(1);
    sotto.clock.now += 1_000;
    await sotto.request('/readyz');
    expect(runs.times).toBe(2);
  });

  it('shows the checks to programs on this machine, each time anew', async () => {
    const { sotto, runs } = await watched();
    for (const times of [1, 2]) {
      const response = await sotto.request(`${HERE}/readyz`, LOCAL);
      expect(await response.json()).toMatchObject({
        status: 'warn',
        checks: [CHECK, { name: 'adminKey' }, { name: 'proxy' }, {}, {}],
      });
      expect(runs.times).toBe(times);
    }
  });

  it('shows the checks to keys that may read statistics', async () => {
    const { sotto } = await watched();
    for (const key of [ADMIN_KEY, await keyWith('stats:read')]) {
      expect(await (await sotto.request('/readyz', withKey(key))).json()).toMatchObject({
        checks: [CHECK, {}, {}, {}, {}],
      });
    }
    expect((await sotto.request('/readyz', withKey(await keyWith('links:write')))).status).toBe(403);
    expect((await sotto.request('/readyz', withKey('sotto_wrong'))).status).toBe(401);
  });

  it('limits how often keys can be guessed', async () => {
    const settings = { ...SETTINGS, apiLimits: { perKey: 600, perStranger: 2 } };
    const { sotto } = await watched({ settings });
    const guess = async () => (await sotto.request('/readyz', withKey('sotto_wrong'))).status;
    expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
    expect((await sotto.request('/readyz')).status).toBe(200);
  });

  it('answers with the status if the key cannot be looked up', async () => {
    const get = async () => {
      throw new Error('The database is down');
    };
    const store = { ...plain.store, keys: { ...plain.store.keys, get } };
    const log = { info() {}, warn() {}, error() {} };
    const { sotto } = await watched({ store, log });
    const response = await sotto.request('/readyz', withKey(await keyWith('stats:read')));
    expect([response.status, await response.json()]).toEqual([200, { status: 'warn' }]);
  });
});

describe.each(['/metrics', '/readyz'])('what %s knows', (path) => {
  const isShown = async (sotto: Sotto, headers: Record<string, string>, url = HERE) => {
    const response = await sotto.request(`${url}${path}`, { ...LOCAL, headers });
    return /hits_total|sotto\.db/.test(await response.text());
  };

  it.each([
    ['nginx as it is delivered', { Connection: 'close' }],
    ['nginx', { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https' }],
    ['nginx with a header of its own', { 'X-Real-IP': '203.0.113.9' }],
    ['Caddy', { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Host': 'localhost', Via: '2.0 Caddy' }],
    ['Apache', { 'X-Forwarded-Server': 'localhost' }],
    ['a proxy that follows the standard', { Forwarded: 'for=203.0.113.9' }],
    ['Varnish', { Via: '1.1 varnish' }],
    ['a tunnel', { 'CF-Connecting-IP': '203.0.113.9', 'Cdn-Loop': 'cloudflare' }],
  ])('is not shown to a stranger behind %s on this machine', async (_, headers) => {
    const { sotto } = await watched();
    expect(await isShown(sotto, headers as Record<string, string>)).toBe(false);
    expect(await isShown(sotto, {})).toBe(true);
  });

  it('is not shown to anybody without a key where a proxy may add no header', async () => {
    const local = parseCidr('127.0.0.1');
    const declared = await watched({ settings: { ...SETTINGS, trustedProxies: local ? [local] : [] } });
    expect(await isShown(declared.sotto, {})).toBe(false);
    const secure = await watched({ settings: { ...SETTINGS, publicUrl: 'https://go.example' } });
    expect(await isShown(secure.sotto, {})).toBe(false);
    expect(await isShown(secure.sotto, { Authorization: `Bearer ${ADMIN_KEY}` })).toBe(true);
  });

  it('is not shown under a name that somebody else made to lead here', async () => {
    const { sotto } = await watched();
    expect(await isShown(sotto, {}, 'http://rebound.example')).toBe(false);
  });
});
