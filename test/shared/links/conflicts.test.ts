import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { createCaller } from '../../support/api/caller.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

type Created = ContentJson & { ignored: string[] };
interface Conflict {
  pointer: string;
  detail: string;
  contentId?: string;
  linkId?: string;
  shortUrl?: string;
  stored?: unknown;
  requested?: unknown;
}
interface Refusal {
  code: string;
  detail: string;
  errors: { pointer: string }[];
  conflicts: Conflict[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://${unique()}.example/page`;
const make = (body: Record<string, unknown>) => sotto.api<Created>('POST', '/contents', body);
const refused = async (body: Record<string, unknown>, method = 'POST', path = '/contents') => {
  const answer = await sotto.api<Refusal>(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(409);
  return answer.body;
};
const destinations = async (links: LinkJson[]) => {
  const answers = await Promise.all(links.map(({ shortUrl }) => sotto.click(shortUrl)));
  return answers.map(({ headers }) => headers.get('Location') ?? '');
};

describe('POST /contents for a known page with another address', () => {
  it.each([
    ['another fragment', '', '#prices'],
    ['no fragment', '#prices', ''],
    ['another fragment and campaign', '?utm_campaign=spring#a', '?utm_campaign=autumn#b'],
  ])('refuses %s and names both addresses', async (_, first, second) => {
    const url = page();
    const { body: known } = await make({ url: url + first, channels: ['copy'] });
    const problem = await refused({ url: url + second, channels: ['copy', 'email'] });
    expect([problem.code, problem.errors.map(({ pointer }) => pointer)]).toEqual([
      'content_conflict',
      ['/url'],
    ]);
    expect(problem.conflicts).toMatchObject([
      { pointer: '/url', contentId: known.id, stored: url + first, requested: url + second },
    ]);
    for (const part of [known.id, url + first, url + second]) expect(problem.detail).toContain(part);
    const { body } = await sotto.api<ContentJson>('GET', `/contents/${known.id}`);
    expect(body.links).toEqual(known.links);
  });

  it.each([
    ['utm', { campaign: 'spring' }, { campaign: 'autumn' }],
    ['utm', null, false],
    ['campaign', 'spring', 'autumn'],
    ['campaign', null, 'autumn'],
  ])('refuses another %s: %j, then %j', async (field, stored, requested) => {
    const url = page();
    const { body: known } = await make({ url, [field]: stored });
    const problem = await refused({ url, [field]: requested });
    expect(problem.conflicts.map(({ pointer, contentId }) => [pointer, contentId])).toEqual([
      [`/${field}`, known.id],
    ]);
    expect((await make({ url, [field]: stored })).status).toBe(200);
    expect((await make({ url })).status).toBe(200);
  });

  it('hands out links to exactly the campaign that was asked for, each once', async () => {
    const url = page();
    const channels = ['copy', 'email'];
    const { body: spring } = await make({ url: `${url}?utm_campaign=spring`, channels });
    const { status, body: autumn } = await make({ url: `${url}?utm_campaign=autumn`, channels });
    expect([status, autumn.id, autumn.hasMoreLinks]).toEqual([200, spring.id, true]);
    expect(autumn.links.map(({ channel }) => channel)).toEqual(channels);
    for (const location of await destinations(autumn.links)) {
      expect(location).toContain(`${url}?utm_campaign=autumn`);
      expect(location).not.toContain('spring');
    }
    const again = await make({ url: `${url}?fbclid=x&utm_campaign=autumn`, channels });
    expect(again.body.links.map(({ id }) => id)).toEqual(autumn.links.map(({ id }) => id));
    const first = await make({ url: `${url}?utm_campaign=spring&gclid=y`, channels });
    expect(first.body.links.slice(0, 2)).toMatchObject(spring.links.map(({ id, url }) => ({ id, url })));
    const plain = await make({ url, channels });
    expect(plain.body.links.map((link) => link.url)).toEqual([url, url]);
    const shown = await sotto.api<ContentJson>('GET', `/contents/${spring.id}`);
    expect(shown.body.links).toHaveLength(6);
  });

  it('finds the links of a page however it was reached', async () => {
    const url = page();
    const { body: known } = await make({ url });
    for (const tail of ['?srsltid=AfmBOoq', '/?gclid=1', '?_gl=1*1abc&igsh=MXZ0']) {
      const { status, body } = await make({ url: url + tail });
      expect([status, body.id, body.links]).toEqual([200, known.id, known.links]);
    }
  });
});

describe('POST /contents for a known external id', () => {
  it('refuses the address of another page and names both', async () => {
    const [old, next, externalId] = [page(), page(), unique()];
    const { body: known } = await make({ url: old, externalId });
    for (let times = 0; times < 2; times++) {
      const problem = await refused({ url: next, externalId });
      expect(problem.conflicts).toMatchObject([
        { pointer: '/url', contentId: known.id, stored: old, requested: next },
      ]);
    }
    const listed = await sotto.api<{ data: unknown[] }>('GET', `/contents?url=${encodeURIComponent(next)}`);
    expect(listed.body.data).toEqual([]);
  });

  it('names two contents if the external id is of one and the page of the other', async () => {
    const [one, other] = [
      { url: page(), externalId: unique() },
      { url: page(), externalId: unique() },
    ];
    const { body: first } = await make(one);
    const { body: second } = await make(other);
    const problem = await refused({ url: other.url, externalId: one.externalId });
    expect(problem.conflicts.map(({ pointer, contentId }) => [pointer, contentId])).toEqual([
      ['/url', first.id],
      ['/url', second.id],
    ]);
    const unknown = await refused({ url: other.url, externalId: unique() });
    expect(unknown.conflicts).toMatchObject([
      { pointer: '/externalId', contentId: second.id, stored: other.externalId },
    ]);
  });
});

it('names the contents that a PATCH conflicts with', async () => {
  const [one, other] = [
    { url: page(), externalId: unique() },
    { url: page(), externalId: unique() },
  ];
  const { body: first } = await make(one);
  const { body: second } = await make(other);
  const { body: third } = await make({ url: page() });
  const problem = await refused(
    { url: one.url, externalId: other.externalId },
    'PATCH',
    `/contents/${third.id}`,
  );
  expect(problem.conflicts).toMatchObject([
    { pointer: '/url', contentId: first.id, stored: one.url, requested: one.url },
    { pointer: '/externalId', contentId: second.id, stored: other.externalId },
  ]);
});

describe('slug_taken', () => {
  it('names the link that has the slug, in bulk too', async () => {
    const slug = unique();
    const { body: link } = await sotto.api<LinkJson>('POST', '/links', { url: page(), slug });
    const wanted = { url: page(), slug: slug.toUpperCase() };
    const problem = await refused(wanted, 'POST', '/links');
    expect(problem.conflicts).toMatchObject([{ pointer: '/slug', linkId: link.id, shortUrl: link.shortUrl }]);
    for (const part of [link.id, link.shortUrl]) expect(problem.detail).toContain(part);
    const bulk = await sotto.api<{ data: { problem: Refusal }[] }>('POST', '/links/bulk', {
      links: [wanted],
    });
    expect(bulk.body.data[0]?.problem.conflicts).toEqual(problem.conflicts);
  });

  it('names the link for a content, and a deleted link as such', async () => {
    const slug = unique();
    const { body: link } = await sotto.api<LinkJson>('POST', '/links', { url: page(), slug: `${slug}-mail` });
    expect((await refused({ url: page(), slug })).conflicts).toMatchObject([{ linkId: link.id }]);
    await sotto.api('DELETE', `/links/${link.id}`);
    const { conflicts } = await refused({ url: page(), slug });
    expect(conflicts).toMatchObject([{ linkId: link.id, shortUrl: link.shortUrl }]);
    expect(conflicts[0]?.detail).toContain('deleted');
  });

  it('names it to a key that may write links, because that may read them', async () => {
    const { keyWith } = createCaller(sotto, []);
    const slug = unique();
    const { body: link } = await sotto.api<LinkJson>('POST', '/links', { url: page(), slug });
    const response = await sotto.request('/api/v1/links', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await keyWith(['links:write'])}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ url: page(), slug }),
    });
    const problem: Refusal = await response.json();
    expect(problem.conflicts).toMatchObject([{ linkId: link.id }]);
  });
});
