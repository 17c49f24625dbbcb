import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

type Created = LinkJson & { ignored: string[] };
interface Refusal {
  code: string;
  detail: string;
  errors: { pointer: string }[];
  conflicts: { pointer: string; linkId: string; stored: unknown; requested: unknown }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const mint = (body: Record<string, unknown>) => sotto.api<Created>('POST', '/links', body);
const at = (externalId: string | null) => `/links/ext_${encodeURIComponent(externalId ?? '')}`;
const found = async (path: string) => {
  const { body } = await sotto.api<{ data: { id: string }[] }>('GET', path);
  return body.data.map(({ id }) => id);
};

describe('the external id of a link', () => {
  it('names it in paths and in the filter', async () => {
    const externalId = `a/b ü ${unique()}`;
    const { status, body: link } = await mint({ url: page(), externalId });
    expect([status, link.externalId]).toEqual([201, externalId]);
    expect((await sotto.api<LinkJson>('GET', at(externalId))).body.id).toBe(link.id);
    const patched = await sotto.api<LinkJson>('PATCH', at(externalId), { title: 'Named' });
    expect(patched.body).toMatchObject({ id: link.id, title: 'Named', externalId });
    expect(await found(`/links?externalId=${encodeURIComponent(externalId)}`)).toEqual([link.id]);
    expect(await found(`/links?externalId=${unique()}`)).toEqual([]);
    const exported = await sotto.request(`/api/v1${at(externalId)}/export`, {
      headers: { Authorization: `Bearer ${sotto.deps.settings.adminKey}` },
    });
    expect(await exported.text()).toContain(JSON.stringify(externalId));
    expect((await sotto.api('DELETE', at(externalId))).status).toBe(204);
    expect((await sotto.api('GET', at(externalId))).status).toBe(404);
    const again = await mint({ url: page(), externalId });
    expect([again.status, again.body.id === link.id]).toEqual([201, false]);
  });

  it('makes a link of its own, which find-or-create never returns', async () => {
    const url = page();
    const plain = await mint({ url, channel: 'email' });
    const ids = [unique(), unique()];
    const own = await Promise.all(ids.map((externalId) => mint({ url, channel: 'email', externalId })));
    expect(new Set([plain, ...own].map(({ body }) => body.id)).size).toBe(3);
    expect((await mint({ url, channel: 'email' })).body.id).toBe(plain.body.id);
    const { body: content } = await sotto.api<ContentJson>('POST', '/contents', { url, channels: ['email'] });
    expect(content.links).toHaveLength(3);
  });

  it('given to a link of a content keeps it the link of its channel', async () => {
    const url = page();
    const { body } = await sotto.api<ContentJson>('POST', '/contents', { url, channels: ['email'] });
    await sotto.api('PATCH', `/links/${body.links[0]?.id}`, { externalId: unique() });
    const again = await sotto.api<ContentJson>('POST', '/contents', { url, channels: ['email'] });
    expect(again.body.links.map(({ id }) => id)).toEqual([body.links[0]?.id]);
  });

  it('returns the link again and lists what was ignored', async () => {
    const externalId = unique();
    const first = {
      url: page(),
      externalId,
      channel: 'sms',
      title: 'One',
      maxClicks: 3,
      password: 'open sesame',
    };
    const { body: link } = await mint(first);
    const again = await mint(first);
    expect([again.status, again.body]).toEqual([200, { ...link, ignored: [] }]);
    const other = {
      ...first,
      title: 'Two',
      maxClicks: 4,
      slug: unique(),
      password: 'another one',
      tags: ['x'],
    };
    const ignored = await mint(other);
    expect([ignored.status, ignored.body.id]).toEqual([200, link.id]);
    expect(ignored.body.ignored.toSorted()).toEqual(['maxClicks', 'password', 'slug', 'tags', 'title']);
  });

  it.each(['url', 'channel', 'campaign', 'utm', 'contentId'])(
    'refuses another %s and names both',
    async (field) => {
      const externalId = unique();
      const { body: link } = await mint({ url: page(), externalId, campaign: 'spring', utm: { term: 'a' } });
      const { body: other } = await mint({ url: page() });
      const values = {
        url: page(),
        channel: 'x',
        campaign: 'autumn',
        utm: false,
        contentId: other.contentId,
      };
      const requested = Reflect.get(values, field);
      const where = field === 'contentId' ? {} : { url: link.url };
      const { status, body } = await sotto.api<Refusal>('POST', '/links', {
        ...where,
        externalId,
        [field]: requested,
      });
      expect([status, body.code]).toEqual([409, 'link_conflict']);
      expect(body.conflicts).toMatchObject([
        { pointer: `/${field}`, linkId: link.id, stored: Reflect.get(link, field), requested },
      ]);
      const bulk = await sotto.api<{ data: { status: number; problem: Refusal }[] }>('POST', '/links/bulk', {
        links: [{ ...where, externalId, [field]: requested }],
      });
      expect(bulk.body.data[0]).toMatchObject({ status: 409, problem: { conflicts: body.conflicts } });
    },
  );

  it('is of one link however many ask for it at once, alone or in bulk', async () => {
    const [externalId, url] = [unique(), page()];
    const body = { url, externalId, utm: false };
    const answers = await Promise.all(Array.from({ length: 20 }, () => mint(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const other = { ...body, externalId: unique() };
    const bulk = await sotto.api<{ data: { status: number; link: LinkJson }[] }>('POST', '/links/bulk', {
      links: [other, other, { ...other, url: page() }],
    });
    expect(bulk.body.data.map(({ status }) => status)).toEqual([201, 200, 409]);
  });

  it('of another link is refused by PATCH, and null takes it away', async () => {
    const externalId = unique();
    const { body: owner } = await mint({ url: page(), externalId });
    const { body: link } = await mint({ url: page() });
    const refused = await sotto.api<Refusal>('PATCH', `/links/${link.id}`, { externalId });
    expect([refused.status, refused.body.code]).toEqual([409, 'link_conflict']);
    expect(refused.body.conflicts).toMatchObject([{ pointer: '/externalId', linkId: owner.id }]);
    await sotto.api('PATCH', at(externalId), { externalId: null });
    const given = await sotto.api<LinkJson>('PATCH', `/links/${link.id}`, { externalId });
    expect([given.status, given.body.externalId]).toEqual([200, externalId]);
  });

  it('is not text that could be a line of its own', async () => {
    for (const externalId of ['', ' ', 'a\nb', 'x'.repeat(201), 7])
      expect((await mint({ url: page(), externalId })).status).toBe(422);
  });
});

it('GET /contents filters by external id', async () => {
  const externalId = unique();
  const { body } = await sotto.api<ContentJson>('POST', '/contents', { url: page(), externalId });
  expect(await found(`/contents?externalId=${externalId}`)).toEqual([body.id]);
  expect(await found(`/contents?externalId=${unique()}`)).toEqual([]);
});
