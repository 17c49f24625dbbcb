import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { createCaller } from '../../support/api/caller.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Refusal {
  code: string;
  errors: { pointer: string; detail: string }[];
  conflicts: { pointer: string; contentId: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const at = (what: 'contents' | 'links', externalId: string) =>
  `/${what}/ext_${encodeURIComponent(externalId)}`;
const putContent = (externalId: string, body: unknown) =>
  sotto.api<ContentJson>('PUT', at('contents', externalId), body);
const putLink = (externalId: string, body: unknown) =>
  sotto.api<LinkJson>('PUT', at('links', externalId), body);
const refused = async (path: string, body: unknown) => {
  const answer = await sotto.api<Refusal>('PUT', path, body);
  return [answer.status, answer.body.code, ...answer.body.errors.map(({ pointer }) => pointer)];
};

describe('PUT /contents/ext_…', () => {
  it('creates a content, and the same request again changes nothing', async () => {
    const externalId = `a/b ${unique()}`;
    const body = {
      url: page(),
      title: 'One',
      channels: ['email', 'copy'],
      slug: unique(),
      utm: { term: 'a' },
    };
    const first = await putContent(externalId, body);
    expect(first.status).toBe(201);
    expect(first.headers.get('Location')).toBe(`http://sotto.test/api/v1/contents/${first.body.id}`);
    expect(first.body).toMatchObject({ url: body.url, title: 'One', externalId });
    expect(first.body.links.map(({ channel }) => channel)).toEqual(['email', 'copy']);
    sotto.clock.now += 1000;
    const again = await putContent(externalId, body);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await putContent(externalId, { ...body, externalId })).status).toBe(200);
  });

  it('updates what is given, moves the links and adds missing channels', async () => {
    const externalId = unique();
    const { body: first } = await putContent(externalId, {
      url: page(),
      title: 'One',
      tags: ['a'],
      channels: ['email'],
    });
    const url = page();
    const { status, body } = await putContent(externalId, { url, tags: null, channels: ['email', 'sms'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: first.id, url, title: 'One', tags: [] });
    expect(body.links.map(({ channel, url }) => [channel, url])).toEqual([
      ['email', url],
      ['sms', url],
    ]);
    expect(body.links[0]).toMatchObject({ id: first.links[0]?.id, slug: first.links[0]?.slug });
    const kept = await putContent(externalId, { title: null });
    expect(kept.body).toMatchObject({ id: first.id, url, title: null });
    expect(kept.body.links).toHaveLength(2);
  });

  it('takes over a page that has no external id, and refuses one that has another', async () => {
    const [url, externalId] = [page(), unique()];
    const { body: known } = await sotto.api<ContentJson>('POST', '/contents', { url });
    const taken = await putContent(externalId, { url, title: 'Named' });
    expect([taken.status, taken.body.id, taken.body.title]).toEqual([200, known.id, 'Named']);
    const other = await sotto.api<Refusal>('PUT', at('contents', unique()), { url });
    expect([other.status, other.body.code]).toEqual([409, 'content_conflict']);
    expect(other.body.conflicts).toMatchObject([{ pointer: '/externalId', contentId: known.id }]);
    await sotto.api('POST', '/contents', { url: `${url}x` });
    expect(await refused(at('contents', externalId), { url: `${url}x` })).toEqual([
      409,
      'content_conflict',
      '/url',
    ]);
  });

  it('can archive what it creates', async () => {
    const { status, body } = await putContent(unique(), { url: page(), archived: true });
    expect([status, body.archived]).toEqual([201, true]);
  });

  it('checks a new content as POST does, and a known one as PATCH does', async () => {
    const path = at('contents', unique());
    expect(await refused(path, { title: 'No address' })).toEqual([422, 'validation', '/url']);
    expect(await refused(path, { url: page(), tags: null })).toEqual([422, 'validation', '/tags']);
    expect(await refused(path, { url: page(), nonsense: 1 })).toEqual([422, 'validation', '/nonsense']);
    expect(await refused(at('contents', ' '), { url: page() })).toEqual([422, 'validation', '/externalId']);
    expect((await sotto.api('PUT', path, { url: page() })).status).toBe(201);
    expect((await sotto.api('PUT', path, { tags: null })).status).toBe(200);
    expect(await refused(path, { url: 'nonsense' })).toEqual([422, 'validation', '/url']);
  });

  it('names fields that cannot be changed', async () => {
    const path = at('contents', unique());
    const slug = unique();
    await sotto.api('PUT', path, { url: page(), slug, channels: ['email'] });
    for (const field of ['id', 'key', 'createdAt'])
      expect(await refused(path, { [field]: 'x' })).toEqual([422, 'immutable_field', `/${field}`]);
    expect(await refused(path, { slug: unique() })).toEqual([422, 'immutable_field', '/slug']);
    expect(await refused(path, { externalId: unique() })).toEqual([422, 'immutable_field', '/externalId']);
    expect((await sotto.api('PUT', path, { slug })).status).toBe(200);
  });

  it('finds nothing under an id that nobody has, and updates under one that is known', async () => {
    const missing = await sotto.api<Refusal>('PUT', '/contents/cnt_none', { url: page() });
    expect(missing.status).toBe(404);
    const { body } = await sotto.api<ContentJson>('POST', '/contents', { url: page() });
    const put = await sotto.api<ContentJson>('PUT', `/contents/${body.id}`, { title: 'By id' });
    expect([put.status, put.body.id, put.body.title]).toEqual([200, body.id, 'By id']);
  });

  it('is one content however many ask for it at once, with other addresses too', async () => {
    const externalId = unique();
    const urls = Array.from({ length: 8 }, page);
    const answers = await Promise.all(urls.map((url) => putContent(externalId, { url, channels: ['copy'] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const shown = await sotto.api<ContentJson>('GET', at('contents', externalId));
    expect(urls).toContain(shown.body.url);
    const led = shown.body.links.filter(({ url }) => url === shown.body.url);
    expect(led).toHaveLength(1);
  });
});

describe('PUT /links/ext_…', () => {
  it('creates a link, and the same request again changes nothing', async () => {
    const externalId = `a/b ${unique()}`;
    const body = { url: page(), channel: 'sms', slug: unique(), maxClicks: 3, password: 'open sesame' };
    const first = await putLink(externalId, body);
    expect(first.status).toBe(201);
    expect(first.headers.get('Location')).toBe(`http://sotto.test/api/v1/links/${first.body.id}`);
    expect(first.body).toMatchObject({ externalId, channel: 'sms', slug: body.slug, maxClicks: 3 });
    sotto.clock.now += 1000;
    const again = await putLink(externalId, body);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('updates what is given and keeps the former destination', async () => {
    const externalId = unique();
    const { body: first } = await putLink(externalId, { url: page(), title: 'One', maxClicks: 3 });
    const url = page();
    const { status, body } = await putLink(externalId, { url, maxClicks: null });
    expect([status, body.id, body.url, body.title, body.maxClicks]).toEqual([
      200,
      first.id,
      url,
      'One',
      null,
    ]);
    expect(body.destinations.map((former) => former.url)).toEqual([first.url]);
  });

  it('creates a link of a content, and may say so again', async () => {
    const owner = unique();
    const { body: content } = await putContent(owner, { url: page(), channels: [] });
    const path = at('links', unique());
    const created = await sotto.api<LinkJson>('PUT', path, { contentId: `ext_${owner}`, channel: 'x' });
    expect([created.status, created.body.contentId, created.body.url]).toEqual([
      201,
      content.id,
      content.url,
    ]);
    expect((await sotto.api('PUT', path, { contentId: content.id })).status).toBe(200);
    expect(await refused(path, { contentId: 'cnt_other' })).toEqual([422, 'immutable_field', '/contentId']);
  });

  it('names fields that cannot be changed, and checks the others', async () => {
    const path = at('links', unique());
    expect(await refused(path, {})).toEqual([422, 'validation', '/url']);
    const { body: link } = await sotto.api<LinkJson>('PUT', path, { url: page(), slug: unique() });
    expect(await refused(path, { channel: 'x', slug: 'other' })).toEqual([
      ...[422, 'immutable_field'],
      ...['/channel', '/slug'],
    ]);
    expect(await refused(path, { id: 'x' })).toEqual([422, 'immutable_field', '/id']);
    expect(await refused(path, { domain: 'unknown.example' })).toEqual([422, 'validation', '/domain']);
    expect(await refused(path, { url: 'nonsense' })).toEqual([422, 'validation', '/url']);
    const same = { channel: 'copy', slug: link.slug, domain: 'sotto.test' };
    expect((await sotto.api('PUT', path, same)).status).toBe(200);
    expect(await refused(at('links', unique()), { url: page(), slug: link.slug })).toEqual([
      409,
      'slug_taken',
      '/slug',
    ]);
  });

  it('blocks only with the scope admin, and archives what it creates', async () => {
    const { status, body } = await putLink(unique(), { url: page(), archived: true, blocked: true });
    expect([status, body.archived, body.blocked]).toEqual([201, true, true]);
    const { keyWith } = createCaller(sotto, []);
    const headers = {
      Authorization: `Bearer ${await keyWith(['links:write'])}`,
      'Content-Type': 'application/json',
    };
    for (const extra of [{ blocked: false }, { reuse: true }]) {
      const answer = await sotto.request(`/api/v1${at('links', unique())}`, {
        ...{ method: 'PUT', headers },
        body: JSON.stringify({ url: page(), slug: unique(), ...extra }),
      });
      expect(answer.status).toBe(403);
    }
  });

  it('is one link however many ask for it at once', async () => {
    const externalId = unique();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => putLink(externalId, { url: page(), utm: false })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(7).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});
