import { afterAll, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY } from '../../support/runtimes/sotto.ts';

const LINKS = 500;

const sotto = await open();
afterAll(() => sotto.close());

it('a page of some hundred kilobytes has all its rows, and one ETag, by which a caller knows it again', async () => {
  const tag = unique();
  const given = Array.from({ length: LINKS }, (_, at) => ({
    ...{ url: `https://example.com/${tag}/${at}`, title: `Été ${at} ${'é'.repeat(100)}`, tags: [tag] },
  }));
  await sotto.api('POST', '/links/bulk', { links: given });
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    sotto.request(`/api/v1/links?tag=${tag}&limit=1000`, {
      method,
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...headers },
    });
  const page = await ask();
  const etag = page.headers.get('ETag') ?? '';
  const text = await page.text();
  expect(text.length).toBeGreaterThan(256 * 1024);
  const { data, nextCursor } = JSON.parse(text);
  expect(data.map(({ title }: { title: string }) => title)).toEqual(
    given.map(({ title }) => title).toReversed(),
  );
  expect(nextCursor).toBeNull();
  expect(etag).toMatch(/^W\/"[0-9a-f]{40}"$/);
  expect((await ask()).headers.get('ETag')).toBe(etag);
  const known = await ask({ 'If-None-Match': etag });
  expect([known.status, await known.text()]).toEqual([304, '']);
  const head = await ask({}, 'HEAD');
  expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, etag, '']);

  await sotto.api('PATCH', `/links/${data[0].id}`, { title: 'Another' });
  expect((await ask()).headers.get('ETag')).not.toBe(etag);
  expect((await ask({ 'If-None-Match': etag })).status).toBe(200);
});
