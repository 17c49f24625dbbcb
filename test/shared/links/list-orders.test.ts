/** Lists in the order of a field. */
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

describe.each(['/links', '/contents'])('%s can be sorted', (path) => {
  const tag = unique();
  const titles = ['Zebra', null, 'Éclair', 'eel', 'Äpfel', null, 'zoo'];
  const made: string[] = [];
  beforeAll(async () => {
    const start = sotto.clock.now;
    for (const [index, title] of titles.entries()) {
      sotto.clock.now = start + index * 1_000;
      const body = { url: page(), tags: [tag], ...(title !== null && { title }) };
      const created = await post<{ id: string }>(
        path,
        path === '/links' ? body : { ...body, channels: ['sms'] },
      );
      made.push(created.id);
    }
    for (const index of [3, 0]) {
      sotto.clock.now += 1_000;
      await sotto.api('PATCH', `${path}/${made[index]}`, { title: `${titles[index]}!` });
    }
    sotto.clock.now = start;
  });
  const inOrder = (...indexes: number[]) => indexes.map((index) => made[index]);

  it.each([
    ['createdAt', [0, 1, 2, 3, 4, 5, 6]],
    ['-createdAt', [6, 5, 4, 3, 2, 1, 0]],
    ['updatedAt', [1, 2, 4, 5, 6, 3, 0]],
    ['-updatedAt', [0, 3, 6, 5, 4, 2, 1]],
    ['title', [4, 2, 3, 0, 6, 1, 5]],
    ['-title', [6, 0, 3, 2, 4, 5, 1]],
  ])('by %s, in pages of any size', async (sort, indexes) => {
    for (const limit of [1, 2, 3, 7, 1_000]) {
      const ids = await walk(`${path}?tag=${tag}&sort=${sort}&limit=${limit}`);
      expect(ids, `pages of ${limit}`).toEqual(inOrder(...indexes));
    }
  });

  it('by the last click, rolled up or not, with rows without any last', async () => {
    const rows = (await list<LinkJson & ContentJson>(`${path}?tag=${tag}`)).data;
    const linkOf = async (index: number) => {
      const row = rows.find(({ id }) => id === made[index]);
      const link = await sotto.store.links.get(row?.links?.[0]?.id ?? row?.id ?? '');
      if (!link) throw new Error('no link');
      return link;
    };
    const at = sotto.clock.now - 3 * DAY;
    await sotto.store.hits.append([
      hitOn(await linkOf(2), { at: at + 2_000 }),
      hitOn(await linkOf(5), { at }),
      hitOn(await linkOf(1), { at: at + DAY }),
      hitOn(await linkOf(4), { at: at + 2 * DAY, kind: 'bot' }),
    ]);
    for (const rolledUp of [false, true]) {
      for (const limit of [1, 2, 100]) {
        const query = `${path}?tag=${tag}&limit=${limit}`;
        expect(await walk(`${query}&sort=-lastClickAt`), `${rolledUp}`).toEqual(inOrder(1, 2, 5, 6, 4, 3, 0));
        expect(await walk(`${query}&sort=lastClickAt`)).toEqual(inOrder(5, 2, 1, 6, 4, 3, 0));
      }
      await sotto.settle();
    }
  });

  it('and a cursor continues only the list that it came from', async () => {
    const first = `${path}?tag=${tag}&limit=2`;
    const { nextCursor } = await list(`${first}&sort=title`);
    const rest = `cursor=${nextCursor}`;
    for (const query of [`tag=${tag}&sort=title&limit=5`, `sort=title&tag=${tag}&fields=id`]) {
      expect((await list(`${path}?${query}&${rest}`)).data[0]?.id).toBe(made[3]);
    }
    const others = ['', '&sort=-title', '&sort=updatedAt', '&sort=title&q=e', '&sort=title&archived=any'];
    for (const other of [...others, '&sort=title&createdFrom=2026-01-01', '&sort=title&campaign=a']) {
      expect(await refused(`${path}?tag=${tag}${other}&${rest}`), other).toEqual([422, ['?cursor']]);
    }
    const newest = await list(first);
    for (const elsewhere of ['/links', '/contents', '/hits', '/keys', '/audit-entries', '/domains']) {
      expect(await refused(`${elsewhere}?cursor=${newest.nextCursor}`)).toEqual([422, ['?cursor']]);
    }
    expect(await refused(`${path}?tag=other&cursor=${newest.nextCursor}`)).toEqual([422, ['?cursor']]);
    expect(
      (await list(`${path}?limit=3&tag=${tag}&sort=-createdAt&cursor=${newest.nextCursor}`)).data,
    ).toHaveLength(3);
  });
});

it('links are sorted by slug, whatever its case', async () => {
  const tag = unique();
  const mark = unique();
  for (const slug of [`b${mark}`, `A${mark}`, `C${mark}`])
    await post('/links', { url: page(), slug, tags: [tag] });
  const { data } = await list(`/links?tag=${tag}&sort=slug`);
  expect(data.map(({ slug }) => slug.slice(0, 1))).toEqual(['A', 'b', 'C']);
});
