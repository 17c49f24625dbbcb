import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

type Created = ContentJson & { ignored: string[] };
interface Refusal {
  code: string;
  errors: { pointer: string; detail: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const make = (body: Record<string, unknown>) => sotto.api<Created>('POST', '/contents', body);
const refused = (method: string, path: string, body: unknown) => sotto.api<Refusal>(method, path, body);
const pointers = ({ errors }: Refusal) => errors.map((error) => error.pointer);

describe('POST /contents', () => {
  it('mints one link per default channel, each with its own address', async () => {
    const url = page();
    const { status, headers, body } = await make({ url, title: 'The guide' });
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`http://sotto.test/api/v1/contents/${body.id}`);
    expect(body.links.map((link) => link.channel)).toEqual(['whatsapp', 'email', 'slack', 'copy']);
    expect(new Set(body.links.map((link) => link.shortUrl)).size).toBe(4);
    for (const link of body.links) {
      expect(link).toMatchObject({
        url,
        contentId: body.id,
        domain: 'sotto.test',
        campaign: null,
        clicks: 0,
      });
      expect(link.shortUrl).toBe(`http://sotto.test/${link.slug}`);
      const redirect = await sotto.click(link.shortUrl);
      expect(redirect.headers.get('Location')).toContain(`${url}?utm_source=${link.channel}`);
    }
  });

  it('hands out share addresses that carry the short link and the title of the content', async () => {
    const { body } = await make({ url: page(), title: 'Tea & cake' });
    const [whatsapp, email, slack] = body.links;
    expect(whatsapp?.shareUrl).toContain('https://wa.me/?text=Tea%20%26%20cake');
    expect(whatsapp?.shareUrl).toContain(encodeURIComponent(whatsapp?.shortUrl ?? ''));
    expect(email?.shareUrl).toContain('mailto:?subject=Tea%20%26%20cake');
    expect(slack?.shareUrl).toBeNull();
    const alone = await sotto.api<LinkJson>('GET', `/links/${whatsapp?.id}`);
    expect(alone.body).toEqual(whatsapp);
  });

  it('answers the same body with 200 and the same links', async () => {
    const body = { url: page(), title: 'Twice', tags: ['b', 'a'], campaign: 'spring' };
    const first = await make(body);
    const again = await make({ ...body, tags: ['a', 'b'] });
    expect(again.status).toBe(200);
    expect(again.headers.get('Location')).toBeNull();
    expect(again.body).toEqual(first.body);
  });

  it('recognises a page by its key and says that the other address was ignored', async () => {
    const url = page();
    const first = await make({ url });
    const again = await make({ url: `${url}/?gclid=one` });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, url, ignored: ['url'] } });
  });

  it('adds missing channels and changes nothing that exists', async () => {
    const url = page();
    const first = await make({ url, channels: ['email'], title: 'Kept' });
    const more = await make({ url, channels: ['email', 'sms'], title: 'Other', tags: ['new'] });
    expect(more.status).toBe(200);
    expect(more.body.ignored).toEqual(['title', 'tags']);
    expect(more.body).toMatchObject({ title: 'Kept', tags: [] });
    expect(more.body.links[0]).toEqual(first.body.links[0]);
    expect(more.body.links.map((link) => link.channel)).toEqual(['email', 'sms']);
  });

  it('makes a content without any link when no channel is asked for', async () => {
    const url = page();
    expect(await make({ url, channels: [] })).toMatchObject({ status: 201, body: { links: [] } });
    expect(await make({ url, channels: [] })).toMatchObject({ status: 200, body: { links: [] } });
  });

  it('replaces a link that no longer leads anywhere', async () => {
    const url = page();
    const first = await make({ url, channels: ['email'] });
    const old = first.body.links[0];
    await sotto.api('PATCH', `/links/${old?.id}`, { archived: true });
    const { body } = await make({ url, channels: ['email'] });
    expect(body.links.filter((link) => !link.archived)).toHaveLength(1);
    expect(body.links.find((link) => !link.archived)?.id).not.toBe(old?.id);
  });

  it('is one content however many ask for it at once', async () => {
    const body = { url: page(), externalId: unique() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => make(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.at(-1)?.body.links).toHaveLength(4);
  });
});

