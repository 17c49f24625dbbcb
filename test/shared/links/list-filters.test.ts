/** Filters and fields of lists. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { hitOn, unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface List<Row> {
  data: Row[];
  nextCursor: string | null;
}
interface Problem {
  errors: { pointer: string; detail: string }[];
}

const DAY = 86_400_000;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const post = async <Body>(path: string, body: object) => {
  const answer = await sotto.api<Body>('POST', path, body);
  if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const list = async <Row = LinkJson>(path: string): Promise<List<Row>> => {
  const { status, body } = await sotto.api<List<Row>>('GET', path);
  if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body;
};
const idsOf = async (path: string) => (await list(path)).data.map(({ id }) => id);
const refused = async (path: string) => {
  const { status, body } = await sotto.api<Problem>('GET', path);
  return [status, body.errors?.map(({ pointer }) => pointer)];
};

/** All rows, page by page. */
async function walk(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const { data, nextCursor } = await list(`${path}${cursor}`);
    ids.push(...data.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = `&cursor=${nextCursor}`;
  }
}

describe('a filter', () => {
  it('has several values, comma-separated or repeated', async () => {
    const [one, two, three] = [unique(), unique(), `${unique()}, with a comma`];
    const url = page();
    const links: string[] = [];
    for (const [channel, tag] of [
      ['slack', one],
      ['sms', two],
      ['email', three],
    ] as const) {
      links.push((await post<LinkJson>('/links', { url, channel, tags: [tag], campaign: tag })).id);
    }
    const newest = links.toReversed();
    const { contentId } = await post<LinkJson>('/links', { url: page() });
    const own = `contentId=${(await list(`/links?tag=${one}`)).data[0]?.contentId}`;
    for (const name of ['tag', 'campaign']) {
      expect(await idsOf(`/links?${name}=${one},${two}`)).toEqual(newest.slice(1));
      expect(await idsOf(`/links?${name}=${one}&${name}=${two}`)).toEqual(newest.slice(1));
      const escaped = encodeURIComponent(three.replace(',', '\\,'));
      expect(await idsOf(`/links?${name}=${one},${escaped}`)).toEqual([newest[0], newest[2]]);
    }
    expect(await idsOf(`/links?${own}&channel=slack,sms`)).toEqual(newest.slice(1));
    expect(await idsOf(`/links?${own}&channel=slack&channel=email`)).toEqual([newest[0], newest[2]]);
    expect(await idsOf(`/links?${own}&channel=discord`)).toEqual([]);
    expect(await idsOf(`/links?${own},${contentId}`)).toHaveLength(4);
    expect(await idsOf(`/links?${own}&domain=sotto.test,https://sotto.test/`)).toEqual(newest);
  });

  it('by channel finds contents with a live link in it', async () => {
    const tag = unique();
    const make = (channels: string[]) =>
      post<ContentJson>('/contents', { url: page(), tags: [tag], channels });
    const [sms, both] = [await make(['sms']), await make(['sms', 'slack'])];
    expect(await idsOf(`/contents?tag=${tag}&channel=slack`)).toEqual([both.id]);
    expect(await idsOf(`/contents?tag=${tag}&channel=sms,slack`)).toEqual([both.id, sms.id]);
    expect(await idsOf(`/contents?tag=${tag}&channel=slack&sort=title`)).toEqual([both.id]);
    const slack = both.links.find(({ channel }) => channel === 'slack');
    await sotto.api('DELETE', `/links/${slack?.id}`);
    expect(await idsOf(`/contents?tag=${tag}&channel=slack`)).toEqual([]);
    expect(await refused('/contents?channel=fax')).toEqual([422, ['?channel']]);
  });

  it('by campaign finds links by their own one, or else by that of their content', async () => {
    const campaign = unique();
    const content = await post<ContentJson>('/contents', { url: page(), campaign, channels: ['sms'] });
    const other = await post<LinkJson>('/links', { contentId: content.id, campaign: unique() });
    expect(await idsOf(`/links?campaign=${campaign}`)).toEqual(content.links.map(({ id }) => id));
    expect(await idsOf(`/links?campaign=${other.campaign}`)).toEqual([other.id]);
    expect(await idsOf(`/contents?campaign=${campaign},${other.campaign}`)).toEqual([content.id]);
  });

  it('shows archived rows, the others, or any', async () => {
    const tag = unique();
    const links: string[] = [];
    for (let made = 0; made < 4; made++) {
      const { id } = await post<LinkJson>('/links', { url: page(), tags: [tag] });
      if (made % 2 === 0) await sotto.api('PATCH', `/links/${id}`, { archived: true });
      links.push(id);
    }
    const [a, b, c, d] = links;
    expect(await idsOf(`/links?tag=${tag}&archived=false`)).toEqual([d, b]);
    expect(await idsOf(`/links?tag=${tag}&archived=true`)).toEqual([c, a]);
    for (const limit of [1, 3, 100]) {
      expect(await walk(`/links?tag=${tag}&archived=any&limit=${limit}`)).toEqual([d, c, b, a]);
      expect(await walk(`/links?tag=${tag}&archived=any&sort=createdAt&limit=${limit}`)).toEqual(links);
    }
    const content = await post<ContentJson>('/contents', { url: page(), tags: [tag], channels: [] });
    await sotto.api('PATCH', `/contents/${content.id}`, { archived: true });
    expect(await idsOf(`/contents?tag=${tag}&archived=any`)).toEqual([content.id]);
  });

  it('by creation takes days of a time zone and times', async () => {
    const tag = unique();
    const noon = sotto.clock.now;
    const made: Record<string, string[]> = { '/links': [], '/contents': [] };
    for (const days of [0, 1, 2]) {
      sotto.clock.now = noon + days * DAY;
      const url = page();
      const content = await post<ContentJson>('/contents', { url, tags: [tag], channels: [] });
      made['/contents']?.unshift(content.id);
      made['/links']?.unshift((await post<LinkJson>('/links', { url, tags: [tag] })).id);
    }
    sotto.clock.now = noon;
    for (const path of ['/links', '/contents']) {
      const created = (query: string) => idsOf(`${path}?tag=${tag}&${query}`);
      const [third, second, first] = made[path] ?? [];
      expect(await created('createdFrom=2026-10-08')).toEqual([third, second]);
      expect(await created('createdTo=2026-10-08')).toEqual([second, first]);
      expect(await created('createdFrom=2026-10-08&createdTo=2026-10-08')).toEqual([second]);
      expect(await created('createdFrom=2026-10-08T12:00:00Z')).toEqual([third, second]);
      expect(await created('createdTo=2026-10-08T12:00:00Z')).toEqual([first]);
      // Noon in UTC is the next day in Kiritimati.
      expect(await created('createdFrom=2026-10-09&timezone=Pacific/Kiritimati')).toEqual([third, second]);
      expect(await created('createdTo=2026-10-08&sort=createdAt')).toEqual([first, second]);
    }
  });
});

