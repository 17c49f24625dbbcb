import { applyD1Migrations, env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NewLink } from '../../src/links/link.ts';
import { d1Engine } from '../../src/runtime/d1-engine.ts';
import { locationCache, type SharedCache } from '../../src/runtime/edge/cache/location-cache.ts';
import { createStore } from '../../src/store/store.ts';
import { mintLink, newLink, unique } from '../support/fixtures/records.ts';
import { holdQueue, openWorker } from '../support/runtimes/edge.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

/** D1 itself: what another isolate writes, ours hears nothing of. */
const elsewhere = createStore({ main: d1Engine(env.DB) });
const START = Date.UTC(2026, 9, 7, 12);
const { HITS: _, ...bindings } = env;

/** A cache that keeps what it is given as long as it is asked, and can be given anything. */
function stubbornCache() {
  const kept = new Map<string, unknown>();
  const cache: SharedCache = {
    get: async (key) => structuredClone(kept.get(key)),
    put: async (key, value) => void kept.set(key, structuredClone(value)),
  };
  return { kept, cache };
}

/** One isolate of a location, at a time that the test may change. */
function openIsolate(location = stubbornCache(), clock = { now: START }) {
  const home = { ...bindings, HITS: holdQueue().binding };
  const { visit, work, edge } = openWorker(home, { clock: () => clock.now, cache: location.cache });
  const statusOf = async (slug: string) => {
    const { status } = await visit(slug);
    await work.done();
    return status;
  };
  return { location, clock, statusOf, store: edge.deps.store };
}

const change = async (changes: Partial<NewLink>, warm: (slug: string) => Promise<unknown>) => {
  const link = await mintLink(elsewhere);
  await warm(link.slug);
  await elsewhere.links.update(link, { ...changes, updatedAt: 1 });
  return link.slug;
};

describe('a link that another isolate blocked or archived', () => {
  it.each([
    ['blocked', 451],
    ['archived', 410],
  ])('is %s here within 60 seconds', async (state, status) => {
    const { clock, statusOf } = openIsolate();
    const slug = await change({ [state]: true }, statusOf);
    clock.now += 44_999;
    expect(await statusOf(slug)).toBe(302);
    clock.now += 1;
    expect(await statusOf(slug)).toBe(status);
  });

  it('takes effect however long a cache keeps the link, also in a new isolate', async () => {
    const { location, clock, statusOf } = openIsolate();
    const slug = await change({ blocked: true }, statusOf);
    clock.now += 10 * 60_000;
    expect(await openIsolate(location, clock).statusOf(slug)).toBe(451);
  });

  it('is not cached longer by passing from isolate to isolate', async () => {
    const { location, clock, statusOf } = openIsolate();
    const slug = await change({ blocked: true }, statusOf);
    clock.now += 30_000;
    const second = openIsolate(location, clock);
    expect(await second.statusOf(slug)).toBe(302);
    clock.now += 15_000;
    expect(await second.statusOf(slug)).toBe(451);
  });
});

describe('a change made by this isolate', () => {
  it('takes effect at once, whatever the cache of the location returns', async () => {
    const { statusOf, store } = openIsolate();
    const link = await mintLink(elsewhere);
    expect(await statusOf(link.slug)).toBe(302);
    await store.links.update(link, { startsAt: START + 1, updatedAt: 1 });
    expect(await statusOf(link.slug)).toBe(404);
    await store.links.remove(link, 2);
    expect(await statusOf(link.slug)).toBe(410);
  });

  it('of a content takes effect for its links', async () => {
    const { statusOf, store } = openIsolate();
    const link = await mintLink(elsewhere);
    expect(await statusOf(link.slug)).toBe(302);
    await store.contents.remove(link.contentRowId, 2);
    expect(await statusOf(link.slug)).toBe(410);
  });

  it('makes a slug known that was unknown', async () => {
    const { statusOf, store } = openIsolate();
    const slug = unique();
    expect(await statusOf(slug)).toBe(404);
    await mintLink(store, { slug });
    expect(await statusOf(slug)).toBe(302);
  });
});

