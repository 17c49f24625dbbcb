import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
let domain: string;
beforeAll(async () => {
  sotto = await open();
  domain = `${unique()}.example`;
  await sotto.api('POST', '/domains', { domain });
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const find = async (body: Record<string, unknown>) => {
  const answer = await sotto.api<LinkJson>('POST', '/links', body);
  return { status: answer.status, ...answer.body };
};

describe('find-or-create with two domains', () => {
  it('finds the link of the domain that is asked for', async () => {
    const url = page();
    const main = await find({ url });
    const other = await find({ url, domain });
    expect([main.status, other.status]).toEqual([201, 201]);
    expect(other.shortUrl.startsWith(`https://${domain}/`)).toBe(true);
    expect(other.contentId).toBe(main.contentId);
    for (let times = 0; times < 2; times++) {
      expect(await find({ url })).toMatchObject({ status: 200, id: main.id });
      expect(await find({ url, domain })).toMatchObject({ status: 200, id: other.id });
    }
  });

  it('makes one link per domain of many requests at once', async () => {
    const url = page();
    const asked = Array.from({ length: 8 }, (_, nth) => find(nth % 2 ? { url, domain } : { url }));
    const found = await Promise.all(asked);
    expect(found.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 201, 201]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    expect(new Set(found.filter((_, nth) => nth % 2).map(({ id }) => id)).size).toBe(1);
  });

  it('lets each domain have a link of its own in the store, once', async () => {
    const content = newContent();
    const mint = async (onDomain: string) => {
      const asked = newLink({ url: content.url, domain: onDomain });
      return (await mintLinks(sotto.store, content, [asked]))?.length;
    };
    expect([await mint(''), await mint(domain)]).toEqual([1, 1]);
    expect([await mint(domain), await mint('')]).toEqual([undefined, undefined]);
  });

  it('makes and finds them in one bulk request', async () => {
    const url = page();
    const links = [{ url }, { url, domain }, { url }, { url, domain }];
    interface Bulk {
      data: { link: LinkJson; status: number }[];
    }
    const { body } = await sotto.api<Bulk>('POST', '/links/bulk', { links });
    const [main, other, ...again] = body.data.map(({ link }) => link.id);
    expect(main).not.toBe(other);
    expect(again).toEqual([main, other]);
    expect(await find({ url, domain })).toMatchObject({ status: 200, id: other });
  });

  it('still finds both after one of them, or their content, has changed', async () => {
    const url = page();
    const [main, other] = [await find({ url }), await find({ url, domain })];
    const both = async () => [(await find({ url })).id, (await find({ url, domain })).id];
    await sotto.api('PATCH', `/links/${main.id}`, { archived: true });
    await sotto.api('PATCH', `/links/${main.id}`, { archived: false });
    expect(await both()).toEqual([main.id, other.id]);
    const moved = page();
    await sotto.api('PATCH', `/contents/${main.contentId}`, { url: moved });
    expect(await find({ url: moved })).toMatchObject({ status: 200, id: main.id });
    expect(await find({ url: moved, domain })).toMatchObject({ status: 200, id: other.id });
  });

  it('makes a new link in place of a deleted one, and leaves the link of the other domain alone', async () => {
    const url = page();
    const [main, other] = [await find({ url }), await find({ url, domain })];
    await sotto.api('DELETE', `/links/${main.id}`);
    expect(await find({ url, domain })).toMatchObject({ status: 200, id: other.id });
    const anew = await find({ url });
    expect(anew.status).toBe(201);
    expect([main.id, other.id]).not.toContain(anew.id);
  });

  it('gives a content a link per channel on each domain, once', async () => {
    const url = page();
    const channels = ['whatsapp', 'email'];
    const create = async (body: Record<string, unknown>) =>
      (await sotto.api<ContentJson>('POST', '/contents', { url, channels, ...body })).body;
    await create({});
    const both = await create({ domain });
    expect(both.links).toHaveLength(4);
    const hosts = both.links.map(({ channel, shortUrl }) => `${channel} ${new URL(shortUrl).host}`);
    expect(hosts.sort()).toEqual(
      channels.flatMap((channel) => [`${channel} ${domain}`, `${channel} sotto.test`]).sort(),
    );
    for (const body of [{}, { domain }]) expect((await create(body)).links).toHaveLength(4);
  });
});
