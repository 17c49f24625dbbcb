import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const mint = async (body: Record<string, unknown>) =>
  (await sotto.api<LinkJson>('POST', '/links', { url: page(), ...body })).body;
const find = async (path: string, query: Record<string, string>) => {
  const { status, body } = await sotto.api<{ data: { id: string }[] }>(
    'GET',
    `${path}?${new URLSearchParams(query)}`,
  );
  expect(status).toBe(200);
  return body.data.map(({ id }) => id);
};

/** A GET with headers of its own. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  sotto.request(`/api/v1${path}`, { method, headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...headers } });

describe('GET /links?shortUrl=', () => {
  it('finds the link however its address was copied', async () => {
    const slug = `Guide${unique()}`;
    const { id } = await mint({ slug });
    const copies = [
      '',
      '.newsletter',
      '+',
      '.newsletter+',
      '%2B',
      '/',
      '.',
      '),',
      '.bad mark',
      '?utm_source=x',
      '#top',
      '\u200b',
      '」。',
      '&utm_source=x',
      '%3Futm_source=x',
    ];
    for (const copy of copies) {
      expect(await find('/links', { shortUrl: `http://sotto.test/${slug}${copy}` })).toEqual([id]);
    }
    for (const copy of [
      `sotto.test/${slug}`,
      `\u200bhttp://sotto.test/${slug}`,
      `<http://sotto.test//${slug}>`,
    ]) {
      expect(await find('/links', { shortUrl: copy })).toEqual([id]);
    }
    expect(await find('/links', { shortUrl: `https://SOTTO.test:443/${slug}` })).toEqual([id]);
    expect(await find('/links', { shortUrl: `http://sotto.test/${slug.toLowerCase()}` })).toEqual([id]);
  });

  it('finds by domain and slug together', async () => {
    const domain = `${unique()}.example`;
    await sotto.api('POST', '/domains', { domain });
    const slug = unique();
    const [here, there] = [await mint({ slug, domain }), await mint({ slug })];
    expect(await find('/links', { shortUrl: here.shortUrl })).toEqual([here.id]);
    expect(await find('/links', { shortUrl: there.shortUrl })).toEqual([there.id]);
    expect(await find('/links', { shortUrl: here.shortUrl, domain })).toEqual([here.id]);
    expect(await find('/links', { shortUrl: there.shortUrl, domain })).toEqual([]);
  });

  it.each([
    '',
    'guide',
    'http://',
    'http://sotto.test/',
    'http://sotto.test/a/b',
    'http://other.test/guide',
    'mailto:x',
  ])('finds nothing for %j', async (shortUrl) => {
    expect(await find('/links', { shortUrl })).toEqual([]);
  });

  it('finds no deleted link', async () => {
    const { id, shortUrl } = await mint({ slug: unique() });
    await sotto.api('DELETE', `/links/${id}`);
    expect(await find('/links', { shortUrl })).toEqual([]);
  });
});

describe('GET /links?url= and /contents?url=', () => {
  it('find by the key of the page, whatever leads to it', async () => {
    const url = page();
    const made = await sotto.api<ContentJson>('POST', '/contents', { url, channels: ['email', 'slack'] });
    const ids = made.body.links.map((link) => link.id).reverse();
    for (const same of [url, `${url}/?utm_source=x`, url.replace('https', 'http'), `${url}#part`]) {
      expect(await find('/links', { url: same })).toEqual(ids);
      expect(await find('/contents', { url: same })).toEqual([made.body.id]);
    }
    expect(await find('/links', { url, channel: 'email' })).toEqual([made.body.links[0]?.id]);
    expect(await find('/links', { url, contentId: made.body.id })).toEqual(ids);
  });

  it('find nothing for another page, or where two filters disagree', async () => {
    const { url } = await mint({});
    const { contentId } = await mint({});
    for (const query of [{ url: page() }, { url, contentId }]) {
      expect(await find('/links', query)).toEqual([]);
    }
    expect(await find('/contents', { url: page() })).toEqual([]);
  });
});

describe('an ETag', () => {
  it('saves the body of what has not changed', async () => {
    const { id } = await mint({});
    for (const path of [`/links/${id}`, '/links?limit=3', '/channels', '/keys', '/domains']) {
      const first = await get(path);
      const tag = first.headers.get('ETag') ?? '';
      expect(tag).toMatch(/^W\/"[0-9a-f]{40}"$/);
      for (const seen of [tag, `"other", ${tag}`, tag.slice(2), '*']) {
        const again = await get(path, { 'If-None-Match': seen, 'X-Request-Id': 'again' });
        expect([again.status, await again.text()]).toEqual([304, '']);
        expect(again.headers.get('ETag')).toBe(tag);
        expect(again.headers.get('X-Request-Id')).toBe('again');
        expect(again.headers.get('RateLimit')).toMatch(/^limit=/);
        expect(again.headers.get('Cache-Control')).toBe('no-store');
      }
      expect((await get(path, { 'If-None-Match': 'W/"other"' })).status).toBe(200);
      expect((await get(path, {}, 'HEAD')).headers.get('ETag')).toBe(tag);
    }
  });

  it('changes with a click and with an edit', async () => {
    const { id, shortUrl } = await mint({});
    const tagOf = async () => (await get(`/links/${id}`)).headers.get('ETag');
    const tags = [await tagOf()];
    await sotto.click(shortUrl);
    tags.push(await tagOf());
    await sotto.api('PATCH', `/links/${id}`, { title: 'New' });
    tags.push(await tagOf());
    expect(new Set(tags).size).toBe(3);
  });

  it('stands on nothing but what was read', async () => {
    expect((await get('/links/lnk_none')).headers.get('ETag')).toBeNull();
    expect((await sotto.api('POST', '/links', { url: page() })).headers.get('ETag')).toBeNull();
  });
});

describe('a request id', () => {
  it.each(['a', 'x'.repeat(64), 'Trace-1_2.3'])('is the caller’s own: %s', async (id) => {
    const response = await get('/links/lnk_none', { 'X-Request-Id': id });
    expect(response.headers.get('X-Request-Id')).toBe(id);
    expect(await response.json()).toMatchObject({ requestId: id });
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a;b', '{"a":1}', '<b>'])('is a new one in place of %j', async (id) => {
    const given = (await get('/channels', { 'X-Request-Id': id })).headers.get('X-Request-Id');
    expect(given).toMatch(/^\w{21}$/);
  });
});

describe('the fields of an answer', () => {
  it('come in one order', async () => {
    const { body } = await sotto.api<ContentJson>('POST', '/contents', { url: page(), channels: ['email'] });
    expect(Object.keys(body).join(' ')).toBe(
      'id url key externalId title description image campaign tags utm archived shareCodes origin createdAt updatedAt links hasMoreLinks movingLinks clicks ignored',
    );
    expect(Object.keys(body.links[0] ?? {}).join(' ')).toBe(
      'id domain slug shortUrl url contentId externalId channel campaign title tags utm shareUrl expiresAt startsAt maxClicks ' +
        'hasPassword statusCode forwardQuery expiredUrl archived blocked flagged destinations createdAt updatedAt clicks ' +
        'lastClickAt turnedAway',
    );
  });
});
