import { applyD1Migrations, env } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import type { EdgeEnv } from '../../src/runtime/edge/env.ts';
import { createStore } from '../../src/store/store.ts';
import { mintLink } from '../support/fixtures/records.ts';
import { openWorker } from '../support/runtimes/edge.ts';
import { CHROME } from '../support/runtimes/sotto.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const store = createStore({ main: d1Engine(env.DB) });
const ORIGIN = 'http://localhost:8787';
const ask = (path: string, init: RequestInit = {}) => exports.default.fetch(new Request(ORIGIN + path, init));
const { HITS: _, SALTS: __, KEY_LIMIT: ___, STRANGER_LIMIT: ____, ...bare } = env;

describe('the edge', () => {
  it('is ready while D1 answers', async () => {
    const stranger = await ask('/readyz');
    // Nobody can use the API yet: there is no admin key.
    expect([stranger.status, await stranger.json()]).toEqual([200, { status: 'warn' }]);
    const { ask: to } = openWorker({ ...env, SOTTO_ADMIN_KEY: 'k'.repeat(24) } as EdgeEnv);
    const response = await to('/readyz', { headers: { Authorization: `Bearer ${'k'.repeat(24)}` } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'pass',
      checks: [
        { name: 'd1', status: 'pass' },
        { name: 'parked', status: 'pass' },
        { name: 'clock', status: 'pass' },
        { name: 'dictionaries', status: 'pass' },
        { name: 'adminKey', status: 'pass' },
        { name: 'proxy', status: 'pass' },
        { name: 'hosts', status: 'pass' },
        { name: 'unknownSlugs', status: 'pass' },
      ],
    });
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('has no metrics', async () => {
    expect((await ask('/metrics')).status).toBe(404);
  });

  it('serves the files of its pages', async () => {
    const response = await ask('/assets/docs.css');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/css');
    expect((await ask('/assets/none.css')).status).toBe(404);
  });

  it('counts a click that went through the real queue', async () => {
    const { rowId, slug } = await mintLink(store);
    const headers = { 'User-Agent': CHROME, 'CF-Connecting-IP': '198.51.100.7' };
    expect((await ask(`/${slug}`, { headers, redirect: 'manual' })).status).toBe(302);
    const clicks = async () => (await store.stats.totals([rowId])).get(rowId)?.clicks;
    await vi.waitUntil(async () => (await clicks()) === 1, { timeout: 60_000, interval: 100 });
  });

  it('counts every click of concurrent requests, which the platform isolates from one another', async () => {
    const { rowId, slug } = await mintLink(store);
    const clickFrom = (n: number) =>
      ask(`/${slug}`, {
        headers: { 'User-Agent': CHROME, 'CF-Connecting-IP': `198.51.100.${n}` },
        redirect: 'manual',
      });
    await clickFrom(0);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => clickFrom(n + 1)));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(302));
    const clicks = async () => (await store.stats.totals([rowId])).get(rowId)?.clicks;
    await vi.waitUntil(async () => (await clicks()) === 41, { timeout: 60_000, interval: 100 });
  });

  it('names the missing binding when it has no database', () => {
    expect(() => openWorker({ ...bare, DB: undefined } as unknown as EdgeEnv)).toThrow('D1 binding DB');
  });
});

describe('with D1 alone', () => {
  it('redirects, counts and serves the API, and every click is anonymous', async () => {
    const { id, rowId, slug } = await mintLink(store);
    const { ask: to, visit, work } = openWorker({ ...bare, SOTTO_ADMIN_KEY: 'k'.repeat(24) } as EdgeEnv);
    expect((await visit(slug)).status).toBe(302);
    await work.done();
    const answer = await to(`/api/v1/stats?linkId=${id}`, {
      headers: { Authorization: `Bearer ${'k'.repeat(24)}` },
    });
    const { total, meta } = await answer.json<{ total: object; meta: { asOf: string } }>();
    expect(total).toMatchObject({ clicks: 1, anonymousClicks: 1, uniqueClicks: 0 });
    const [newest] = (
      await env.DB.prepare('SELECT at FROM hits WHERE link_id = ?').bind(rowId).all<{ at: number }>()
    ).results;
    expect(Date.parse(meta.asOf)).toBe(newest?.at);
  });
});

