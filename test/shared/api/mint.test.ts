import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewContent } from '../../../src/links/contents/content.ts';
import type { NewLink } from '../../../src/links/link.ts';
import { mintLink, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

describe('minting', () => {
  it('writes a content and its links, and hands back the links as asked', async () => {
    const content = newContent({ tags: ['guide'], utm: { source: 'letter' } });
    const asked = [
      newLink({ tags: ['a', 'b'] }),
      newLink({ channel: 'email', utm: false, forwardQuery: true }),
    ];
    const minted = await runtime.store.links.mint(content, asked);
    const stored = await runtime.store.contents.get(content.id);
    expect(stored).toMatchObject(content);
    expect(minted).toMatchObject(asked);
    expect(minted?.map((link) => link.contentId)).toEqual([content.id, content.id]);
  });

  it('hands back the twin that find-or-create already has', async () => {
    const content = newContent();
    const [first] = (await runtime.store.links.mint(content, [newLink({ url: content.url })])) ?? [];
    const stored = await runtime.store.contents.byKey(content.key);
    const again = await runtime.store.links.mint(stored ?? content, [newLink({ url: content.url })]);
    expect(again).toEqual([first]);
  });

  it('writes nothing at all when one slug is taken, also but for case', async () => {
    const taken = await mintLink(runtime.store, { slug: `Guide${unique()}` });
    const content = newContent();
    const free = newLink();
    const asked = [free, newLink({ slug: taken.slug.toUpperCase() })];
    expect(await runtime.store.links.mint(content, asked)).toBeUndefined();
    expect(await runtime.store.contents.get(content.id)).toBeUndefined();
    expect(await runtime.store.links.get(free.id)).toBeUndefined();
  });

  it('keeps one content per key and one per external id, whoever comes first', async () => {
    const first = newContent({ externalId: unique() });
    await runtime.store.links.mint(first, []);
    expect(await runtime.store.links.mint(newContent({ key: first.key }), [newLink()])).toHaveLength(1);
    expect(await runtime.store.contents.byKey(first.key)).toMatchObject({ id: first.id });
    const other = newContent({ externalId: first.externalId });
    expect(await runtime.store.links.mint(other, [newLink()])).toBeUndefined();
  });

  it('lets exactly one of many concurrent mints of a slug through', async () => {
    const slug = unique();
    const tries = Array.from({ length: 50 }, () =>
      runtime.store.links.mint(newContent(), [newLink({ slug, custom: true })]),
    );
    const minted = (await Promise.all(tries)).filter((links) => links !== undefined);
    expect(minted).toHaveLength(1);
  });
});

describe('minting each on its own', () => {
  const each = (content: NewContent, link: NewLink) => ({ content, link, reuse: false });

  it('writes every field of every link, whether alike in all or not', async () => {
    const [one, two] = [newContent({ title: 'One', tags: ['a'] }), newContent()];
    const period = { startsAt: 1, expiresAt: 2, maxClicks: 3 };
    const asked = [
      newLink({ ...period, tags: ['b', 'c'], utm: { term: 'x' }, forwardQuery: true, campaign: 'own' }),
      newLink({ utm: false, statusCode: 301, custom: true, slug: `Ab${unique()}`, domain: 'd.example' }),
      newLink({ url: two.url }),
    ];
    const [first, second, third] = asked;
    if (!first || !second || !third) throw new Error('not asked');
    const minted = await runtime.store.links.mintEach([
      each(one, first),
      each(one, second),
      each(two, third),
    ]);
    expect(minted).toMatchObject(asked);
    expect(minted.map(({ contentId }) => contentId)).toEqual([one.id, one.id, two.id]);
    for (const link of minted) expect(await runtime.store.links.get(link.id)).toEqual(link);
    expect(await runtime.store.contents.byKeys([one.key, two.key])).toMatchObject([one, two]);
  });

  it('leaves out who asks for a taken slug, with a content that has no other link', async () => {
    const { slug } = await mintLink(runtime.store);
    const [both, alone] = [newContent(), newContent()];
    const [free, taken] = [newLink(), newLink({ slug: slug.toUpperCase() })];
    const late = newLink({ slug: `${slug}x` });
    await mintLink(runtime.store, { slug: `${slug}x` });
    const minted = await runtime.store.links.mintEach([
      each(both, taken),
      each(both, free),
      each(alone, late),
    ]);
    expect(minted.map(({ id }) => id)).toEqual([free.id]);
    expect((await runtime.store.contents.byKeys([both.key, alone.key])).map(({ id }) => id)).toEqual([
      both.id,
    ]);
  });
});

describe('changing a link', () => {
  it('takes an archived link out of find-or-create, and puts it back', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.links.update(link, { archived: true, updatedAt: 1 });
    expect(await runtime.store.links.find([link])).toEqual([]);
    await runtime.store.links.update(link, { archived: false, updatedAt: 2 });
    expect(await runtime.store.links.find([link])).toMatchObject([{ id: link.id }]);
  });

  it('survives a change that makes it the twin of another, and still finds the older one', async () => {
    const content = newContent();
    const url = content.url;
    const asked = [newLink({ url }), newLink({ url: `${url}#part` })];
    const [older, newer] = (await runtime.store.links.mint(content, asked)) ?? [];
    if (!older || !newer) throw new Error('not minted');
    await runtime.store.links.update(newer, { url, updatedAt: 5 });
    expect(await runtime.store.links.find([older])).toMatchObject([{ id: older.id }]);
    expect(await runtime.store.links.destinations([newer.rowId])).toEqual([
      { linkRowId: newer.rowId, url: `${url}#part`, until: 5 },
    ]);
    await runtime.store.links.remove(older, 6);
    expect(await runtime.store.links.find([older])).toMatchObject([{ id: newer.id }]);
  });

  it('moves along only the links that led to the old URL of their content', async () => {
    const content = newContent();
    const asked = [newLink({ url: content.url }), newLink({ url: `${content.url}#part` })];
    await runtime.store.links.mint(content, asked);
    const stored = await runtime.store.contents.byKey(content.key);
    if (!stored) throw new Error('not stored');
    const url = `${content.url}/new`;
    expect(await runtime.store.contents.update(stored, { url, key: url, updatedAt: 9 })).toBe('updated');
    const links = await runtime.store.links.ofContents([stored.rowId]);
    expect(links.map((link) => link.url)).toEqual([url, `${content.url}#part`]);
    const moved = await runtime.store.links.destinations(links.map((link) => link.rowId));
    expect(moved.map((gone) => gone.url)).toEqual([content.url]);
  });

  it('refuses a content the key of another', async () => {
    const [first, second] = [newContent(), newContent()];
    await runtime.store.links.mint(first, []);
    await runtime.store.links.mint(second, []);
    const stored = await runtime.store.contents.byKey(second.key);
    if (!stored) throw new Error('not stored');
    expect(await runtime.store.contents.update(stored, { key: first.key })).toBe('taken');
  });
});

