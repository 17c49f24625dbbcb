import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { cacheBlockedHosts } from '../../../src/abuse/blocked-host-cache.ts';
import { cacheDomains } from '../../../src/domains/domain-cache.ts';
import { cacheInstance } from '../../../src/instance/instance-cache.ts';
import { createStore } from '../../../src/store/store.ts';
import { unique } from '../../support/fixtures/records.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';
import { type Counts, countingEngine } from '../../support/store/counting-engine.ts';

let sotto: Sotto;
let take: () => Counts;
beforeAll(async () => {
  const runtime = await openRuntime();
  const counting = countingEngine(runtime.engine);
  take = counting.take;
  const store = createStore({ main: counting.engine });
  const links = { ...store.links, remembered: () => undefined };
  sotto = await assemble({
    ...runtime,
    store: {
      ...store,
      links,
      refusals: { ...runtime.store.refusals },
      instance: cacheInstance(store.instance),
      domains: cacheDomains(store.domains),
      blockedHosts: cacheBlockedHosts(store.blockedHosts),
    },
  });
  await sotto.deps.store.domains.list();
  await sotto.deps.store.blockedHosts.known();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;

/** What one request asks of the database, and the status it is answered with. */
async function cost(path: string, body: unknown) {
  take();
  const { status } = await sotto.api('POST', path, body);
  return { status, ...take() };
}

it('creates a content with its links in two round trips', async () => {
  const url = page();
  expect(await cost('/contents', { url })).toEqual({ status: 201, roundTrips: 2, statements: 7 });
  const more = { url: page(), externalId: unique(), slug: unique() };
  expect(await cost('/contents', more)).toEqual({ status: 201, roundTrips: 2, statements: 10 });
});

it('creates a single link in two round trips, and as many links as a bulk has', async () => {
  expect(await cost('/links', { url: page() })).toEqual({ status: 201, roundTrips: 2, statements: 7 });
  const links = Array.from({ length: 100 }, () => ({ url: page() }));
  expect(await cost('/links/bulk', { links })).toEqual({ status: 200, roundTrips: 2, statements: 7 });
});

it('finds what exists in one round trip, and looks up its past in two more', async () => {
  const url = page();
  await cost('/contents', { url });
  await cost('/links', { url });
  expect(await cost('/contents', { url })).toMatchObject({ status: 200, roundTrips: 3 });
  expect(await cost('/links', { url })).toMatchObject({ status: 200, roundTrips: 3 });
});
