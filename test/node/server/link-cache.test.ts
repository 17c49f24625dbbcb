import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintLink, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

const resolve = (slug: string) => runtime.store.links.resolve('', slug);
/** Looks a link up until it is cached. */
const cache = async (slug: string) => {
  for (const _ of [1, 2]) await resolve(slug);
  expect(await resolve(slug)).toBe(await resolve(slug));
};

describe('a link that the redirect has cached', () => {
  it.each([
    ['is archived', { archived: true }],
    ['is blocked', { blocked: true }],
    ['leads elsewhere', { url: 'https://pages.example/new' }],
    ['expires', { expiresAt: 5 }],
  ])('is up to date as soon as it %s', async (_, changes) => {
    const link = await mintLink(runtime.store);
    await cache(link.slug);
    await runtime.store.links.update(link, { ...changes, updatedAt: 1 });
    expect(await resolve(link.slug)).toMatchObject(changes);
  });

  it('is deleted in every spelling', async () => {
    const link = await mintLink(runtime.store, { slug: `Aa${unique()}` });
    await cache(link.slug);
    await cache(link.slug.toUpperCase());
    await runtime.store.links.remove(link, 1);
    expect(await resolve(link.slug)).toMatchObject({ deleted: true });
    expect(await resolve(link.slug.toUpperCase())).toMatchObject({ deleted: true });
  });

  it('changes with its content', async () => {
    const content = newContent();
    const asked = newLink({ url: content.url });
    await mintLinks(runtime.store, content, [asked]);
    await cache(asked.slug);
    const stored = await runtime.store.contents.byKey(content.key);
    if (!stored) throw new Error('not stored');
    await runtime.store.contents.update(stored, { campaign: 'spring', updatedAt: 1 });
    expect(await resolve(asked.slug)).toMatchObject({ campaign: 'spring' });
    await cache(asked.slug);
    await runtime.store.contents.remove(stored.rowId, 2);
    expect(await resolve(asked.slug)).toMatchObject({ deleted: true });
  });

  it('is read again after each click if it is limited', async () => {
    const link = await mintLink(runtime.store, { maxClicks: 2 });
    for (const _ of [1, 2]) await resolve(link.slug);
    expect(await runtime.store.clickLimits.takeClick(link.rowId, false)).toBe(true);
    expect(await resolve(link.slug)).toMatchObject({ clicksTaken: 1 });
  });

  it('is found as soon as its slug is minted, even if that was looked up before', async () => {
    const slug = unique();
    expect(await resolve(slug)).toBeUndefined();
    await mintLink(runtime.store, { slug });
    expect(await resolve(slug)).toBeDefined();
  });

  it('is found by every spelling of its slug, but not by a longer slug', async () => {
    const slug = `Bb${unique()}`;
    await mintLink(runtime.store, { slug });
    expect(await resolve(slug.toLowerCase())).toBeDefined();
    expect(await resolve(slug.toUpperCase())).toBeDefined();
    expect(await resolve(`${slug}x`)).toBeUndefined();
  });
});
