import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewContent } from '../../../src/links/contents/content.ts';
import type { ContentRef, Lookup } from '../../../src/links/create/existing-state.ts';
import type { Link, NewLink } from '../../../src/links/link.ts';
import type { NewGroup } from '../../../src/store-ports/link-stores.ts';
import {
  mintLink,
  mintLinks,
  newContent,
  newGroup,
  newLink,
  unique,
} from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

describe('writing groups of links', () => {
  const insert = (...groups: NewGroup[]) => runtime.store.links.insertGroups(groups);
  const contentOf = (content: NewContent) => runtime.store.contents.get(content.id);
  const made = async (content: NewContent, links: NewLink[]) => {
    const [group] = await insert(newGroup(content, links));
    if (!group) throw new Error('not written');
    return group;
  };

  it('writes a content and its links, and returns both as they are stored', async () => {
    const content = newContent({ tags: ['guide'], utm: { source: 'letter' } });
    const links = [
      newLink({ tags: ['a', 'b'] }),
      newLink({ channel: 'email', utm: false, forwardQuery: true }),
    ];
    const group = await made(content, links);
    expect(group).toMatchObject({ content, links });
    expect(group.content).toEqual(await contentOf(content));
    for (const link of group.links) expect(await runtime.store.links.get(link.id)).toEqual(link);
  });

  it('writes every field of every link, whether the same in all or not', async () => {
    const [one, two] = [newContent({ title: 'One', tags: ['a'] }), newContent()];
    const period = { startsAt: 1, expiresAt: 2, maxClicks: 3 };
    const links = [
      newLink({ ...period, tags: ['b', 'c'], utm: { term: 'x' }, forwardQuery: true, campaign: 'own' }),
      newLink({ utm: false, statusCode: 301, custom: true, slug: `Ab${unique()}`, domain: 'd.example' }),
      newLink({ url: two.url }),
    ];
    const [first, second, third] = links;
    if (!first || !second || !third) throw new Error('not given');
    const groups = await insert(newGroup(one, [first]), newGroup(one, [second]), newGroup(two, [third]));
    expect(groups).toMatchObject([
      { content: one, links: [first] },
      { content: one, links: [second] },
      { content: two, links: [third] },
    ]);
    for (const link of groups.flatMap((group) => group?.links ?? [])) {
      expect(await runtime.store.links.get(link.id)).toEqual(link);
    }
    expect([await contentOf(one), await contentOf(two)]).toEqual([groups[0]?.content, groups[2]?.content]);
  });

  it('writes a content without links, which keeps its place', async () => {
    const content = newContent();
    expect((await made(content, [])).content).toEqual(await contentOf(content));
    expect(await insert(newGroup(newContent({ key: content.key }), []))).toEqual([undefined]);
  });

  it('writes nothing of a group if one slug is taken in any case, and all of the others', async () => {
    const { slug } = await mintLink(runtime.store, { slug: `Guide${unique()}` });
    const [refused, shared, alone] = [newContent(), newContent(), newContent()];
    const [free, taken] = [newLink(), newLink({ slug: slug.toUpperCase() })];
    const [mine, other] = [newLink(), newLink()];
    const groups = await insert(
      newGroup(refused, [free, taken]),
      newGroup(shared, [newLink({ slug: slug.toLowerCase() })]),
      newGroup(shared, [mine]),
      newGroup(alone, [other]),
    );
    expect(groups.map((group) => group?.links.map(({ id }) => id))).toEqual([
      undefined,
      undefined,
      [mine.id],
      [other.id],
    ]);
    expect(await contentOf(refused)).toBeUndefined();
    expect(await runtime.store.links.get(free.id)).toBeUndefined();
    expect(await contentOf(shared)).toMatchObject(shared);
  });

  it('keeps one content per key and one per external id, whichever comes first', async () => {
    const { content: first } = await made(newContent({ externalId: unique() }), []);
    const rivals = [newContent({ key: first.key }), newContent({ externalId: first.externalId })];
    for (const rival of rivals) {
      const link = newLink({ url: rival.url });
      expect(await insert(newGroup(rival, [link]))).toEqual([undefined]);
      expect(await contentOf(rival)).toBeUndefined();
      expect(await runtime.store.links.get(link.id)).toBeUndefined();
    }
    expect(await runtime.store.links.firstOfContents([first.rowId], 10)).toEqual([]);
  });

  it('writes no link that find-or-create already has', async () => {
    const { content } = await made(newContent(), []);
    const link = () => newLink({ url: content.url });
    const first = await insert(newGroup(content, [link()]));
    expect(await insert(newGroup(content, [link()]))).toEqual([undefined]);
    const shown = await runtime.store.links.firstOfContents([content.rowId], 10);
    expect(shown.map(({ id }) => id)).toEqual([first[0]?.links[0]?.id]);
  });

  it('writes nothing for a content that has moved, is deleted or has got a link meanwhile', async () => {
    const { content, links } = await made(newContent(), [newLink()]);
    const late = () => newGroup(content, [newLink({ channel: 'sms' })], { newestLink: links[0]?.rowId ?? 0 });
    expect(await insert(late())).toMatchObject([{ content: { id: content.id } }]);
    expect(await insert(late())).toEqual([undefined]);
    const group = () => newGroup(content, [newLink({ channel: 'x' })]);
    await runtime.store.contents.update(content, { url: `${content.url}#moved`, updatedAt: 1 });
    expect(await insert(group())).toEqual([undefined]);
    await runtime.store.contents.update(content, { url: content.url, updatedAt: 2 });
    expect(await insert(group())).toMatchObject([{ content: { id: content.id } }]);
    await runtime.store.contents.remove(content.rowId, 3);
    expect(await insert(group())).toEqual([undefined]);
  });

  it('ignores deleted links among the newer ones', async () => {
    const { content } = await made(newContent(), []);
    const [gone] = await insert(newGroup(content, [newLink()]));
    if (!gone?.links[0]) throw new Error('not written');
    await runtime.store.links.remove(gone.links[0], 1);
    expect(await insert(newGroup(content, [newLink()], { newestLink: 0 }))).toMatchObject([{ content }]);
  });

  it('attaches an external id together with the links, or neither', async () => {
    const { slug } = await mintLink(runtime.store);
    const { content } = await made(newContent(), []);
    const attach = { externalId: unique(), updatedAt: 7 };
    const taken = newGroup(content, [newLink({ slug })], { attach });
    expect(await insert(taken)).toEqual([undefined]);
    expect(await contentOf(content)).toEqual(content);
    const link = newLink({ url: content.url });
    const [group] = await insert(newGroup(content, [link], { attach }));
    expect(group).toMatchObject({ content: { ...content, ...attach }, links: [link] });
    expect(await contentOf(content)).toEqual(group?.content);
    const { content: other } = await made(newContent(), []);
    for (const links of [[], [newLink({ url: other.url })]]) {
      expect(await insert(newGroup(other, links, { attach }))).toEqual([undefined]);
      expect(await insert(newGroup(content, links, { attach: { ...attach, externalId: unique() } }))).toEqual(
        [undefined],
      );
    }
    expect(await runtime.store.links.firstOfContents([other.rowId], 10)).toEqual([]);
    expect(
      await insert(newGroup(other, [], { attach: { externalId: unique(), updatedAt: 8 } })),
    ).toMatchObject([{ content: { id: other.id } }]);
  });

  it('lets exactly one of many concurrent groups have a slug', async () => {
    const slug = unique();
    const tries = Array.from({ length: 50 }, () =>
      insert(newGroup(newContent(), [newLink(), newLink({ slug, custom: true })])),
    );
    const written = (await Promise.all(tries)).flat().filter((group) => group !== undefined);
    expect(written).toHaveLength(1);
  });
});