describe('visitors', () => {
  it('are distinguished by address and user agent once there is a salt, and networks by address', async () => {
    const { rowId, slug } = await mintLink(store);
    const { HITS: _queue, ...home } = env;
    const { visit, work } = openWorker(home);
    for (const address of ['198.51.100.1', '198.51.100.2', '198.51.100.1']) {
      await visit(slug, { headers: { 'CF-Connecting-IP': address } });
      await work.done();
    }
    const { results } = await env.DB.prepare(
      `SELECT is_unique, anonymous, networks FROM hits JOIN hit_batches ON first_id = hits.id
       WHERE link_id = ? ORDER BY hits.id`,
    )
      .bind(rowId)
      .all<{ is_unique: number; anonymous: number; networks: string }>();
    expect(results.map(({ is_unique, anonymous }) => [is_unique, anonymous])).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
    expect(new Set(results.map(({ networks }) => networks)).size).toBe(1);
    expect(results[0]?.networks).toMatch(/^\[0,"[\w-]{11}"\]$/);
  });
});

describe('the place of a hit', () => {
  const placesOf = async (rowId: number) =>
    (
      await env.DB.prepare(
        'SELECT country, region, city, count(*) AS hits FROM hits JOIN places ON places.id = place_id WHERE link_id = ? GROUP BY 1, 2, 3',
      )
        .bind(rowId)
        .all()
    ).results;

  it('is the country that the platform names, not one from a header', async () => {
    const { rowId, slug } = await mintLink(store);
    const { visit, work } = openWorker(bare);
    for (const country of ['CH', 'T1', undefined]) {
      const cf = { region: 'Zürich', city: 'Uster', ...(country === undefined ? {} : { country }) };
      const headers = { 'CF-IPCountry': 'FR', 'X-Forwarded-For': '203.0.113.9' };
      expect((await visit(slug, { headers, cf })).status).toBe(302);
      await work.done();
    }
    expect(await placesOf(rowId)).toEqual([
      { country: '', region: '', city: '', hits: 2 },
      { country: 'CH', region: '', city: '', hits: 1 },
    ]);
  });

  it.each([
    ['region', { country: 'CH', region: 'Zürich', city: '', hits: 1 }],
    ['city', { country: 'CH', region: 'Zürich', city: 'Uster', hits: 1 }],
  ])('is as precise as a %s if the settings say so', async (places, expected) => {
    const { rowId, slug } = await mintLink(store);
    const { visit, work } = openWorker({ ...bare, SOTTO_PLACES: places } as EdgeEnv);
    await visit(slug, { cf: { country: 'CH', region: 'Zürich', city: 'Uster' } });
    await work.done();
    expect(await placesOf(rowId)).toEqual([expected]);
  });
});

describe('the limits of the API', () => {
  it('are those of the platform if it has them', async () => {
    const asked: [string, string][] = [];
    const limit = (name: string, success: boolean): RateLimit => ({
      limit: async ({ key }) => {
        asked.push([name, key]);
        return { success };
      },
    });
    const adminKey = 'k'.repeat(24);
    const home = {
      ...bare,
      KEY_LIMIT: limit('key', true),
      STRANGER_LIMIT: limit('stranger', false),
      SOTTO_ADMIN_KEY: adminKey,
    };
    const { ask: to } = openWorker(home as EdgeEnv);
    const headers = { 'CF-Connecting-IP': '198.51.100.7' };
    const refused = await to('/api/v1/links', { headers });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    const allowed = await to('/api/v1/links', {
      headers: { ...headers, Authorization: `Bearer ${adminKey}` },
    });
    expect(allowed.status).toBe(200);
    expect(asked.map(([name]) => name)).toEqual(['stranger', 'key']);
    expect(asked[0]?.[1]).toContain('198.51.100.');
  });
});