describe('an unknown slug', () => {
  it('is looked up again after five seconds, and not shared with other isolates', async () => {
    const { location, clock, statusOf } = openIsolate();
    const slug = unique();
    expect(await statusOf(slug)).toBe(404);
    expect([...location.kept.keys()].filter((key) => key.includes(slug))).toEqual([]);
    await mintLink(elsewhere, { slug });
    clock.now += 4_999;
    expect(await statusOf(slug)).toBe(404);
    clock.now += 1;
    expect(await statusOf(slug)).toBe(302);
  });
});

describe('the cache of a location', () => {
  it('spares the next isolate a query to D1', async () => {
    const { location, statusOf } = openIsolate();
    const slug = await change({ blocked: true }, statusOf);
    expect(await openIsolate(location).statusOf(slug)).toBe(302);
  });

  const keptOf = (kept: Map<string, unknown>, slug: string) =>
    [...kept].find(([key]) => key.includes(slug)) as [string, { value: object; readAt: number }]; // it was just kept

  it.each<[string, (entry: { value: object; readAt: number }, key: string) => unknown]>([
    ['is of the future', (entry) => ({ ...entry, readAt: START + 1 })],
    ['has no time', (entry) => ({ ...entry, readAt: null })],
    ['is nothing', () => null],
    ['is text', () => 'moved'],
    ['is a list', () => []],
    ['has no link', (entry) => ({ ...entry, value: null })],
    ['is of another link', (entry) => ({ ...entry, key: 'another' })],
    ['has no destination', (entry) => ({ ...entry, value: { ...entry.value, url: 7 } })],
    ['has another status', (entry) => ({ ...entry, value: { ...entry.value, statusCode: 200 } })],
    ['has no channel of ours', (entry) => ({ ...entry, value: { ...entry.value, channel: 'toString' } })],
    ['misses a field', (entry) => ({ ...entry, value: { ...entry.value, blocked: undefined } })],
    ['is of a later version', (entry) => ({ ...entry, v: 3 })],
    ['is of a version without a number', (entry) => ({ ...entry, v: undefined })],
    ['has more than its fields', (entry) => ({ ...entry, hits: 1 })],
    ['has a time that is text', (entry) => ({ ...entry, readAt: String(entry.readAt) })],
    [
      'has a link with a field of a later version',
      (entry) => ({ ...entry, value: { ...entry.value, rule: 1 } }),
    ],
    ['has the link of another slug', (entry) => ({ ...entry, value: { ...entry.value, slug: 'another' } })],
    ['has a list for a link', (entry) => ({ ...entry, value: [entry.value] })],
    ['leads to a script', (entry) => ({ ...entry, value: { ...entry.value, url: 'javascript:alert(1)' } })],
    ['leads nowhere', (entry) => ({ ...entry, value: { ...entry.value, url: '/path' } })],
    ['ends at a script', (entry) => ({ ...entry, value: { ...entry.value, expiredUrl: 'data:,x' } })],
    ['has no row', (entry) => ({ ...entry, value: { ...entry.value, rowId: 0 } })],
    ['has a row that is not whole', (entry) => ({ ...entry, value: { ...entry.value, rowId: 1.5 } })],
    ['has fewer clicks than none', (entry) => ({ ...entry, value: { ...entry.value, clicksTaken: -1 } })],
    ['begins after the end of time', (entry) => ({ ...entry, value: { ...entry.value, startsAt: 9e15 } })],
    ['ends at a text', (entry) => ({ ...entry, value: { ...entry.value, expiresAt: '2026-10-07' } })],
    ['has other UTM values', (entry) => ({ ...entry, value: { ...entry.value, utm: { id: 'x' } } })],
    ['has UTM numbers', (entry) => ({ ...entry, value: { ...entry.value, utm: { source: 7 } } })],
    ['is flagged with a number', (entry) => ({ ...entry, value: { ...entry.value, archived: 0 } })],
    ['misses its card', (entry) => ({ ...entry, value: { ...entry.value, card: null } })],
    [
      'says of a limited link how much is left',
      (entry) => ({ ...entry, value: { ...entry.value, maxClicks: 9 } }),
    ],
  ])('is ignored when its entry %s', async (_, spoil) => {
    const { location, statusOf } = openIsolate();
    const slug = await change({ blocked: true }, statusOf);
    const [key, entry] = keptOf(location.kept, slug);
    location.kept.set(key, spoil(entry, key));
    expect(await openIsolate(location).statusOf(slug)).toBe(451);
  });

  it('may fail', async () => {
    const fails = async () => {
      throw new Error('no cache');
    };
    const { statusOf } = openIsolate({ kept: new Map(), cache: { get: fails, put: fails } });
    const link = await mintLink(elsewhere);
    expect(await statusOf(link.slug)).toBe(302);
  });

  it('never contains a link with a password or a limit, or another spelling', async () => {
    const { location, statusOf } = openIsolate();
    const locked = await mintLink(elsewhere, { passwordHash: '$none$' });
    const limited = await mintLink(elsewhere, { maxClicks: 1 });
    const plain = await mintLink(elsewhere, { slug: `a${unique()}` });
    const statuses = [locked.slug, limited.slug, plain.slug.toUpperCase()].map(statusOf);
    expect(await Promise.all(statuses)).toEqual([200, 302, 302]);
    expect([...location.kept.keys()].filter((key) => key.startsWith('link'))).toEqual([]);
    expect(await statusOf(limited.slug)).toBe(410);
  });

  it('stores values in workerd', async () => {
    const cache = locationCache(unique());
    expect(await cache.get('é /?#')).toBeUndefined();
    await cache.put('é /?#', { text: 'ü' });
    expect(await cache.get('é /?#')).toEqual({ text: 'ü' });
    expect(await locationCache(unique()).get('é /?#')).toBeUndefined();
  });
});

