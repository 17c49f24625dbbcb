import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Row {
  index: number;
  status: number;
  id?: string;
  link?: LinkJson;
  content?: ContentJson;
  problem?: { code: string; errors?: { pointer: string }[] };
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const create = async (body: object = {}) =>
  (await sotto.api<LinkJson>('POST', '/links', { url: page(), ...body })).body;
const createContent = async (body: object = {}) =>
  (await sotto.api<ContentJson>('POST', '/contents', { url: page(), channels: ['sms'], ...body })).body;
const rows = async (method: string, path: string, body: object): Promise<Row[]> => {
  const answer = await sotto.api<{ data: Row[] }>(method, path, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  expect(answer.body.data.map(({ index }) => index)).toEqual([...answer.body.data.keys()]);
  return answer.body.data;
};
const statusesOf = (answers: Row[]) => answers.map(({ status }) => status);
const pointersOf = ({ problem }: Row) => problem?.errors?.map(({ pointer }) => pointer);

describe('PATCH /links/bulk', () => {
  it('changes each link as a request of its own would, in order', async () => {
    const externalId = unique();
    const [one, two, three] = [await create(), await create({ externalId }), await create()];
    const url = page();
    const answers = await rows('PATCH', '/links/bulk', {
      links: [
        { id: one.id, title: 'first', url },
        { id: `ext_${externalId}`, tags: ['a'] },
        { id: one.id, title: 'second', archived: true },
        { id: three.id },
      ],
    });
    expect(statusesOf(answers)).toEqual([200, 200, 200, 200]);
    expect(answers[0]?.link).toMatchObject({ id: one.id, title: 'first', url, archived: false });
    expect(answers[1]?.link).toMatchObject({ id: two.id, tags: ['a'] });
    expect(answers[2]?.link).toMatchObject({ id: one.id, title: 'second', url, archived: true });
    const stored = (await sotto.api<LinkJson>('GET', `/links/${one.id}`)).body;
    expect(stored).toMatchObject({ title: 'second', url, archived: true, destinations: [{ url: one.url }] });
    expect((await sotto.click(one.shortUrl)).status).toBe(410);
  });

  it('refuses items one by one, and changes the others', async () => {
    const [one, two] = [await create(), await create({ externalId: unique() })];
    const answers = await rows('PATCH', '/links/bulk', {
      links: [
        { id: one.id, title: 5 },
        { id: 'lnk_none', title: 'x' },
        { title: 'x' },
        { id: one.id, slug: 'x' },
        { id: one.id, colour: 1 },
        { id: one.id, url: 'javascript:x' },
        { id: one.id, externalId: two.externalId },
        null,
        { id: one.id, title: 'changed' },
      ],
    });
    expect(statusesOf(answers)).toEqual([422, 404, 422, 422, 422, 422, 409, 422, 200]);
    const pointers = [['/title'], undefined, ['/id'], ['/slug'], ['/colour'], ['/url']];
    expect(answers.slice(0, 6).map(pointersOf)).toEqual(pointers);
    expect(answers[3]?.problem?.code).toBe('immutable_field');
    expect((await sotto.api<LinkJson>('GET', `/links/${one.id}`)).body.title).toBe('changed');
  });

  it('blocks links only for admins', async () => {
    const { id } = await create();
    const { text, record } = await createApiKey(sotto.deps.ids, {
      name: 'x',
      scopes: ['links:write'],
      at: 0,
    });
    await sotto.store.keys.add(record);
    const headers = { Authorization: `Bearer ${text}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ links: [{ id, blocked: true }] });
    const answer = await sotto.request('/api/v1/links/bulk', { method: 'PATCH', headers, body });
    const { data }: { data: Row[] } = await answer.json();
    expect([data[0]?.status, data[0]?.problem?.code]).toEqual([403, 'missing_scope']);
  });
});

describe('DELETE /links/bulk', () => {
  it('deletes each link, and says which there were not', async () => {
    const externalId = unique();
    const [one, two, three] = [await create(), await create({ externalId }), await create()];
    await sotto.click(one.shortUrl);
    const ids = [one.id, 'lnk_none', `ext_${externalId}`, one.id];
    const answers = await rows('DELETE', '/links/bulk', { ids });
    expect(statusesOf(answers)).toEqual([204, 404, 204, 404]);
    expect(answers[0]?.id).toBe(one.id);
    for (const { shortUrl } of [one, two]) expect((await sotto.click(shortUrl)).status).toBe(410);
    expect((await sotto.click(three.shortUrl)).status).toBe(302);
    const { body } = await sotto.api<{ data: { action: string }[] }>(
      'GET',
      `/audit-entries?object=${two.id}`,
    );
    expect(body.data.map(({ action }) => action)).toEqual(['link.delete', 'link.create']);
  });
});

describe('/contents/bulk', () => {
  it('changes contents, and their links with them', async () => {
    const [one, two] = [await createContent(), await createContent()];
    const url = page();
    const answers = await rows('PATCH', '/contents/bulk', {
      contents: [
        { id: one.id, url, tags: ['a'] },
        { id: two.id, url },
        { id: two.id, key: 'x' },
        { id: 'cnt_none', title: 'x' },
        { id: two.id, title: 'two' },
      ],
    });
    expect(statusesOf(answers)).toEqual([200, 409, 422, 404, 200]);
    expect(answers[0]?.content).toMatchObject({ id: one.id, url, tags: ['a'], links: [{ url }] });
    expect(answers[4]?.content).toMatchObject({ id: two.id, title: 'two', url: two.url });
    expect((await sotto.click(one.links[0]?.shortUrl ?? '')).headers.get('Location')).toContain(url);
  });

  it('changes contents as single requests would, also if one depends on another', async () => {
    const play = async (single: boolean) => {
      const externalId = unique();
      const made: ContentJson[] = [];
      for (const body of [{}, {}, {}, { externalId }, {}]) made.push(await createContent(body));
      const [one, two, three, four, five] = made.map(({ id }) => id);
      const addresses = made.map(({ url }) => url);
      const [free, other] = [page(), page()];
      const contents = [
        { id: one, url: free }, // gives up its address,
        { id: two, url: addresses[0] }, // which the next one takes,
        { id: one, url: addresses[0] }, // and it cannot have back
        { id: three, url: addresses[4] }, // still another's
        { id: five, url: other }, // gives it up too late
        { id: `ext_${externalId}`, title: 'by its name' },
        { id: four, externalId: null },
        { id: `ext_${externalId}`, title: 'nobody has this name any more' },
        { id: three, externalId },
        { id: two, externalId },
        { id: five, url: free },
        { id: 'cnt_none', title: 'x' },
        { id: four, title: 'by its name' }, // no change
      ];
      const statuses: number[] = [];
      if (!single) statuses.push(...statusesOf(await rows('PATCH', '/contents/bulk', { contents })));
      else {
        for (const { id, ...patch } of contents)
          statuses.push((await sotto.api('PATCH', `/contents/${id}`, patch)).status);
      }
      const known = [...addresses, free, other];
      const after: unknown[] = [];
      for (const { id } of made) {
        const { body } = await sotto.api<ContentJson>('GET', `/contents/${id}`);
        after.push([known.indexOf(body.url), body.title, body.externalId === externalId]);
      }
      return { statuses, after };
    };
    const together = await play(false);
    expect(together).toEqual(await play(true));
    expect(together.statuses).toEqual([200, 200, 409, 409, 200, 200, 200, 404, 200, 409, 409, 404, 200]);
  });

  it('writes nothing of a content that another request has just taken an address from', async () => {
    const [one, two, three] = [await createContent(), await createContent(), await createContent()];
    const { store } = sotto.deps;
    const { byNames } = store.contents;
    // As if the other request had written between the look and the change.
    store.contents.byNames = async () => {
      store.contents.byNames = byNames;
      return [];
    };
    const answers = await rows('PATCH', '/contents/bulk', {
      contents: [
        { id: one.id, title: 'one' },
        { id: two.id, url: three.url },
      ],
    });
    expect(statusesOf(answers)).toEqual([200, 409]);
    expect(answers[0]?.content).toMatchObject({ id: one.id, title: 'one' });
  });

  it('deletes contents with their links', async () => {
    const externalId = unique();
    const [one, two] = [await createContent(), await createContent({ externalId })];
    const answers = await rows('DELETE', '/contents/bulk', {
      ids: [one.id, `ext_${externalId}`, two.id, 'cnt_none', one.id],
    });
    expect(statusesOf(answers)).toEqual([204, 204, 404, 404, 404]);
    for (const { links } of [one, two]) {
      expect((await sotto.click(links[0]?.shortUrl ?? '')).status).toBe(410);
    }
  });
});

it.each([
  ['PATCH', '/links/bulk', 'links'],
  ['PATCH', '/contents/bulk', 'contents'],
  ['DELETE', '/links/bulk', 'ids'],
  ['DELETE', '/contents/bulk', 'ids'],
])('%s %s takes 1,000 items and no more', async (method, path, field) => {
  const many = (size: number) =>
    Array.from({ length: size }, (_, nth) => (field === 'ids' ? `x${nth}` : { id: `x${nth}` }));
  expect(await rows(method, path, { [field]: many(1_000) })).toHaveLength(1_000);
  const { status, body } = await sotto.api(method, path, { [field]: many(1_001) });
  expect([status, body]).toMatchObject([422, { code: 'too_many_rows', errors: [{ pointer: `/${field}` }] }]);
});

it('1,000 links are changed and deleted together', async () => {
  const links = Array.from({ length: 1_000 }, () => ({ url: page() }));
  const made = (await rows('POST', '/links/bulk', { links })).map(({ link }) => link?.id ?? '');
  const patches = made.map((id, nth) => ({ id, title: `title ${nth}` }));
  const changed = await rows('PATCH', '/links/bulk', { links: patches });
  expect(changed.map(({ link }) => link?.title)).toEqual(patches.map(({ title }) => title));
  const deleted = await rows('DELETE', '/links/bulk', { ids: made });
  expect(new Set(statusesOf(deleted))).toEqual(new Set([204]));
});
