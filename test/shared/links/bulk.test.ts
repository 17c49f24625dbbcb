import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { CreatedLinkJson } from '../../../src/api/schemas/present-links.ts';
import { createApp } from '../../../src/app.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import type { Scope } from '../../../src/keys/scope.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

interface Problem {
  code: string;
  status: number;
  requestId: string;
  errors?: { pointer: string }[];
}
interface Row {
  index: number;
  status: number;
  link?: CreatedLinkJson;
  problem?: Problem;
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const send = <Body = { data: Row[] }>(links: unknown) => sotto.api<Body>('POST', '/links/bulk', { links });

/** The rows of a bulk that is answered as a whole. */
async function bulk(links: unknown[]): Promise<Row[]> {
  const { status, body } = await send(links);
  expect(status).toBe(200);
  expect(body.data.map((row) => row.index)).toEqual(links.map((_, index) => index));
  return body.data;
}
const statuses = (rows: Row[]) => rows.map((row) => row.status);
const refusals = (rows: Row[]) =>
  rows.map(({ problem }) => problem && [problem.code, problem.errors?.map(({ pointer }) => pointer)]);

describe('POST /links/bulk', () => {
  it('mints every link as POST /links would, and answers in the same order', async () => {
    const [url, slug] = [page(), unique()];
    const rows = await bulk([{ url, channel: 'slack' }, { url: page(), slug, maxClicks: 3 }, { url }]);
    expect(statuses(rows)).toEqual([201, 201, 201]);
    expect(rows[1]?.link).toMatchObject({ slug, maxClicks: 3, ignored: [] });
    expect(rows[0]?.link?.contentId).toBe(rows[2]?.link?.contentId);
    for (const { link } of rows) {
      const { ignored, ...shown } = link ?? {};
      expect((await sotto.api('GET', `/links/${link?.id}`)).body).toEqual(shown);
      expect((await sotto.click(link?.shortUrl ?? '')).status).toBe(302);
    }
  });

  it('lets no bad item hurt another, and points into each on its own', async () => {
    const taken = unique();
    await sotto.api('POST', '/links', { url: page(), slug: taken });
    const fine = { url: page() };
    const items = [
      null,
      [],
      'text',
      { url: page(), slug: taken },
      { url: 'javascript:x', color: 1 },
      { url: 'javascript:x' },
      { url: page(), contentId: 'cnt_none' },
      { contentId: 'cnt_none' },
      { url: page(), domain: 'other.test' },
      { url: page(), slug: 'api' },
      { url: page(), utm: { source: 5 } },
      { url: page(), startsAt: '2027-01-02T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' },
    ];
    const rows = await bulk(items.flatMap((item) => [item, fine]));
    expect(refusals(rows.filter((_, place) => place % 2 === 0))).toEqual([
      ['validation', ['']],
      ['validation', ['']],
      ['validation', ['']],
      ['slug_taken', ['/slug']],
      ['validation', ['/color']],
      ['validation', ['/url']],
      ['validation', ['/url']],
      ['validation', ['/contentId']],
      ['validation', ['/domain']],
      ['validation', ['/slug']],
      ['validation', ['/utm/source']],
      ['validation', ['/expiresAt']],
    ]);
    const others = rows.filter((_, place) => place % 2 === 1);
    expect(statuses(others)).toEqual([201, ...Array(items.length - 1).fill(200)]);
    expect(new Set(others.map(({ link }) => link?.id)).size).toBe(1);
  });

  it('refuses an item that is nested 300,000 levels deep, and no other', async () => {
    const deep = `${'['.repeat(300_000)}${']'.repeat(300_000)}`;
    const link = () => JSON.stringify({ url: page(), channel: 'slack' });
    const body = `{"links": [${link()}, {"url": ${deep}}, ${deep}, ${link()}]}`;
    const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
    const response = await sotto.request('/api/v1/links/bulk', { method: 'POST', headers, body });
    const { data }: { data: Row[] } = await response.json();
    expect(statuses(data)).toEqual([201, 422, 422, 201]);
    expect(data[1]?.problem?.errors).toMatchObject([{ pointer: '/url' }]);
  });

  it('says the status of each problem twice and whose request it was', async () => {
    const response = await sotto.request('/api/v1/links/bulk', {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ links: [{}] }),
    });
    const { data }: { data: Row[] } = await response.json();
    expect(data[0]).toMatchObject({ status: 422, problem: { status: 422 } });
    expect(data[0]?.problem?.requestId).toBe(response.headers.get('X-Request-Id'));
  });

  it('treats equal items as if they had come one after the other', async () => {
    const [url, slug] = [page(), unique()];
    const custom = { url, slug, tags: ['a'] };
    const rows = await bulk([
      { url },
      { url, title: 'Second' },
      custom,
      { ...custom, tags: ['b'] },
      { ...custom, channel: 'sms' },
      { ...custom, slug: slug.toUpperCase() },
      { url },
    ]);
    expect(statuses(rows)).toEqual([201, 200, 201, 200, 409, 409, 200]);
    expect(rows[1]?.link?.ignored).toEqual(['title']);
    expect(rows[3]?.link).toMatchObject({ id: rows[2]?.link?.id, tags: ['a'], ignored: ['tags'] });
    expect(rows[6]?.link?.id).toBe(rows[0]?.link?.id);
  });

