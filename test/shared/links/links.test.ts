import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { LinkJson } from '../../../src/api/schemas/present-links.ts';
import { createApp } from '../../../src/app.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

type Created = LinkJson & { ignored: string[] };
interface Refusal {
  code: string;
  errors: { pointer: string; detail: string }[];
}
interface List {
  data: LinkJson[];
  nextCursor: string | null;
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const mint = (body: Record<string, unknown>) => sotto.api<Created>('POST', '/links', body);
const refused = (method: string, path: string, body: unknown) => sotto.api<Refusal>(method, path, body);
const pointers = ({ errors }: Refusal) => errors.map((error) => error.pointer);
const statuses = (answers: { status: number }[]) =>
  Object.fromEntries([200, 201, 409].map((code) => [code, answers.filter((a) => a.status === code).length]));

describe('POST /links', () => {
  it('mints a link, and its content with it', async () => {
    const url = page();
    const { status, headers, body } = await mint({ url });
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`http://sotto.test/api/v1/links/${body.id}`);
    expect(body).toMatchObject({ url, channel: 'copy', statusCode: 302, destinations: [], ignored: [] });
    const content = await sotto.api('GET', `/contents/${body.contentId}`);
    expect(content.body).toMatchObject({ url, title: null });
  });

  it('mints for a content by its id or its external id', async () => {
    const made = await sotto.api<{ id: string; url: string }>('POST', '/contents', {
      url: page(),
      channels: [],
      externalId: unique(),
    });
    const { id, url } = made.body;
    const { body } = await mint({ contentId: id, channel: 'x' });
    expect(body).toMatchObject({ contentId: id, url, channel: 'x' });
    const again = await mint({ contentId: `ext_${Object(made.body).externalId}`, channel: 'x' });
    expect(again).toMatchObject({ status: 200, body: { id: body.id } });
  });

  it('wants exactly one of url and contentId', async () => {
    const { body: made } = await mint({ url: page() });
    for (const body of [{}, { url: page(), contentId: made.contentId }]) {
      const answer = await refused('POST', '/links', body);
      expect([answer.status, pointers(answer.body)]).toEqual([422, ['/url']]);
    }
    const unknown = await refused('POST', '/links', { contentId: 'cnt_none' });
    expect([unknown.status, pointers(unknown.body)]).toEqual([422, ['/contentId']]);
  });

  it('leaves no content behind when its slug is taken', async () => {
    const [slug, url] = [unique(), page()];
    await mint({ url: page(), slug });
    expect((await mint({ url, slug })).status).toBe(409);
    const found = await sotto.api<List>('GET', `/contents?url=${encodeURIComponent(url)}`);
    expect(found.body.data).toEqual([]);
  });
});