describe('the lookup of the redirect', () => {
  it('finds the exact slug, else the one other case, else nothing', async () => {
    const id = unique();
    const link = await mintLink(runtime.store, { slug: `Ab${id}`, custom: true });
    expect(await runtime.store.links.resolve('', `Ab${id}`)).toMatchObject({ rowId: link.rowId });
    expect(await runtime.store.links.resolve('', `aB${id}`)).toMatchObject({ rowId: link.rowId });
    expect(await runtime.store.links.resolve('', `no${id}`)).toBeUndefined();
  });

  it('falls back to the campaign and UTM of the content', async () => {
    const content = newContent({ campaign: 'spring', utm: false });
    const asked = [newLink(), newLink({ campaign: 'own', utm: { term: 'x' } })];
    await runtime.store.links.mint(content, asked);
    const [plain, own] = asked;
    expect(await runtime.store.links.resolve('', plain?.slug ?? '')).toMatchObject({
      campaign: 'spring',
      utm: false,
    });
    expect(await runtime.store.links.resolve('', own?.slug ?? '')).toMatchObject({
      campaign: 'own',
      utm: { term: 'x' },
    });
  });

  it('still knows a deleted link, without its destination', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.links.remove(link, 1);
    expect(await runtime.store.links.resolve('', link.slug)).toMatchObject({ deleted: true, url: '' });
    expect(await runtime.store.links.get(link.id)).toBeUndefined();
    expect(await runtime.store.links.mint(newContent(), [newLink({ slug: link.slug })])).toBeUndefined();
  });
});

describe('lists', () => {
  it('walk newest first, filtered by text, tag and state', async () => {
    const tag = unique();
    const title = `50% of ${tag}`;
    for (let i = 0; i < 5; i++) await mintLink(runtime.store, { tags: [tag, 'x'], title, archived: i === 0 });
    const filter = { tag, q: `0% of ${tag}`, archived: false };
    const first = await runtime.store.links.list(filter, { limit: 3, before: null });
    const rest = await runtime.store.links.list(filter, { limit: 3, before: first.at(-1)?.rowId ?? 0 });
    expect(first.map((link) => link.rowId)).toEqual(first.map((link) => link.rowId).sort((a, b) => b - a));
    expect([first.length, rest.length]).toEqual([3, 1]);
    expect(
      await runtime.store.links.list({ q: `0_ of ${tag}`, archived: false }, { limit: 9, before: null }),
    ).toEqual([]);
  });
});