describe('what exists already', () => {
  const nothing: Lookup = { contents: [], equivalent: null, linkExternalId: null, links: null, slugs: [] };
  const load = (...lookups: Partial<Lookup>[]) =>
    runtime.store.links.loadExisting(lookups.map((lookup) => ({ ...nothing, ...lookup })));

  it('is found by id, external id and key, once however many names lead to it', async () => {
    const [one, two] = [newContent({ externalId: unique(), tags: ['a'] }), newContent({ utm: false })];
    const links = (await mintLinks(runtime.store, one, [newLink({ url: one.url }), newLink()])) ?? [];
    await mintLinks(runtime.store, two, []);
    const names: ContentRef[] = [
      { by: 'id', value: one.id },
      { by: 'externalId', value: one.externalId ?? '' },
      { by: 'key', value: one.key },
    ];
    const state = await load(
      { contents: names, links: { domain: '', channels: [], url: '' } },
      { contents: [{ by: 'key', value: two.key }] },
    );
    for (const name of names) expect(state.content(name)).toMatchObject(one);
    expect(state.linksOf(one.id)).toEqual(links);
    expect(state.content({ by: 'id', value: two.id })).toMatchObject(two);
    expect(state.linksOf(two.id)).toEqual([]);
    expect(state.content({ by: 'key', value: `${two.key}x` })).toBeUndefined();
  });

  it('leaves out deleted contents and links, but not their slugs', async () => {
    const content = newContent();
    const [link] = (await mintLinks(runtime.store, content, [newLink({ slug: `Ab${unique()}` })])) ?? [];
    if (!link) throw new Error('not written');
    await runtime.store.links.remove(link, 1);
    const name: ContentRef = { by: 'key', value: content.key };
    const slugs = [{ domain: '', slug: link.slug.toUpperCase() }];
    const first = await load(
      { contents: [name], links: { domain: '', channels: [], url: '' }, slugs },
      { slugs },
    );
    expect(first.linksOf(content.id)).toEqual([]);
    expect(first.slugConflicts({ domain: '', slug: link.slug })).toMatchObject([
      { id: link.id, deletedAt: 1 },
    ]);
    expect(first.slugConflicts({ domain: 'd.example', slug: link.slug })).toEqual([]);
    await runtime.store.contents.remove(link.contentRowId, 2);
    const second = await load({ contents: [name], slugs });
    expect(second.content(name)).toBeUndefined();
    expect(second.slugConflicts({ domain: '', slug: link.slug })).toMatchObject([{ contentId: content.id }]);
  });

  it("knows the link of one domain, channel, campaign and destination, the content's own unless another is given", async () => {
    const content = newContent({ externalId: unique() });
    const { url } = content;
    const plain = { domain: '', channel: 'whatsapp', campaign: '' } as const;
    const links = [newLink({ url }), newLink({ url, domain: 'd.example' }), newLink({ url: `${url}#x` })];
    await mintLinks(runtime.store, content, [...links, newLink({ url, campaign: 'c', maxClicks: 1 })]);
    const contents: ContentRef[] = [{ by: 'externalId', value: content.externalId ?? '' }];
    const wanted = [
      { ...plain, url: null },
      { ...plain, url, domain: 'd.example' },
      { ...plain, url: `${url}#x` },
      { ...plain, url, campaign: 'c' },
    ];
    const state = await load(...wanted.map((equivalent) => ({ contents, equivalent })));
    const found = wanted.map(
      (each) => state.equivalentLink(content.id, { ...each, url: each.url ?? url })?.id,
    );
    expect(found).toEqual([...links.map(({ id }) => id), undefined]);
  });
});