describe('an unknown value is refused by the name of its parameter', () => {
  const LINKS = [
    ...[
      'channel=fax',
      'channel=slack,fax',
      'channel=',
      'domain=other.test',
      'contentId=',
      'tag=',
      'tag=a,,b',
    ],
    ...[
      'archived=maybe',
      'sort=colour',
      'sort=-constructor',
      'url=nonsense',
      'createdFrom=May',
      'createdTo=x',
    ],
    ...['timezone=PST', 'fields=colour', 'fields=id,colour', 'limit=1001', 'colour=1', 'campaign='],
  ];
  const HITS = [
    ...['channel=fax', 'channelKind=odd', 'app=nonsense', 'country=France', 'device=car', 'os=Plan9'],
    ...['browser=Nonsense', 'domain=other.test', 'link=x', 'content=x', 'linkId=x', 'contentId=x', 'tag='],
  ];
  const PATHS = {
    '/links': LINKS,
    '/contents': LINKS.filter((query) => !/^(channel|domain|contentId)=/.test(query)),
    '/stats': [...HITS, 'groupBy=colour', 'sort=colour', 'timezone=PST'],
    '/hits': [...HITS, 'kind=visit', 'timezone=PST', 'fields=colour'],
    '/sightings': ['channel=fax', 'app=nonsense', 'certainty=maybe', 'crossed=maybe', 'domain=other.test'],
    '/sightings/groups': ['channel=fax', 'app=nonsense', 'certainty=maybe', 'groupBy=colour'],
    '/turned-away': ['channel=fax', 'reason=none', 'groupBy=colour', 'linkId=x', 'contentId=x'],
    '/keys': ['status=odd', 'fields=colour', 'limit=1001'],
    '/domains': ['fields=colour', 'sort=x'],
    '/audit-entries': ['action=none', 'fields=colour', 'from=x'],
    '/blocked-hosts': ['fields=colour'],
    '/abuse-reports': ['status=odd', 'fields=colour'],
  };
  it.each(Object.entries(PATHS).flatMap(([path, queries]) => queries.map((query) => [path, query])))(
    '%s?%s',
    async (path, query) => {
      expect(await refused(`${path}?${query}`)).toEqual([422, [`?${query?.split('=')[0]}`]]);
    },
  );

  it('names unknown fields', async () => {
    const { body } = await sotto.api<Problem>('GET', '/links?fields=id,colour,slug,size');
    const details = body.errors.map(({ detail }) => /^Unknown field "(\w+)"/.exec(detail)?.[1]);
    expect(details).toEqual(['colour', 'size']);
  });
});

