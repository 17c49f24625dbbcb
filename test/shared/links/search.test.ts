import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { newContent, newGroup, newLink, unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const list = async <Row>(path: string, query: Record<string, string>): Promise<Row[]> => {
  const { body, status } = await sotto.api<{ data: Row[] }>('GET', `${path}?${new URLSearchParams(query)}`);
  expect(status).toBe(200);
  return body.data;
};
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

describe('a search for text', () => {
  const WORDS = [
    ['Été', 'ete', 'ÉTÉ', 'e\u0301TE\u0301'],
    ['Größe', 'GRÖSSE', 'grosse', 'gro\u0308ße'],
    ['Привет', 'ПРИВЕТ', 'привет'],
    ['Ελλάδα', 'ΕΛΛΑΔΑ', 'ελλαδα'],
    ['Plain words', 'plain WORDS', 'PLAIN'],
  ];

  it.each(WORDS)('finds the title %s by %s', async (title, ...spellings) => {
    const mark = unique();
    const url = `https://pages.example/${mark}`;
    const given = { title: `${title} ${mark}` };
    const content = await sotto.api<ContentJson>('POST', '/contents', { url, ...given, channels: [] });
    const link = await sotto.api<LinkJson>('POST', '/links', { url, ...given });
    for (const q of spellings.map((word) => word.toString())) {
      const query = q === 'PLAIN' ? `${q} words ${mark}` : `${q} ${mark}`;
      expect(idsOf(await list('/contents', { q: query }))).toEqual([content.body.id]);
      expect(idsOf(await list('/links', { q: query }))).toEqual([link.body.id]);
    }
  });

  it('follows a changed title, and finds nothing of a deleted one', async () => {
    const mark = unique();
    const url = `https://pages.example/${mark}`;
    const link = (await sotto.api<LinkJson>('POST', '/links', { url, title: `Été ${mark}` })).body;
    await sotto.api('PATCH', `/links/${link.id}`, { title: `Größe ${mark}` });
    expect(await list('/links', { q: `ete ${mark}` })).toEqual([]);
    expect(idsOf(await list('/links', { q: `grosse ${mark}` }))).toEqual([link.id]);
    await sotto.api('PATCH', `/links/${link.id}`, { title: null });
    expect(await list('/links', { q: `grosse ${mark}` })).toEqual([]);
    const content = `/contents/${link.contentId}`;
    await sotto.api('PATCH', content, { title: `Être ${mark}`, externalId: `Straße-${mark}` });
    expect(idsOf(await list('/contents', { q: `etre ${mark}` }))).toEqual([link.contentId]);
    expect(idsOf(await list('/contents', { q: `STRASSE-${mark}` }))).toEqual([link.contentId]);
    await sotto.api('DELETE', content);
    expect(await list('/contents', { q: `etre ${mark}` })).toEqual([]);
  });

  it('finds an external id that a content got later', async () => {
    const mark = unique();
    const url = `https://pages.example/${mark}`;
    const { body } = await sotto.api<ContentJson>('POST', '/contents', { url, title: `Guide ${mark}` });
    await sotto.api('POST', '/contents', { url, externalId: `Größe-${mark}` });
    for (const q of [`grosse-${mark}`, `guide ${mark}`]) {
      expect(idsOf(await list('/contents', { q }))).toEqual([body.id]);
    }
  });

  it.each([1, 48, 49, 50, 51, 500, 5_000])('may have %i characters', async (length) => {
    const path = `${unique()}${'x'.repeat(6_000)}`;
    const url = `https://pages.example/${path}`;
    const { body } = await sotto.api<LinkJson>('POST', '/links', { url });
    const q = path.slice(0, length);
    expect(idsOf(await list('/links', { q }))).toContain(body.id);
    expect(idsOf(await list('/contents', { q }))).toContain(body.contentId);
    expect(await list('/links', { q: `${q}%_${'é'.repeat(length)}` })).toEqual([]);
  });
});

describe('a list of more rows than one window', () => {
  const ROWS = 4_100;
  const tag = unique();
  const old: LinkJson[] = [];
  beforeAll(async () => {
    for (const title of ['first', 'second']) {
      const url = `https://pages.example/${unique()}`;
      const link = await sotto.api<LinkJson>('POST', '/links', { url, title, tags: [tag] });
      await sotto.api('PATCH', `/contents/${link.body.contentId}`, { tags: [tag], campaign: tag });
      old.push(link.body);
    }
    for (let done = 0; done < ROWS; done += 410) {
      const groups = Array.from({ length: 410 }, () => newGroup(newContent(), [newLink()]));
      await sotto.store.links.insertGroups(groups);
    }
  });

  it('finds the few rows that its filters accept, in pages', async () => {
    const newestFirst = old.toReversed();
    expect(idsOf(await list('/links', { tag }))).toEqual(idsOf(newestFirst));
    const contents = newestFirst.map(({ contentId }) => contentId);
    expect(idsOf(await list('/contents', { tag }))).toEqual(contents);
    expect(idsOf(await list('/contents', { campaign: tag }))).toEqual(contents);
    for (const sort of ['createdAt', 'updatedAt', 'title']) {
      expect(idsOf(await list('/links', { tag, sort }))).toEqual(idsOf(old));
    }
    expect(idsOf(await list('/links', { tag, archived: 'any' }))).toEqual(idsOf(newestFirst));
    const first = await sotto.api<{ data: LinkJson[]; nextCursor: string }>(
      'GET',
      `/links?tag=${tag}&limit=1`,
    );
    expect(idsOf(first.body.data)).toEqual([newestFirst[0]?.id]);
    const { nextCursor } = first.body;
    expect(idsOf(await list('/links', { tag, limit: '1', cursor: nextCursor }))).toEqual([
      newestFirst[1]?.id,
    ]);
  });
});