describe('changing a link', () => {
  /** The link that find-or-create returns in place of this one. */
  const find = async (link: Link) => {
    const contents: ContentRef[] = [{ by: 'id', value: link.contentId }];
    const state = await runtime.store.links.loadExisting([
      { contents, equivalent: link, linkExternalId: null, links: null, slugs: [] },
    ]);
    return state.equivalentLink(link.contentId, link);
  };

  it('takes an archived link out of find-or-create, and puts it back', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.links.update(link, { archived: true, updatedAt: 1 });
    expect(await find(link)).toBeUndefined();
    await runtime.store.links.update(link, { archived: false, updatedAt: 2 });
    expect(await find(link)).toMatchObject({ id: link.id });
  });

  it('survives a change that makes it the twin of another, and still finds the older one', async () => {
    const content = newContent();
    const url = content.url;
    const asked = [newLink({ url }), newLink({ url: `${url}#part` })];
    const [older, newer] = (await mintLinks(runtime.store, content, asked)) ?? [];
    if (!older || !newer) throw new Error('not minted');
    await runtime.store.links.update(newer, { url, updatedAt: 5 });
    expect(await find(older)).toMatchObject({ id: older.id });
    expect(await runtime.store.links.destinations([newer.rowId])).toEqual([
      { linkRowId: newer.rowId, url: `${url}#part`, until: 5 },
    ]);
    await runtime.store.links.remove(older, 6);
    expect(await find(older)).toMatchObject({ id: newer.id });
  });

  it('moves along only the links that led to the old URL of their content', async () => {
    const content = newContent();
    const asked = [newLink({ url: content.url }), newLink({ url: `${content.url}#part` })];
    await mintLinks(runtime.store, content, asked);
    const stored = await runtime.store.contents.byKey(content.key);
    if (!stored) throw new Error('not stored');
    const url = `${content.url}/new`;
    expect(await runtime.store.contents.update(stored, { url, key: url, updatedAt: 9 })).toBe('updated');
    const links = await runtime.store.links.firstOfContents([stored.rowId], 10);
    expect(links.map((link) => link.url)).toEqual([url, `${content.url}#part`]);
    const moved = await runtime.store.links.destinations(links.map((link) => link.rowId));
    expect(moved.map((gone) => gone.url)).toEqual([content.url]);
  });

  it('refuses a content the key of another', async () => {
    const [first, second] = [newContent(), newContent()];
    await mintLinks(runtime.store, first, []);
    await mintLinks(runtime.store, second, []);
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
    await mintLinks(runtime.store, content, asked);
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
    expect(await mintLinks(runtime.store, newContent(), [newLink({ slug: link.slug })])).toBeUndefined();
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