  it('writes as many at once as the runtime says, and one item of any size', async () => {
    const bulkBatch = { links: 3, characters: 1_000 };
    const app = createApp({ ...sotto.deps, bulkBatch }, () => ({ address: null }));
    const links = Array.from({ length: 7 }, (_, index) => ({
      url: `${page()}/${'x'.repeat(index === 4 ? 1_200 : 1)}`,
    }));
    const response = await app.request('/api/v1/links/bulk', {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ links }),
    });
    const { data } = (await response.json()) as { data: Row[] }; // as documented
    expect(data.map(({ index, status }) => [index, status])).toEqual(links.map((_, index) => [index, 201]));
    const audit = await sotto.api<{ data: { action: string; objects: number }[] }>('GET', '/audit-entries');
    const written = audit.body.data.filter(({ action }) => action === 'link.create').slice(0, 4);
    expect(written.map(({ objects }) => objects)).toEqual([2, 1, 1, 3]);
  });

  it('answers any list as single requests would have been answered', async () => {
    const item = fc.record(
      {
        url: fc.constantFrom('a', 'a#part', 'b', 'b/?utm_source=x'),
        channel: fc.constantFrom('email', 'slack'),
        slug: fc.constantFrom('one', 'ONE', 'two'),
        campaign: fc.constantFrom('may', null),
        title: fc.constantFrom('First', 'Second'),
        maxClicks: fc.constantFrom(1, 0),
      },
      { requiredKeys: ['url'] },
    );
    const items = fc.array(item, { minLength: 2, maxLength: 12 });
    /** The same items in a world of their own, where no other run gets in the way. */
    const within = (world: string, list: { url: string; slug?: string }[]) =>
      list.map(({ url, slug, ...rest }) => ({
        ...rest,
        url: `https://pages.example/${world}/${url}`,
        ...(slug === undefined ? {} : { slug: `${world}-${slug}` }),
      }));
    /** What may be compared between two worlds: links by the place where they first came up. */
    const outline = (answers: { status: number; body: Partial<CreatedLinkJson> & Partial<Problem> }[]) => {
      const ids = answers.map(({ body }) => body.id ?? body.code);
      return answers.map(({ status, body }) => {
        const { campaign, title, maxClicks, ignored } = body;
        const pointers = body.errors?.map(({ pointer }) => pointer);
        const first = ids.indexOf(body.id ?? body.code);
        return { status, first, code: body.code, campaign, title, maxClicks, ignored, pointers };
      });
    };
    await fc.assert(
      fc.asyncProperty(items, async (list) => {
        const together = await bulk(within(unique(), list));
        const alone = [];
        for (const body of within(unique(), list)) {
          alone.push(await sotto.api<CreatedLinkJson>('POST', '/links', body));
        }
        const answers = together.map(({ status, link, problem }) => ({
          status,
          body: link ?? problem ?? {},
        }));
        expect(outline(answers)).toEqual(outline(alone));
      }),
      { numRuns: 25 },
    );
  });

  it('mints for known contents by id, external id and address', async () => {
    const made = await sotto.api<{ id: string; url: string; externalId: string }>('POST', '/contents', {
      url: page(),
      channels: [],
      externalId: `a/${unique()}`,
    });
    const { id, url, externalId } = made.body;
    const rows = await bulk([
      { contentId: id, channel: 'x' },
      { contentId: `ext_${externalId}`, channel: 'x' },
      { url, channel: 'x' },
      { url: `${url}?utm_source=y`, channel: 'x' },
    ]);
    expect(statuses(rows)).toEqual([201, 200, 200, 201]);
    expect(rows.map(({ link }) => link?.contentId)).toEqual([id, id, id, id]);
  });

  it('leaves no content behind where no link was minted', async () => {
    const [slug, url] = [unique(), page()];
    await sotto.api('POST', '/links', { url: page(), slug });
    expect(statuses(await bulk([{ url, slug }]))).toEqual([409]);
    const found = await sotto.api<{ data: unknown[] }>('GET', `/contents?url=${encodeURIComponent(url)}`);
    expect(found.body.data).toEqual([]);
  });

  it('takes 1,000 links, and refuses more as a whole', async () => {
    const links = Array.from({ length: 1000 }, () => ({ url: page() }));
    const rows = await bulk(links);
    expect(new Set(statuses(rows))).toEqual(new Set([201]));
    expect(new Set(rows.map(({ link }) => link?.shortUrl)).size).toBe(1000);
    expect(statuses(await bulk([...links].reverse()))).toEqual(Array(1000).fill(200));
    const last = page();
    const { status, body } = await send<Problem>([...links, { url: last }]);
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([422, 'too_many_rows', '/links']);
    const found = await sotto.api<{ data: unknown[] }>('GET', `/contents?url=${encodeURIComponent(last)}`);
    expect(found.body.data).toEqual([]);
  });

  it('is one link per address however many bulks ask for it at once', async () => {
    const links = Array.from({ length: 20 }, () => ({ url: page() }));
    const all = await Promise.all(Array.from({ length: 10 }, () => bulk(links)));
    expect(statuses(all.flat()).filter((status) => status === 201)).toHaveLength(20);
    expect(new Set(all.flat().map(({ link }) => link?.id)).size).toBe(20);
  });

  it('takes a body of 2 MB', async () => {
    const text = (bytes: number) => JSON.stringify({ links: [{ url: page() }] }).padEnd(bytes);
    const post = (body: string) =>
      sotto.request('/api/v1/links/bulk', {
        method: 'POST',
        headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
        body,
      });
    expect((await post(text(2 * 1024 * 1024))).status).toBe(200);
    expect((await post(text(2 * 1024 * 1024 + 1))).status).toBe(413);
  });

  it('takes the longest addresses that fit into it', async () => {
    const links = Array.from({ length: 120 }, () => ({ url: page().padEnd(8192, 'x') }));
    const rows = await bulk([...links, ...links]);
    expect(statuses(rows)).toEqual([...Array(120).fill(201), ...Array(120).fill(200)]);
  });

  it('answers an empty list with an empty one, and refuses anything else', async () => {
    expect(await bulk([])).toEqual([]);
    for (const links of [undefined, null, {}, 'x']) {
      const { status, body } = await send<Problem>(links);
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/links']);
    }
  });

  it('does not answer GET', async () => {
    const { status, headers } = await sotto.api('GET', '/links/bulk');
    expect([status, headers.get('Allow')]).toEqual([405, 'POST, PATCH, DELETE']);
  });

  it('hashes 50 passwords at most', async () => {
    const rows = await bulk(Array.from({ length: 52 }, () => ({ url: page(), password: 'open sesame' })));
    expect(statuses(rows)).toEqual([...Array(50).fill(201), 422, 422]);
    expect(refusals(rows).at(-1)).toEqual(['validation', ['/password']]);
    expect(rows[0]?.link?.hasPassword).toBe(true);
  });
});

