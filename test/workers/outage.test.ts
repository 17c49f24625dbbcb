import { applyD1Migrations, env } from 'cloudflare:test';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Link, NewLink } from '../../src/links/link.ts';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import type { EdgeEnv } from '../../src/runtime/edge/env.ts';
import { createStore } from '../../src/store/store.ts';
import { mintLink, unique } from '../support/fixtures/records.ts';
import { deliver, holdQueue, openWorker } from '../support/runtimes/edge.ts';
import { type Failure, locationInMemory, outageOf, outageOfKv } from '../support/runtimes/outage.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

/** D1 itself: other isolates do not notice what it writes. */
const elsewhere = createStore({ main: d1Engine(env.DB) });
const START = Date.UTC(2026, 9, 7, 12);
const MINUTE = 60_000;
const ADMIN_KEY = 'k'.repeat(24);
const HOW: Failure[] = ['fails', 'hangs'];

/** An isolate of a location, and its D1, which can be taken away. */
function openIsolate({ location = locationInMemory(), clock = { now: START }, kv = env.SALTS } = {}) {
  const queue = holdQueue();
  const { database, outage } = outageOf(env.DB);
  onTestFinished(() => outage.end());
  const home = { ...env, HITS: queue.binding, DB: database, SALTS: kv, SOTTO_ADMIN_KEY: ADMIN_KEY };
  const { ask, visit, work, edge } = openWorker(home as EdgeEnv, {
    clock: () => clock.now,
    cache: location.cache,
  });
  const statusOf = async (slug: string) => (await visit(slug)).status;
  /** Fills the caches with a link. */
  const learn = async ({ slug }: Pick<Link, 'slug'>) => {
    await visit(slug);
    await work.done();
    queue.messages.length = 0;
  };
  const api = (path: string, init: RequestInit = {}) =>
    ask(`/api/v1${path}`, { ...init, headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...init.headers } });
  const { store } = edge.deps;
  return { location, clock, outage, queue, ask, visit, statusOf, learn, work, api, store };
}

/** A link that another isolate changes after one of them has read it. */
async function changedAfter(
  readers: { learn(link: Link): Promise<void> }[],
  changes: Partial<NewLink>,
  own = {},
) {
  const link = await mintLink(elsewhere, own);
  for (const { learn } of readers) await learn(link);
  await elsewhere.links.update(link, { ...changes, updatedAt: 1 });
  return link;
}

