import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintLink, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

const resolve = (slug: string) => runtime.store.links.resolve('', slug);

describe('a link that the redirect remembers', () => {
  it('is looked up once', async () => {
    const link = await mintLink(runtime.store);
    expect(await resolve(link.slug)).toBe(await resolve(link.slug));
  });

  it.each([
    ['is archived', { archived: true }],
    ['is blocked', { blocked: true }],
    ['leads elsewhere', { url: 'https://pages.example/new' }],
    ['expires', { expiresAt: 5 }],
  ])('is known as it is the moment it %s', async (_, changes) => {
    const link = await mintLink(runtime.store);
    await resolve(link.slug);
    await runtime.store.links.update(link, { ...changes, updatedAt: 1 });
    expect(await resolve(link.slug)).toMatchObject(changes);
  });

  it('is known as deleted in every spelling', async () => {
    const link = await mintLink(runtime.store, { slug: `Aa${unique()}` });
    await resolve(link.slug);
    await resolve(link.slug.toUpperCase());
    await runtime.store.links.remove(link, 1);
    expect(await resolve(link.slug)).toMatchObject({ deleted: true });
    expect(await resolve(link.slug.toUpperCase())).toMatchObject({ deleted: true });
  });

  it('follows its content', async () => {
    const content = newContent();
    const asked = newLink({ url: content.url });
    await runtime.store.links.mint(content, [asked]);
    await resolve(asked.slug);
    const stored = await runtime.store.contents.byKey(content.key);
    if (!stored) throw new Error('not stored');
    await runtime.store.contents.update(stored, { campaign: 'spring', updatedAt: 1 });
    expect(await resolve(asked.slug)).toMatchObject({ campaign: 'spring' });
    await runtime.store.contents.remove(stored.rowId, 2);
    expect(await resolve(asked.slug)).toMatchObject({ deleted: true });
  });

  it('shows each of its clicks when they are limited', async () => {
    const link = await mintLink(runtime.store, { maxClicks: 2 });
    await resolve(link.slug);
    expect(await runtime.store.clickLimits.takeClick(link.rowId)).toBe(true);
    expect(await resolve(link.slug)).toMatchObject({ clicksTaken: 1 });
  });

  it('is found as soon as it is minted where there was none', async () => {
    const slug = unique();
    expect(await resolve(slug)).toBeUndefined();
    await mintLink(runtime.store, { slug });
    expect(await resolve(slug)).toBeDefined();
  });

  it('is ambiguous as soon as another spelling of its slug could be meant', async () => {
    const slug = `Bb${unique()}`;
    await mintLink(runtime.store, { slug });
    expect(await resolve(slug.toLowerCase())).toBeDefined();
    expect(await resolve(slug.toUpperCase())).toBeDefined();
    expect(await resolve(`${slug}x`)).toBeUndefined();
  });
});
