import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Row {
  id: string;
  clicks: number;
  periodClicks: number | null;
}
interface Page {
  data: Row[];
  nextCursor: string | null;
}

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 9, 7, 12);

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const get = async (path: string): Promise<Page> => {
  const { status, body } = await sotto.api<Page>('GET', path);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
};

/** All rows, page by page. */
async function walk(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const { data, nextCursor } = await get(`${path}${cursor}`);
    rows.push(...data);
    if (nextCursor === null) return rows;
    cursor = `&cursor=${nextCursor}`;
  }
}

/** Contents with a tag, each with one link; the first number is its clicks a month ago, the second of today. */
async function clicked(tag: string, counts: [before: number, today: number][]): Promise<Link[]> {
  const links: Link[] = [];
  for (const [before, today] of counts) {
    const minted = await mintLinks(sotto.store, newContent({ tags: [tag] }), [newLink({ tags: [tag] })]);
    const link = minted?.[0];
    if (!link) throw new Error('not minted');
    links.push(link);
    await sotto.store.hits.append([
      ...Array.from({ length: before }, () => hitOn(link, { at: NOON - 30 * DAY })),
      ...Array.from({ length: today }, () => hitOn(link, { at: NOON })),
      hitOn(link, { kind: 'bot' }),
    ]);
  }
  return links;
}

describe.each([
  ['/links', (link: Link) => link.id],
  ['/contents', (link: Link) => link.contentId],
] as const)('%s sorted by clicks', (path, idOf) => {
  const tag = unique();
  const counts: [number, number][] = [
    [3, 0],
    [0, 2],
    [0, 0],
    [1, 5],
    [0, 0],
    [0, 2],
  ];
  let links: Link[] = [];
  beforeAll(async () => {
    links = await clicked(tag, counts);
  });
  const idsOf = (...indexes: number[]) => indexes.map((index) => idOf(links[index] as Link));

  it('has the most clicks first, and those without any last, the newest first', async () => {
    for (const rolledUp of [false, true]) {
      const { data } = await get(`${path}?tag=${tag}&sort=-clicks`);
      expect(
        data.map(({ id }) => id),
        `rolled up: ${rolledUp}`,
      ).toEqual(idsOf(3, 0, 1, 5, 4, 2));
      expect(data.map(({ periodClicks }) => periodClicks)).toEqual([6, 3, 2, 2, 0, 0]);
      expect(data.map(({ clicks }) => clicks)).toEqual([6, 3, 2, 2, 0, 0]);
      await sotto.settle();
    }
  });

  it('goes by the clicks of a period, which are shown beside those of all time', async () => {
    const { data } = await get(`${path}?tag=${tag}&sort=-clicks&from=2026-10-07&timezone=Europe/Paris`);
    expect(data.map(({ id }) => id)).toEqual(idsOf(3, 1, 5, 4, 2, 0));
    expect(data.map(({ periodClicks }) => periodClicks)).toEqual([5, 2, 2, 0, 0, 0]);
    expect(data.map(({ clicks }) => clicks)).toEqual([6, 2, 2, 0, 0, 3]);
    const before = await get(`${path}?tag=${tag}&sort=-clicks&to=2026-10-06`);
    expect(before.data.map(({ id }) => id)).toEqual(idsOf(0, 3, 5, 4, 2, 1));
  });

  it('has the fewest clicks first if asked so, and those without any last still', async () => {
    const { data } = await get(`${path}?tag=${tag}&sort=clicks`);
    expect(data.map(({ id }) => id)).toEqual(idsOf(1, 5, 0, 3, 4, 2));
  });

  it('is paged through, each row once, in every order', async () => {
    for (const sort of ['-clicks', 'clicks', '-clicks&from=2026-10-07']) {
      const whole = await walk(`${path}?tag=${tag}&sort=${sort}`);
      expect(whole).toHaveLength(6);
      for (const limit of [1, 2, 5]) {
        expect(await walk(`${path}?tag=${tag}&sort=${sort}&limit=${limit}`)).toEqual(whole);
      }
    }
    const { headers } = await sotto.api('GET', `${path}?tag=${tag}&sort=-clicks&limit=1`);
    expect(headers.get('Link')).toMatch(/sort=-clicks&limit=1&cursor=.*; rel="next"$/);
  });

  it('is newest first without a sort, and shows no clicks of a period', async () => {
    const plain = await get(`${path}?tag=${tag}`);
    expect(plain.data.map(({ id }) => id)).toEqual(idsOf(5, 4, 3, 2, 1, 0));
    expect(plain.data.map(({ periodClicks }) => periodClicks)).toEqual(new Array(6).fill(null));
    expect(await get(`${path}?tag=${tag}&sort=-createdAt`)).toEqual(plain);
  });

  it('is empty where no filter fits', async () => {
    expect(await get(`${path}?sort=-clicks&tag=${unique()}`)).toEqual({ data: [], nextCursor: null });
    const url = `https://pages.example/${unique()}`;
    expect(await get(`${path}?sort=-clicks&url=${url}`)).toEqual({ data: [], nextCursor: null });
  });

  it('names the parameter that is wrong', async () => {
    const { nextCursor: byAge } = await get(`${path}?tag=${tag}&limit=1`);
    const { nextCursor: byClicks } = await get(`${path}?tag=${tag}&sort=-clicks&limit=1`);
    const cases = [
      ['sort=clicked', '?sort'],
      ['from=2026-10-07', '?from'],
      ['to=2026-10-07', '?to'],
      ['sort=-clicks&from=yesterday', '?from'],
      ['sort=-clicks&from=2026-10-08&to=2026-10-07', '?to'],
      ['sort=-clicks&timezone=Mars', '?timezone'],
      ['sort=-clicks&cursor=x', '?cursor'],
      [`sort=-clicks&cursor=${byAge}`, '?cursor'],
      [`cursor=${byClicks}`, '?cursor'],
    ];
    for (const [query, pointer] of cases) {
      const { status, body } = await sotto.api<{ errors: unknown }>('GET', `${path}?${query}`);
      expect([status, body.errors], query).toMatchObject([422, [{ pointer }]]);
    }
  });
});

describe('many links sorted by clicks', () => {
  it('are paged through by their ranking, the filters of the list included', async () => {
    const tag = unique();
    const content = newContent();
    const links: Link[] = [];
    for (let made = 0; made < 240; made += 40) {
      const some = Array.from({ length: 40 }, () => newLink({ tags: [tag], domain: `${unique()}.example` }));
      links.push(...((await mintLinks(sotto.store, content, some)) ?? []));
    }
    const hits = links.flatMap((link, index) => Array.from({ length: index % 4 }, () => hitOn(link)));
    await sotto.store.hits.append(hits);
    await sotto.settle();
    const rows = await walk(`/links?tag=${tag}&sort=-clicks&limit=100`);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(240);
    const expected = [3, 2, 1, 0].flatMap((clicks) => new Array(60).fill(clicks));
    expect(rows.map(({ periodClicks }) => periodClicks)).toEqual(expected);
  });
});
