/** Which links the redirect's cache keeps, in front of the real database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { cacheLinks } from '../../../src/links/cache/link-cache.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { mintLink, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';

/** The documented size of the cache. */
const CACHED = 10_000;
const PER_CONTENT = 500;

const dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const { store, close } = openStore({ dataDir, synchronous: 'normal' });
afterAll(() => {
  close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The slugs that were read from the database. */
const reads: string[] = [];
beforeEach(() => {
  reads.length = 0;
});
const counting: typeof store.links.resolve = (domain, slug) => {
  reads.push(slug);
  return store.links.resolve(domain, slug);
};
const openCache = () => cacheLinks({ ...store, links: { ...store.links, resolve: counting } });

async function mintMany(count: number): Promise<string[]> {
  const slugs: string[] = [];
  for (let first = 0; first < count; first += PER_CONTENT) {
    const page = newContent();
    const wanted = Math.min(PER_CONTENT, count - first);
    const links = Array.from({ length: wanted }, (_, at) => newLink({ url: page.url, campaign: `${at}` }));
    for (const { slug } of (await mintLinks(store, page, links)) ?? []) slugs.push(slug);
  }
  return slugs;
}

it('a link is kept from its second look-up on', async () => {
  const { links } = openCache();
  const { slug } = await mintLink(store);
  for (const _ of [1, 2, 3, 4]) expect((await links.resolve('', slug))?.slug).toBe(slug);
  expect(reads).toEqual([slug, slug]);
  expect(links.remembered('', slug)?.slug).toBe(slug);
});

it('links that are opened once evict no busy one, however many they are', async () => {
  const { links } = openCache();
  const { slug } = await mintLink(store);
  for (const _ of [1, 2]) await links.resolve('', slug);
  for (const rare of await mintMany(CACHED)) await links.resolve('', rare);
  reads.length = 0;
  expect((await links.resolve('', slug))?.slug).toBe(slug);
  expect(reads).toEqual([]);
});

it('as many links are kept as documented, those that were opened last', async () => {
  const { links } = openCache();
  const slugs = await mintMany(CACHED + 1);
  for (const slug of slugs) for (const _ of [1, 2]) await links.resolve('', slug);
  reads.length = 0;
  for (const slug of slugs.slice(1)) await links.resolve('', slug);
  expect(reads).toEqual([]);
  await links.resolve('', slugs[0] ?? '');
  expect(reads).toEqual(slugs.slice(0, 1));
});