describe('random slugs', () => {
  const mintWith = async (slugs: string[], body: Record<string, unknown>) => {
    const { deps } = sotto;
    const ids = { ...deps.ids, slug: () => slugs.shift() ?? 'never' };
    const log = { ...deps.log, error: () => {} };
    const app = createApp({ ...deps, ids, log }, () => ({ address: null }));
    const response = await app.request('http://sotto.test/api/v1/links', {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Partial<LinkJson> };
  };

  it('give way to one that is taken', async () => {
    const [taken, free] = [unique(), unique()];
    await mint({ url: page(), slug: taken });
    const minted = await mintWith([taken, taken.toUpperCase(), taken, free], { url: page() });
    expect(minted).toMatchObject({ status: 201, body: { slug: free } });
  });

  it('give up after five, and leave no content behind', async () => {
    const [taken, url] = [unique(), page()];
    await mint({ url: page(), slug: taken });
    const minted = await mintWith(Array(5).fill(taken), { url });
    expect(minted.status).toBe(500);
    const found = await sotto.api<List>('GET', `/contents?url=${encodeURIComponent(url)}`);
    expect(found.body.data).toEqual([]);
  });
});

describe('find-or-create', () => {
  it('finds the link with the same destination, channel and campaign, and says what it ignored', async () => {
    const body = { url: page(), channel: 'email', campaign: 'may', title: 'First' };
    const first = await mint(body);
    const again = await mint({ ...body, title: 'Second', tags: ['x'] });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, ignored: ['title', 'tags'] });
  });

  it('takes a behaviour at its default for none at all', async () => {
    const url = page();
    const first = await mint({ url });
    const spelled = { statusCode: 302, forwardQuery: false, expiresAt: null, maxClicks: null, utm: {} };
    expect(await mint({ url, ...spelled })).toMatchObject({ status: 200, body: { id: first.body.id } });
  });

  const url = 'https://pages.example/asked';
  const differing: [string, Record<string, unknown>][] = [
    ['a fragment', { url: `${url}#part` }],
    ['UTM in the address', { url: `${url}?utm_source=mail` }],
    ['a trailing slash', { url: `${url}/` }],
    ['another channel', { channel: 'sms' }],
    ['a campaign', { campaign: 'may' }],
    ['a slug', { slug: `s${unique()}` }],
    ['UTM values', { utm: { source: 'x' } }],
    ['UTM switched off', { utm: false }],
    ['a status', { statusCode: 308 }],
    ['a passed-on query', { forwardQuery: true }],
    ['a start', { startsAt: '2027-01-01T00:00:00Z' }],
    ['an end', { expiresAt: '2027-01-01T00:00:00Z' }],
    ['a limit', { maxClicks: 1 }],
  ];
  it.each(differing)('never hands back a link that differs by %s', async (_, change) => {
    const channel = 'linkedin';
    const plain = await mint({ url, channel });
    const other = await mint({ url, channel, ...change });
    expect(other.body.id).not.toBe(plain.body.id);
    expect(other.body).toMatchObject(
      change.expiresAt || change.startsAt ? { url } : { url, channel, ...change },
    );
    expect((await mint({ url, channel })).body.id).toBe(plain.body.id);
  });

  const unfit: [string, Record<string, unknown>][] = [
    ['archived', { archived: true }],
    ['blocked', { blocked: true }],
    ['limited', { maxClicks: 5 }],
    ['led elsewhere', { url: 'https://pages.example/elsewhere' }],
    ['given an end', { expiresAt: '2027-01-01T00:00:00Z' }],
  ];
  it.each(unfit)('never hands back a link that was %s since', async (_, change) => {
    const asked = { url: page(), channel: 'email' };
    const first = await mint(asked);
    expect((await sotto.api('PATCH', `/links/${first.body.id}`, change)).status).toBe(200);
    const second = await mint(asked);
    expect(second).toMatchObject({ status: 201, body: { url: asked.url, contentId: first.body.contentId } });
  });

  it('never hands back a deleted link', async () => {
    const url = page();
    const first = await mint({ url });
    await sotto.api('DELETE', `/links/${first.body.id}`);
    expect((await mint({ url })).status).toBe(201);
  });

  it('is one link however many ask for it at once', async () => {
    const url = page();
    const answers = await Promise.all(Array.from({ length: 50 }, () => mint({ url })));
    expect(statuses(answers)).toEqual({ 200: 49, 201: 1, 409: 0 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('custom slugs', () => {
  it('come back with the very same request', async () => {
    const body = { url: page(), slug: unique(), expiresAt: '2027-01-01T00:00:00+02:00', utm: { term: 't' } };
    const first = await mint(body);
    expect(first.body.expiresAt).toBe('2026-12-31T22:00:00.000Z');
    const again = await mint({ ...body, title: 'New' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, ignored: ['title'] });
  });

  it.each([{ channel: 'sms' }, { maxClicks: 3 }, { utm: false }, { campaign: 'c' }, { url: page() }])(
    'are taken for a link with %j',
    async (change) => {
      const body = { url: page(), slug: unique() };
      await mint(body);
      const answer = await refused('POST', '/links', { ...body, ...change });
      expect([answer.status, answer.body.code, pointers(answer.body)]).toEqual([
        409,
        'slug_taken',
        ['/slug'],
      ]);
    },
  );

  it('are taken in every other case, and for ever', async () => {
    const body = { url: page(), slug: `Guide${unique()}` };
    const first = await mint(body);
    expect((await mint({ ...body, slug: body.slug.toUpperCase() })).status).toBe(409);
    await sotto.api('DELETE', `/links/${first.body.id}`);
    expect((await mint(body)).status).toBe(409);
  });

  it('go to one of 1,000 different links that want them at once', async () => {
    const slug = unique();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => mint({ url: page(), slug })));
    expect(statuses(answers)).toEqual({ 200: 0, 201: 1, 409: 999 });
  });

  it('are searched for by a text of any length, ASCII case aside, in which no character is special', async () => {
    const title = `${unique()} 100%_Ä\\ ${'long '.repeat(30)}end`;
    const { body } = await sotto.api<{ id: string }>('POST', '/links', {
      url: `https://pages.example/${unique()}`,
      slug: unique(),
      title,
    });
    const idsBy = async (q: string) => {
      const { status, body: found } = await sotto.api<List>('GET', `/links?q=${encodeURIComponent(q)}`);
      return [status, found.data.map(({ id }) => id)];
    };
    for (const q of [title, title.toUpperCase(), title.slice(3, 120)]) {
      expect(await idsBy(q)).toEqual([200, [body.id]]);
    }
    expect(await idsBy(title.replace('%', 'x'))).toEqual([200, []]);
  });

  it('give 1,000 equal requests at once one link', async () => {
    const body = { url: page(), slug: unique() };
    const answers = await Promise.all(Array.from({ length: 1000 }, () => mint(body)));
    expect(statuses(answers)).toEqual({ 200: 999, 201: 1, 409: 0 });
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const found = await sotto.api<List>('GET', `/links?q=${body.slug}`);
    expect(found.body.data).toHaveLength(1);
  });
});

describe('PATCH /links', () => {
  it('merges: null clears to what a new link has, absent fields stay', async () => {
    const { body: made } = await mint({
      url: page(),
      title: 'A',
      campaign: 'c',
      tags: ['t'],
      utm: { source: 's', term: 'x' },
      maxClicks: 3,
      statusCode: 301,
      forwardQuery: true,
    });
    const patch = { campaign: null, tags: null, maxClicks: null, statusCode: null, forwardQuery: null };
    const { body } = await sotto.api<LinkJson>('PATCH', `/links/${made.id}`, {
      ...patch,
      utm: { term: null },
    });
    expect(body).toMatchObject({
      title: 'A',
      campaign: null,
      tags: [],
      utm: { source: 's' },
      maxClicks: null,
    });
    expect(body).toMatchObject({ statusCode: 302, forwardQuery: false });
    expect((await sotto.api('GET', `/links/${made.id}`)).body).toEqual(body);
  });

  it('notes the destination that was left, keeps the clicks, and leads to the new one', async () => {
    const [old, url] = [page(), page()];
    const { body: made } = await mint({ url: old, utm: false });
    await sotto.click(made.shortUrl);
    sotto.clock.now += 1000;
    const { body } = await sotto.api<LinkJson>('PATCH', `/links/${made.id}`, { url });
    const until = new Date(sotto.clock.now).toISOString();
    expect(body).toMatchObject({ url, clicks: 1, destinations: [{ url: old, until }], updatedAt: until });
    expect((await sotto.click(made.shortUrl)).headers.get('Location')).toBe(url);
  });

  it('leaves a link as it is when nothing differs', async () => {
    const { body: made } = await mint({ url: page(), tags: ['a', 'b'] });
    sotto.clock.now += 1000;
    const { ignored, ...link } = made;
    for (const patch of [{}, { url: made.url }, { tags: ['b', 'a'], archived: null }]) {
      expect((await sotto.api('PATCH', `/links/${made.id}`, patch)).body).toEqual(link);
    }
  });

  it('accepts its own media type', async () => {
    const { body: made } = await mint({ url: page() });
    const response = await sotto.request(`/api/v1/links/${made.id}`, {
      method: 'PATCH',
      headers: {
        Authorization: `Bearer ${sotto.deps.settings.adminKey}`,
        'Content-Type': 'application/merge-patch+json; charset=utf-8',
      },
      body: '{"title":"Patched"}',
    });
    expect(await response.json()).toMatchObject({ title: 'Patched' });
  });

  it('refuses what never changes by an error of its own', async () => {
    const { body: made } = await mint({ url: page() });
    for (const field of ['id', 'channel', 'domain', 'slug', 'contentId', 'createdAt'] as const) {
      const { status, body } = await refused('PATCH', `/links/${made.id}`, { [field]: made[field] });
      expect([status, body.code, pointers(body)]).toEqual([422, 'immutable_field', [`/${field}`]]);
    }
  });

  it('refuses an end before the start, wherever the two come from', async () => {
    const { body: made } = await mint({ url: page(), startsAt: '2027-05-01T00:00:00Z' });
    for (const expiresAt of ['2027-04-30T00:00:00Z', '2027-05-01T00:00:00Z']) {
      const { status, body } = await refused('PATCH', `/links/${made.id}`, { expiresAt });
      expect([status, pointers(body)]).toEqual([422, ['/expiresAt']]);
    }
  });

  it('blocks for administrators only', async () => {
    const { body: made } = await mint({ url: page() });
    const { text, record } = await createApiKey(sotto.deps.ids, {
      name: 'w',
      scopes: ['links:write'],
      at: 0,
    });
    await sotto.deps.store.keys.add(record);
    const ask = (body: unknown) =>
      sotto.request(`/api/v1/links/${made.id}`, {
        method: 'PATCH',
        headers: { Authorization: `Bearer ${text}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await ask({ title: 'fine' })).status).toBe(200);
    const answer = await ask({ blocked: true });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'missing_scope' }]);
    expect((await sotto.api('PATCH', `/links/${made.id}`, { blocked: true })).status).toBe(200);
    expect((await sotto.click(made.shortUrl)).status).toBe(451);
  });
});

describe('a deleted link', () => {
  it('is gone once, and answers 410 from then on', async () => {
    const { body: made } = await mint({ url: page() });
    const answer = await sotto.api('DELETE', `/links/${made.id}`);
    expect([answer.status, answer.body]).toEqual([204, null]);
    expect((await sotto.api('DELETE', `/links/${made.id}`)).status).toBe(404);
    expect((await sotto.api('PATCH', `/links/${made.id}`, {})).status).toBe(404);
    expect((await sotto.api('GET', `/links/${made.id}`)).status).toBe(404);
    expect((await sotto.click(made.shortUrl)).status).toBe(410);
  });
});

describe('GET /links', () => {
  it('walks all rows once, newest first, by cursors and by Link headers', async () => {
    const tag = unique();
    const made: string[] = [];
    for (let i = 0; i < 7; i++) made.unshift((await mint({ url: page(), tags: [tag] })).body.id);
    const seen: string[] = [];
    let path: string | undefined = `/links?limit=3&tag=${tag}`;
    let pages = 0;
    while (path) {
      const { headers, body }: { headers: Headers; body: List } = await sotto.api<List>('GET', path);
      seen.push(...body.data.map(({ id }) => id));
      const next: string | undefined = /^<http:\/\/sotto\.test\/api\/v1(.+)>; rel="next"$/.exec(
        headers.get('Link') ?? '',
      )?.[1];
      expect(next?.includes(`cursor=${body.nextCursor}`)).toBe(body.nextCursor === null ? undefined : true);
      path = next;
      pages++;
    }
    expect(seen).toEqual(made);
    expect(pages).toBe(3);
  });

  it('names no next page when the last one is exactly full', async () => {
    const tag = unique();
    for (let i = 0; i < 2; i++) await mint({ url: page(), tags: [tag] });
    const { headers, body } = await sotto.api<List>('GET', `/links?limit=2&tag=${tag}`);
    expect([body.data.length, body.nextCursor, headers.get('Link')]).toEqual([2, null, null]);
  });

  it('finds by short address, content, channel, domain and text', async () => {
    const { body: made } = await mint({ url: page(), channel: 'bluesky', slug: `Find${unique()}` });
    const ids = async (query: Record<string, string>) => {
      const { body } = await sotto.api<List>('GET', `/links?${new URLSearchParams(query)}`);
      return body.data.map(({ id }) => id);
    };
    const contentId = made.contentId;
    expect(await ids({ shortUrl: made.shortUrl })).toEqual([made.id]);
    expect(await ids({ shortUrl: `${made.shortUrl}.newsletter` })).toEqual([made.id]);
    expect(await ids({ contentId, channel: 'bluesky', domain: 'sotto.test' })).toEqual([made.id]);
    expect(await ids({ q: made.slug.toLowerCase() })).toEqual([made.id]);
    expect(await ids({ contentId, channel: 'sms' })).toEqual([]);
    expect(await ids({ contentId: 'cnt_none' })).toEqual([]);
    expect(await ids({ shortUrl: `https://other.test/${made.slug}` })).toEqual([]);
    expect(await ids({ shortUrl: 'no address' })).toEqual([]);
    expect(await ids({ contentId, archived: 'true' })).toEqual([]);
  });
});