describe('fields', () => {
  it.each([
    ['/links', 'slug,id'],
    ['/contents', 'id,url'],
    ['/contents', 'clicks,hasMoreLinks'],
    ['/keys', 'name'],
    ['/domains', 'domain'],
    ['/audit-entries', 'action,at'],
    ['/hits', 'id,kind'],
  ])('of %s are those that were chosen: %s', async (path, fields) => {
    const link = await post<LinkJson>('/links', { url: page() });
    await sotto.click(link.shortUrl);
    await sotto.flushed();
    if (path === '/keys') await post('/keys', { name: 'fields', scopes: ['admin'] });
    if (path === '/domains') await post('/domains', { domain: `${unique()}.example` });
    const { data } = await list<object>(`${path}?limit=1&fields=${fields}`);
    expect(Object.keys(data[0] ?? {}).sort()).toEqual(fields.split(',').sort());
    const repeated = fields.split(',').map((name) => `fields=${name}`);
    expect((await list<object>(`${path}?limit=1&${repeated.join('&')}`)).data).toEqual(data);
  });

  it('choose the columns of files', async () => {
    const headers = { Authorization: `Bearer ${sotto.deps.settings.adminKey}` };
    const text = async (query: string) =>
      (await sotto.request(`/api/v1/hits?fields=kind,id&limit=2&${query}`, { headers })).text();
    expect((await text('format=csv')).split('\r\n')[0]).toBe('"id","kind"');
    expect(Object.keys(JSON.parse((await text('format=ndjson')).split('\n')[0] ?? ''))).toEqual([
      'id',
      'kind',
    ]);
  });
});

it('a page may have 1,000 rows, of which each has the clicks of its place', async () => {
  const tag = unique();
  const links = Array.from({ length: 1_000 }, (_, nth) => ({ url: page(), title: `${nth}`, tags: [tag] }));
  await post('/links/bulk', { links });
  const { data, nextCursor } = await list(`/links?tag=${tag}&limit=1000&sort=createdAt`);
  expect([data.length, nextCursor]).toEqual([1_000, null]);
  expect(data.map(({ title }) => title)).toEqual(links.map(({ title }) => title));
  const [first] = data;
  const link = await sotto.store.links.get(first?.id ?? '');
  if (!link) throw new Error('no link');
  await sotto.store.hits.append([hitOn(link)]);
  const clicked = await list<{ id: string; periodClicks: number }>(
    `/links?tag=${tag}&limit=1000&sort=-clicks`,
  );
  expect(clicked.data.slice(0, 2).map(({ periodClicks }) => periodClicks)).toEqual([1, 0]);
  expect(clicked.data).toHaveLength(1_000);
});
