import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import type { Link } from '../../../src/links/link.ts';
import { mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

/** More than two steps, and more than an answer shows. */
const LINKS = 600;

/** A content with one link per campaign, the last of which is its own link in its channel. */
async function largeContent() {
  const content = newContent({ externalId: unique() });
  const { url } = content;
  const campaigns = Array.from({ length: LINKS - 1 }, (_, at) => newLink({ url, campaign: `partner-${at}` }));
  const links = await mintLinks(sotto.store, content, [...campaigns, newLink({ url })]);
  const stored = await sotto.store.contents.get(content.id);
  if (!links || !stored) throw new Error('not minted');
  return { content: stored, links };
}

const allLinks = async ({ rowId }: { rowId: number }): Promise<Link[]> =>
  sotto.store.links.ofContent(rowId, { after: 0, limit: 2 * LINKS });

async function stepsLeft({ rowId }: { rowId: number }): Promise<number> {
  let steps = 0;
  while ((await sotto.store.contents.stepLinks(rowId)).more) steps += 1;
  return steps;
}

describe('a content with many links', () => {
  it('shows the first 200, and in lists 25, but counts the clicks on all of them', async () => {
    const { content, links } = await largeContent();
    await sotto.click(`/${links[0]?.slug}`);
    await sotto.settle();
    await sotto.click(`/${links.at(-1)?.slug}`);
    await sotto.flushed();
    const shown = await sotto.api<ContentJson>('GET', `/contents/${content.id}`);
    expect(shown.body.links.map(({ id }) => id)).toEqual(links.slice(0, 200).map(({ id }) => id));
    expect(shown.body).toMatchObject({ hasMoreLinks: true, movingLinks: 0, clicks: 2 });
    const listed = await sotto.api<{ data: ContentJson[] }>('GET', `/contents?url=${content.url}`);
    expect(listed.body.data[0]?.links.map(({ id }) => id)).toEqual(links.slice(0, 25).map(({ id }) => id));
    expect(listed.body.data[0]).toMatchObject({ hasMoreLinks: true, clicks: 2 });
    const page = await sotto.api<{ data: LinkJson[] }>('GET', `/links?contentId=${content.id}&limit=100`);
    expect(page.body.data.map(({ id }) => id)).toEqual(
      links
        .slice(-100)
        .toReversed()
        .map(({ id }) => id),
    );
  });

  it('gets no second link in a channel whose link is not among the first', async () => {
    const { content, links } = await largeContent();
    const ask = () =>
      sotto.api<ContentJson>('POST', '/contents', { url: content.url, channels: ['whatsapp', 'sms'] });
    const first = await ask();
    expect(first.status).toBe(200);
    expect(first.body.links.map(({ id }) => id)).toContain(links.at(-1)?.id);
    expect(first.body.links).toHaveLength(202);
    expect(first.body.links.at(-1)).toMatchObject({ channel: 'sms' });
    const again = await ask();
    expect(again.body.links.map(({ id }) => id)).toEqual(first.body.links.map(({ id }) => id));
    expect(await allLinks(content)).toHaveLength(LINKS + 1);
  });

  it('moves all of them to its new URL, and notes where they led', async () => {
    const { content, links } = await largeContent();
    const url = `${content.url}/new`;
    const moved = await sotto.api<ContentJson>('PATCH', `/contents/${content.id}`, { url });
    expect(moved.body).toMatchObject({ url, movingLinks: 0, hasMoreLinks: true });
    const now = await allLinks(content);
    expect(now.map((link) => link.url)).toEqual(links.map(() => url));
    const left = await sotto.store.links.destinations(links.map(({ rowId }) => rowId));
    expect(left.map((former) => former.url)).toEqual(links.map(() => content.url));
    const { body } = await sotto.api<LinkJson>('POST', '/links', { url, channel: 'whatsapp' });
    expect(body.id).toBe(links.at(-1)?.id);
  });

  it('moves them in steps, of which each can be the last before a restart', async () => {
    const { content, links } = await largeContent();
    const urls = ['/one', '/two'].map((path) => content.url + path);
    const [one = '', two = ''] = urls;
    expect(await sotto.store.contents.update(content, { url: one, key: one, updatedAt: 5 })).toBe('updated');
    expect((await allLinks(content)).filter(({ url }) => url === content.url).length).toBeGreaterThan(0);
    const left = (await sotto.store.contents.linksLeft([content.rowId])).get(content.rowId);
    expect(left).toBe((await allLinks(content)).filter(({ url }) => url === content.url).length);
    const shown = await sotto.api<ContentJson>('GET', `/contents/${content.id}`);
    expect(shown.body.movingLinks).toBe(left);
    await sotto.store.contents.update(
      { ...content, url: one, key: one },
      { url: two, key: two, updatedAt: 6 },
    );
    await sotto.store.contents.stepLinks(content.rowId);
    expect(await stepsLeft(content)).toBeGreaterThan(0);
    expect(new Set((await allLinks(content)).map(({ url }) => url))).toEqual(new Set([two]));
    expect(await allLinks(content)).toHaveLength(links.length);
    expect(await sotto.store.contents.linksLeft([content.rowId])).toEqual(new Map());
  });

  it('comes back to its first URL with all of them', async () => {
    const { content } = await largeContent();
    const { url, key } = content;
    const other = `${url}/other`;
    await sotto.store.contents.update(content, { url: other, key: other, updatedAt: 5 });
    await sotto.store.contents.update({ ...content, url: other, key: other }, { url, key, updatedAt: 6 });
    await stepsLeft(content);
    expect(new Set((await allLinks(content)).map((link) => link.url))).toEqual(new Set([url]));
  });

  it('is deleted at once: none of its links redirects or is shown, though some are deleted later', async () => {
    const { content, links } = await largeContent();
    const last = links.at(-1);
    expect((await sotto.click(`/${last?.slug}`)).status).toBe(302);
    await sotto.store.contents.remove(content.rowId, 7);
    expect((await sotto.click(`/${last?.slug}`)).status).toBe(410);
    expect((await sotto.api('GET', `/links/${last?.id}`)).status).toBe(404);
    expect(await allLinks(content)).toEqual([]);
    expect(await stepsLeft(content)).toBeGreaterThan(1);
    const slugs = links.map(({ slug }) => slug);
    const tombstones = await sotto.store.links.slugsLike('', slugs);
    expect(tombstones.map(({ deletedAt, url }) => [deletedAt, url])).toEqual(links.map(() => [7, '']));
  });

  it('is deleted by one request', async () => {
    const { content, links } = await largeContent();
    expect((await sotto.api('DELETE', `/contents/${content.id}`)).status).toBe(204);
    expect(await stepsLeft(content)).toBe(0);
    const tombstones = await sotto.store.links.slugsLike(
      '',
      links.map(({ slug }) => slug),
    );
    expect(tombstones.filter(({ deletedAt }) => deletedAt === null)).toEqual([]);
  });

  it('loses the hits of all of them', async () => {
    const { content, links } = await largeContent();
    for (const link of [links[0], links.at(-1)]) await sotto.click(`/${link?.slug}`);
    expect((await sotto.api('DELETE', `/contents/${content.id}/hits`)).status).toBe(202);
    await sotto.settle();
    expect((await sotto.api<ContentJson>('GET', `/contents/${content.id}`)).body.clicks).toBe(0);
  });
});