describe.each(HOW)('while D1 %s', (how) => {
  it('a link that this isolate has is served for an hour, and then answers 503', async () => {
    const { clock, outage, learn, visit, statusOf } = openIsolate();
    const link = await mintLink(elsewhere);
    await learn(link);
    outage.begin(how);
    clock.now = START + 2 * MINUTE;
    expect(await statusOf(link.slug)).toBe(302);
    clock.now = START + 60 * MINUTE - 1;
    expect(await statusOf(link.slug)).toBe(302);
    clock.now = START + 60 * MINUTE;
    const late = await visit(link.slug, { headers: { 'Accept-Language': 'en' } });
    expect([late.status, late.headers.get('Retry-After')]).toEqual([503, '30']);
    expect(await late.text()).toContain('cannot be opened right now');
  });

  it('a link that the location has is served by a new isolate', async () => {
    const { location, learn } = openIsolate();
    const link = await mintLink(elsewhere);
    await learn(link);
    const second = openIsolate({ location, clock: { now: START + 30 * MINUTE } });
    second.outage.begin(how);
    expect(await second.statusOf(link.slug)).toBe(302);
  });

  it('hits are queued, and each counts once D1 is back', async () => {
    const { clock, outage, queue, learn, statusOf, work } = openIsolate();
    const link = await mintLink(elsewhere);
    await learn(link);
    clock.now += MINUTE;
    outage.begin(how);
    for (let times = 0; times < 5; times++) {
      clock.now += 10_000;
      expect(await statusOf(link.slug)).toBe(302);
    }
    outage.end();
    await work.done();
    expect(queue.hits()).toHaveLength(5);
    const { database, outage: consumers } = outageOf(env.DB);
    consumers.begin('fails');
    const refused = await deliver(queue.messages, { ...env, DB: database });
    expect(refused).toEqual({ ackAll: false, retries: queue.messages.length });
    expect(await deliver(queue.messages, env)).toMatchObject({ ackAll: true });
    const { total } = (await (
      await openIsolate().api(`/stats?linkId=${link.id}&from=2026-10-01`)
    ).json()) as {
      total: { hits: number };
    }; // as documented
    expect(total.hits).toBe(5);
  });

  it('an unknown slug is not said to be unknown', async () => {
    const { outage, learn, statusOf, clock } = openIsolate();
    await learn(await mintLink(elsewhere));
    outage.begin(how);
    clock.now += MINUTE;
    expect(await statusOf(unique())).toBe(503);
  });

  it('another domain never gets the links of the default one', async () => {
    const [domain, slug] = [`${unique()}.test`, unique()];
    await elsewhere.domains.add({ domain, rootUrl: null, notFoundUrl: null, createdAt: 0 });
    await mintLink(elsewhere, { slug, url: 'https://default.example/' });
    const first = openIsolate();
    await first.learn({ slug });
    for (const key of first.location.kept.keys())
      if (key.startsWith('domains')) first.location.kept.delete(key);
    const second = openIsolate({ location: first.location });
    second.outage.begin(how);
    const other = await second.ask(`http://${domain}/${slug}`);
    expect([other.status, other.headers.get('Location')]).toEqual([503, null]);
    expect((await second.ask(`http://${domain}/`)).status).toBe(503);
    expect(await second.statusOf(slug)).toBe(302);
  });

  it('the API answers 503 and says when to try again', async () => {
    const { outage, api } = openIsolate();
    outage.begin(how);
    const answers = await Promise.all([
      api('/links'),
      api('/stats'),
      api('/links', {
        method: 'POST',
        body: '{"url":"https://example.com/"}',
        headers: { 'Content-Type': 'application/json' },
      }),
      api('/domains', { headers: { Authorization: `Bearer sotto_key_1_${'x'.repeat(43)}` } }),
    ]);
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '60']);
      expect(await answer.json()).toMatchObject({ code: 'storage_unavailable', status: 503 });
    }
  });

  it('one visitor notices it, and the others do not ask D1 again', async () => {
    const { clock, outage, learn, statusOf } = openIsolate();
    const link = await mintLink(elsewhere);
    await learn(link);
    clock.now += 2 * MINUTE;
    outage.begin(how);
    const before = outage.calls();
    for (let visitors = 0; visitors < 50; visitors++) expect(await statusOf(link.slug)).toBe(302);
    // The list of domains, the settings of the instance, and one link.
    expect(outage.calls() - before).toBeLessThanOrEqual(3);
  });

  it('a link with a number of clicks is not opened from memory', async () => {
    const { clock, outage, learn, statusOf } = openIsolate();
    const link = await mintLink(elsewhere, { maxClicks: 3 });
    await learn(link);
    outage.begin(how);
    clock.now += MINUTE;
    expect(await statusOf(link.slug)).toBe(503);
  });
});

describe('after an outage', () => {
  it('the new state of a link is used as soon as D1 answers', async () => {
    const isolate = openIsolate();
    const link = await changedAfter([isolate], { archived: true });
    const { clock, outage, statusOf, work } = isolate;
    outage.begin('fails');
    clock.now += MINUTE;
    expect(await statusOf(link.slug)).toBe(302);
    outage.end();
    clock.now += 5_000;
    await statusOf(link.slug);
    await work.done();
    expect(await statusOf(link.slug)).toBe(410);
  });
});