describe('the external id of a content', () => {
  it('identifies it, and its own address in another spelling is not needed', async () => {
    const [externalId, url] = [unique(), page()];
    const first = await make({ url, externalId });
    const again = await make({ url: `${url}/?fbclid=x`, externalId });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, url, ignored: ['url'] } });
  });

  it('attaches to a known page that has none, and reads as ext_', async () => {
    const [externalId, url] = [`a/b ${unique()}`, page()];
    const first = await make({ url });
    const attached = await make({ url, externalId });
    expect(attached).toMatchObject({ status: 200, body: { id: first.body.id, externalId, ignored: [] } });
    const shown = await sotto.api<ContentJson>('GET', `/contents/ext_${encodeURIComponent(externalId)}`);
    expect(shown.body.id).toBe(first.body.id);
  });

  it('conflicts with another one on the same page', async () => {
    const url = page();
    await make({ url, externalId: unique() });
    const { status, body } = await refused('POST', '/contents', { url, externalId: unique() });
    expect([status, body.code, pointers(body)]).toEqual([409, 'content_conflict', ['/externalId']]);
  });
});

describe('custom slugs of a content', () => {
  it('end in a suffix per channel', async () => {
    const slug = unique();
    const { body } = await make({ url: page(), slug });
    expect(body.links.map((link) => link.slug)).toEqual(
      ['wa', 'mail', 'slack', 'copy'].map((end) => `${slug}-${end}`),
    );
  });

  it('are taken all or none, case aside', async () => {
    const slug = unique();
    await sotto.api('POST', '/links', { url: page(), slug: `${slug.toUpperCase()}-slack` });
    const url = page();
    const { status, body } = await refused('POST', '/contents', { url, slug });
    expect([status, body.code, pointers(body)]).toEqual([409, 'slug_taken', ['/slug']]);
    const found = await sotto.api<{ data: unknown[] }>('GET', `/contents?url=${encodeURIComponent(url)}`);
    expect(found.body.data).toEqual([]);
  });

  it('come back with the same request, and are ignored where a link stands', async () => {
    const body = { url: page(), slug: unique() };
    const first = await make(body);
    expect((await make(body)).body).toEqual(first.body);
    const other = await make({ ...body, slug: unique() });
    expect(other.body).toEqual({ ...first.body, ignored: ['slug'] });
  });

  it('are refused when they become too long with a suffix', async () => {
    const { status, body } = await refused('POST', '/contents', { url: page(), slug: 'a'.repeat(62) });
    expect([status, pointers(body)]).toEqual([422, ['/slug']]);
  });

  it('names every field that breaks a rule, not only the first', async () => {
    const wrong = { url: 'http://', image: 'ftp://pages.example/x.png', slug: '-x-', domain: 'no.example' };
    const { status, body } = await refused('POST', '/contents', wrong);
    expect([status, pointers(body)]).toEqual([422, ['/url', '/image', '/slug', '/domain']]);
    expect(body).toMatchObject({
      code: 'validation',
      detail: '4 fields are invalid: /url, /image, /slug, /domain',
    });
  });
});