describe('a further domain', () => {
  it('is known at once in this isolate, and everywhere within a minute', async () => {
    const { location, clock, store } = openIsolate();
    const [domain, other] = [`${unique()}.test`, `${unique()}.test`];
    const facts = { rootUrl: null, notFoundUrl: null, createdAt: 0 };
    const names = async (of = store) => (await of.domains.known()).map((known) => known.domain);
    expect(await names()).not.toContain(domain);
    await elsewhere.domains.add({ domain, ...facts });
    expect(await names(openIsolate(location, clock).store)).not.toContain(domain);
    clock.now += 45_000;
    expect(await names()).toContain(domain);
    await store.domains.add({ domain: other, ...facts });
    expect(await names()).toContain(other);
    for (const value of [
      [{ domain: 7 }],
      [{ domain: 'a/b', ...facts }],
      [{ domain, ...facts, rootUrl: 'x:' }],
      {},
    ]) {
      location.kept.set('domains ', { v: 2, key: 'domains ', readAt: clock.now, value });
      expect(await names(openIsolate(location, clock).store)).toContain(other);
    }
  });
});

it('a new link costs one query to D1, and then none', async () => {
  const [asked] = [{ questions: 0 }];
  const { slug } = newLink();
  await mintLink(elsewhere, { slug });
  const database = new Proxy(env.DB, {
    get(target, name) {
      if (name === 'prepare' || name === 'batch') asked.questions++;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const { cache } = stubbornCache();
  const queue = holdQueue();
  const { visit, work } = openWorker({ ...bindings, DB: database, HITS: queue.binding }, { cache });
  await visit(slug);
  await work.done();
  const first = asked.questions;
  for (let times = 0; times < 5; times++) await visit(slug);
  await work.done();
  expect([asked.questions - first, queue.hits().length]).toEqual([0, 6]);
});
