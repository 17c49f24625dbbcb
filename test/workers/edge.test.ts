import { applyD1Migrations, env } from 'cloudflare:test';
import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { createStore } from '../../src/store/store.ts';
import { mintLink } from '../support/make.ts';
import { CHROME } from '../support/sotto.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const ORIGIN = 'http://localhost:8787';
const ask = (path: string, init: RequestInit = {}) => exports.default.fetch(new Request(ORIGIN + path, init));

describe('the edge', () => {
  it('is ready while D1 answers', async () => {
    const response = await ask('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'pass',
      checks: [
        { name: 'd1', status: 'pass' },
        { name: 'proxy', status: 'pass' },
      ],
    });
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('has no metrics', async () => {
    expect((await ask('/metrics')).status).toBe(404);
  });

  it("takes the platform's word for the country, and no header's", async () => {
    const store = createStore({ main: d1Engine(env.DB) });
    const { rowId, slug } = await mintLink(store);
    const headers = {
      'User-Agent': CHROME,
      'CF-Connecting-IP': '198.51.100.7',
      'X-Forwarded-For': '203.0.113.9',
    };
    for (const country of ['CH', 'T1', undefined]) {
      const cf = country === undefined ? {} : { country };
      expect((await ask(`/${slug}`, { headers, redirect: 'manual', cf })).status).toBe(302);
    }
    const places = await env.DB.prepare(
      'SELECT country, count(*) AS hits FROM hits JOIN places ON places.id = place_id WHERE link_id = ? GROUP BY 1',
    )
      .bind(rowId)
      .all();
    expect(places.results).toEqual([
      { country: '', hits: 2 },
      { country: 'CH', hits: 1 },
    ]);
  });
});