describe('PATCH /contents', () => {
  it('merges: null clears, absent fields stay, UTM values merge by name', async () => {
    const { body: made } = await make({
      url: page(),
      title: 'A',
      tags: ['t'],
      utm: { source: 's', term: 'x' },
    });
    const patch = { title: null, utm: { term: null, medium: 'm' }, description: 'one\ntwo' };
    const { status, body } = await sotto.api<ContentJson>('PATCH', `/contents/${made.id}`, patch);
    expect(status).toBe(200);
    expect(body).toMatchObject({ title: null, tags: ['t'], description: 'one\ntwo' });
    expect(body.utm).toEqual({ source: 's', medium: 'm' });
    const none = await sotto.api<ContentJson>('PATCH', `/contents/${made.id}`, {
      utm: { source: null, medium: null },
      tags: null,
    });
    expect(none.body).toMatchObject({ utm: null, tags: [] });
  });

  it('takes along the links that led to the old address, and only those', async () => {
    const [old, url, elsewhere] = [page(), page(), page()];
    const { body: made } = await make({ url: old, channels: ['email', 'slack'] });
    const [email, slack] = made.links;
    await sotto.api('PATCH', `/links/${slack?.id}`, { url: elsewhere });
    const { body } = await sotto.api<ContentJson>('PATCH', `/contents/${made.id}`, { url });
    expect(body.links.map((link) => link.url)).toEqual([url, elsewhere]);
    expect(body.links[0]).toMatchObject({ id: email?.id, destinations: [{ url: old }] });
    expect(body.key).not.toBe(made.key);
    expect((await make({ url })).body.id).toBe(made.id);
  });

  it('refuses the address and the external id of another content', async () => {
    const other = { url: page(), externalId: unique() };
    await make(other);
    const { body: made } = await make({ url: page() });
    for (const field of ['url', 'externalId'] as const) {
      const answer = await refused('PATCH', `/contents/${made.id}`, { [field]: other[field] });
      expect([answer.status, answer.body.code]).toEqual([409, 'content_conflict']);
      expect(pointers(answer.body)).toEqual([`/${field}`]);
    }
  });

  it('refuses what never changes by an error of its own', async () => {
    const { body: made } = await make({ url: page() });
    for (const field of ['id', 'key', 'channels', 'slug', 'domain', 'createdAt']) {
      const { status, body } = await refused('PATCH', `/contents/${made.id}`, { [field]: 'x' });
      expect([status, body.code, pointers(body)]).toEqual([422, 'immutable_field', [`/${field}`]]);
    }
  });
});

describe('a deleted content', () => {
  it('is gone with its links, once', async () => {
    const url = page();
    const { body: made } = await make({ url, externalId: unique() });
    expect((await sotto.api('DELETE', `/contents/${made.id}`)).status).toBe(204);
    expect((await sotto.api('DELETE', `/contents/${made.id}`)).status).toBe(404);
    expect((await sotto.api('GET', `/contents/${made.id}`)).status).toBe(404);
    expect((await sotto.api('GET', `/links/${made.links[0]?.id}`)).status).toBe(404);
    expect((await sotto.click(made.links[0]?.shortUrl ?? '')).status).toBe(410);
    const again = await make({ url, externalId: made.externalId });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(made.id);
  });
});

describe('GET /contents', () => {
  it('finds by address, text, tag and campaign', async () => {
    const mine = unique();
    const { body: made } = await make({ url: page(), title: `About ${mine}`, tags: [mine], campaign: mine });
    const queries = [
      `url=${encodeURIComponent(`${made.url}?utm_source=x`)}`,
      `q=${mine}`,
      `tag=${mine}`,
      `campaign=${mine}`,
    ];
    for (const query of queries) {
      const { body } = await sotto.api<{ data: ContentJson[] }>('GET', `/contents?${query}`);
      expect(body.data.map(({ id }) => id)).toEqual([made.id]);
    }
    await sotto.api('PATCH', `/contents/${made.id}`, { archived: true });
    const live = await sotto.api<{ data: unknown[] }>('GET', `/contents?tag=${mine}`);
    expect(live.body.data).toEqual([]);
    const archived = await sotto.api<{ data: unknown[] }>('GET', `/contents?tag=${mine}&archived=true`);
    expect(archived.body.data).toHaveLength(1);
  });

  it('adds up the clicks of all its links', async () => {
    const { body: made } = await make({ url: page() });
    for (const link of made.links) await sotto.click(link.shortUrl);
    const { body } = await sotto.api<ContentJson>('GET', `/contents/${made.id}`);
    expect(body.clicks).toBe(4);
    expect(body.links.map((link) => link.clicks)).toEqual([1, 1, 1, 1]);
  });
});