describe('a link that is known to be blocked', () => {
  const ROUTES: [string, Partial<NewLink>, (slug: string) => string, number][] = [
    ['', {}, (slug) => slug, 451],
    [', in another spelling', {}, (slug) => slug.toUpperCase(), 451],
    [', with a password', { passwordHash: '$none$' }, (slug) => slug, 503],
    [', with a password in another spelling', { passwordHash: '$none$' }, (slug) => slug.toUpperCase(), 503],
  ];

  it.each(ROUTES)(
    'by its location is never opened by an isolate with an older copy%s',
    async (_, own, write, status) => {
      const location = locationInMemory();
      const [stale, aware] = [openIsolate({ location }), openIsolate({ location })];
      const slug = `a${unique()}`;
      const link = await mintLink(elsewhere, { slug, ...own });
      await stale.learn({ slug: write(slug) });
      await elsewhere.links.update(link, { blocked: true, updatedAt: 1 });
      aware.clock.now += MINUTE;
      await aware.learn({ slug });
      stale.clock.now += 2 * MINUTE;
      stale.outage.begin('fails');
      expect(await stale.statusOf(write(slug))).toBe(status);
    },
  );

  it('by this isolate is never opened, and nobody at this location opens an older copy', async () => {
    const location = locationInMemory();
    const [stale, writer] = [openIsolate({ location }), openIsolate({ location })];
    const link = await mintLink(elsewhere);
    const other = await mintLink(elsewhere);
    for (const isolate of [stale, writer]) {
      await isolate.learn(link);
      await isolate.learn(other);
    }
    writer.clock.now += 1_000;
    const blocked = await writer.api(`/links/${link.id}`, {
      method: 'PATCH',
      body: '{"blocked":true}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(blocked.status).toBe(200);
    await writer.work.done();
    for (const { clock, outage } of [stale, writer]) {
      clock.now = START + 5 * MINUTE;
      outage.begin('fails');
    }
    expect([await writer.statusOf(link.slug), await stale.statusOf(link.slug)]).toEqual([503, 503]);
    expect([await writer.statusOf(other.slug), await stale.statusOf(other.slug)]).toEqual([302, 302]);
  });

  it('is not opened from a copy without the password or the limit that it has now', async () => {
    for (const changes of [{ passwordHash: '$none$' }, { maxClicks: 1 }]) {
      const location = locationInMemory();
      const [stale, aware] = [openIsolate({ location }), openIsolate({ location })];
      const link = await changedAfter([stale], changes);
      aware.clock.now += MINUTE;
      await aware.learn(link);
      stale.clock.now += 2 * MINUTE;
      stale.outage.begin('fails');
      expect(await stale.statusOf(link.slug)).toBe(503);
    }
  });
});

describe.each(HOW)('a service that %s', (how) => {
  it('does not hold visitors: the cache of the location', async () => {
    const { location, visit, work } = openIsolate();
    location.outage.begin(how);
    const link = await mintLink(elsewhere);
    for (let visitors = 0; visitors < 20; visitors++) expect((await visit(link.slug)).status).toBe(302);
    expect(location.outage.calls()).toBeLessThan(10);
    location.outage.end();
    await work.done();
  });

  it('does not hold visitors: KV, whose clicks are anonymous until it is back', async () => {
    const { kv, outage } = outageOfKv(env.SALTS);
    const { clock, queue, visit, work } = openIsolate({ kv });
    const link = await mintLink(elsewhere);
    outage.begin(how);
    for (let visitors = 0; visitors < 5; visitors++) expect((await visit(link.slug)).status).toBe(302);
    expect(outage.calls()).toBe(1);
    outage.end();
    await work.done();
    clock.now += 5_000;
    await visit(link.slug);
    await work.done();
    await visit(link.slug);
    await work.done();
    const visitors = queue.hits().map(({ visitor }) => visitor);
    expect(visitors.slice(0, 5)).toEqual(Array(5).fill(null));
    expect(visitors.at(-1)).not.toBeNull();
  });
});

it('a failed query logs neither keys nor slugs nor search texts', async () => {
  const lines: string[] = [];
  for (const level of ['error', 'warn', 'info', 'log'] as const) {
    const spy = vi.spyOn(console, level).mockImplementation((...given) => void lines.push(given.join(' ')));
    onTestFinished(() => spy.mockRestore());
  }
  const { outage, api, statusOf } = openIsolate();
  outage.begin('fails');
  const secrets = ['x'.repeat(43), 'searched-text', 'visited-slug', 'wished-slug'];
  await api('/links', { headers: { Authorization: `Bearer sotto_key_seen_${secrets[0]}` } });
  await api('/links?q=searched-text');
  await statusOf('visited-slug');
  await api('/links', {
    method: 'POST',
    body: '{"url":"https://example.com/","slug":"wished-slug"}',
    headers: { 'Content-Type': 'application/json' },
  });
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const secret of [...secrets, 'key_seen']) expect(lines.join('\n')).not.toContain(secret);
});