describe('the slug of a deleted link', () => {
  const mint = (body: Record<string, unknown>) => sotto.api<CreatedLinkJson>('POST', '/links', body);
  const deleted = async () => {
    const { body } = await mint({ url: page(), slug: `Guide${unique()}` });
    await sotto.click(body.shortUrl);
    await sotto.api('DELETE', `/links/${body.id}`);
    return body;
  };

  it('goes to whoever administers and asks for it again', async () => {
    const { id, slug, shortUrl } = await deleted();
    const url = page();
    expect((await sotto.click(shortUrl)).status).toBe(410);
    expect((await mint({ url, slug })).status).toBe(409);
    const again = await mint({ url, slug, reuse: true });
    expect(again).toMatchObject({ status: 201, body: { slug, url, clicks: 0 } });
    expect(again.body.id).not.toBe(id);
    expect((await sotto.click(shortUrl)).headers.get('Location')).toContain(url);
    expect((await sotto.api('GET', `/links/${id}`)).status).toBe(404);
  });

  it('may come back in another case, and more than once', async () => {
    const { slug } = await deleted();
    const first = await mint({ url: page(), slug: slug.toUpperCase(), reuse: true });
    expect(first.status).toBe(201);
    await sotto.api('DELETE', `/links/${first.body.id}`);
    expect(await mint({ url: page(), slug, reuse: true })).toMatchObject({ status: 201, body: { slug } });
  });

  it('is never taken from a link that lives', async () => {
    const { body } = await mint({ url: page(), slug: unique() });
    expect((await mint({ url: page(), slug: body.slug, reuse: true })).status).toBe(409);
    expect((await sotto.api('GET', `/links/${body.id}`)).status).toBe(200);
  });

  it('goes to one of many who ask at once', async () => {
    const { slug } = await deleted();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => mint({ url: page(), slug, reuse: true })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('needs the scope admin, alone and in bulk, and a slug', async () => {
    const { slug } = await deleted();
    const scopes: Scope[] = ['links:write'];
    const { text, record } = await createApiKey(sotto.deps.ids, { name: 'writer', scopes, at: 0 });
    await sotto.deps.store.keys.add(record);
    const asked = { url: page(), slug, reuse: true };
    const post = async (path: string, body: unknown) => {
      const headers = { Authorization: `Bearer ${text}`, 'Content-Type': 'application/json' };
      const answer = await sotto.request(`/api/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as { code?: string; data?: Row[] } };
    };
    expect(await post('/links', asked)).toMatchObject({ status: 403, body: { code: 'missing_scope' } });
    const many = await post('/links/bulk', { links: [asked, { url: page() }] });
    expect(statuses(many.body.data ?? [])).toEqual([403, 201]);
    const [without, again] = await bulk([{ url: page(), reuse: true }, asked]);
    expect([without?.problem?.errors?.[0]?.pointer, again?.status]).toEqual(['/reuse', 201]);
  });
});
