import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, CreatedLinkJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { createApp } from '../../../src/app.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

type Created = ContentJson & { ignored: string[]; code?: string };

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = () => `https://pages.example/${unique()}`;
const make = (body: Record<string, unknown>) => sotto.api<Created>('POST', '/contents', body);
const mint = (body: Record<string, unknown>) => sotto.api<CreatedLinkJson>('POST', '/links', body);
const show = async (id: string) => (await sotto.api<ContentJson>('GET', `/contents/${id}`)).body;
const contentsAt = async (url: string) =>
  (await sotto.api<{ data: ContentJson[] }>('GET', `/contents?url=${encodeURIComponent(url)}`)).body.data;
const atOnce = <T>(times: number, work: (nth: number) => Promise<T>) =>
  Promise.all(Array.from({ length: times }, (_, nth) => work(nth)));
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();
const idsOf = (links: { id: string }[]) => links.map(({ id }) => id).sort();

describe('POST /contents answers', () => {
  it('with exactly what GET /contents shows a moment later', async () => {
    const { body } = await make({ url: page(), title: 'The guide', slug: unique(), tags: ['a'] });
    const { ignored, ...shown } = body;
    expect(ignored).toEqual([]);
    expect(await show(body.id)).toEqual(shown);
  });

  it('with the clicks and former destinations of the links that existed before', async () => {
    const [url, old] = [page(), page()];
    const { body: made } = await make({ url: old, channels: ['email', 'slack'] });
    await sotto.click(made.links[0]?.shortUrl ?? '');
    await sotto.api('PATCH', `/contents/${made.id}`, { url });
    const { status, body } = await make({ url, channels: ['email', 'sms'] });
    const { ignored, ...shown } = body;
    expect([status, body.clicks, ignored]).toEqual([200, 1, []]);
    expect(body.links.map(({ channel, clicks }) => [channel, clicks])).toEqual([
      ['email', 1],
      ['slack', 0],
      ['sms', 0],
    ]);
    expect(body.links.map(({ destinations }) => destinations.map((left) => left.url))).toEqual([
      [old],
      [old],
      [],
    ]);
    expect(await show(made.id)).toEqual(shown);
  });

  it('without the links of other contents, and with deleted ones left out', async () => {
    const url = page();
    const { body: made } = await make({ url, channels: ['email', 'slack'] });
    await make({ url: page() });
    await sotto.api('DELETE', `/links/${made.links[0]?.id}`);
    const { body } = await make({ url, channels: ['slack'] });
    expect(idsOf(body.links)).toEqual([made.links[1]?.id]);
  });
});

describe('the random slugs of a content', () => {
  const makeWith = async (slugs: string[], body: Record<string, unknown>) => {
    const { deps } = sotto;
    const ids = { ...deps.ids, slug: () => slugs.shift() ?? 'never' };
    const app = createApp({ ...deps, ids, log: { ...deps.log, error: () => {} } }, () => ({ address: null }));
    const response = await app.request('http://sotto.test/api/v1/contents', {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Created };
  };

  it('are all replaced when one of them is taken, also in another case', async () => {
    const taken = unique();
    await mint({ url: page(), slug: taken });
    const [first, second, third] = [unique(), unique(), unique()];
    const channels = ['email', 'slack'];
    const { status, body } = await makeWith([first, taken.toUpperCase(), second, third], {
      url: page(),
      channels,
    });
    expect([status, body.links.map(({ slug }) => slug)]).toEqual([201, [second, third]]);
  });

  it('fail the request after five attempts, and leave no content behind', async () => {
    const [taken, url] = [unique(), page()];
    await mint({ url: page(), slug: taken });
    expect((await makeWith(Array(5).fill(taken), { url, channels: ['email'] })).status).toBe(500);
    expect(await contentsAt(url)).toEqual([]);
  });
});

describe('requests for one content at once', () => {
  it('create it once, with one link per channel', async () => {
    const url = page();
    const answers = await atOnce(20, () => make({ url }));
    expect(statuses(answers)).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    for (const { body } of answers) expect(idsOf(body.links)).toEqual(idsOf(answers[0]?.body.links ?? []));
  });

  it('create it once when they choose the same slug', async () => {
    const body = { url: page(), slug: unique() };
    const answers = await atOnce(20, () => make(body));
    expect(statuses(answers)).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.flatMap((answer) => idsOf(answer.body.links))).size).toBe(4);
    expect(answers.every((answer) => answer.body.ignored.length === 0)).toBe(true);
  });

  it('add each missing channel once, whether the content is new or known', async () => {
    const channels = ['email', 'slack', 'sms', 'x', 'teams'];
    for (const known of [false, true]) {
      const url = page();
      if (known) await make({ url, channels: [] });
      const answers = await atOnce(20, (nth) =>
        make({ url, channels: [channels[nth % 5], channels[(nth + 1) % 5]] }),
      );
      expect(statuses(answers).filter((status) => status === 201)).toHaveLength(known ? 0 : 1);
      const { links } = await show(answers[0]?.body.id ?? '');
      expect(links.map(({ channel }) => channel).sort()).toEqual([...channels].sort());
    }
  });

  it('share their links with requests for single links', async () => {
    const url = page();
    const [contents, links] = await Promise.all([
      atOnce(10, () => make({ url, channels: ['email', 'copy'] })),
      atOnce(10, (nth) => mint({ url, channel: nth % 2 ? 'email' : 'copy' })),
    ]);
    const ids = new Set(contents.map(({ body }) => body.id));
    for (const { body } of links) ids.add(body.contentId);
    expect(ids.size).toBe(1);
    const shown = await show([...ids][0] ?? '');
    expect(shown.links.map(({ channel }) => channel).sort()).toEqual(['copy', 'email']);
    expect(new Set(links.map(({ body }) => body.id))).toEqual(new Set(idsOf(shown.links)));
  });

  it('give it the external id of one of them and refuse the others, whether it is new or known', async () => {
    for (const known of [false, true]) {
      const url = page();
      if (known) await make({ url, channels: ['email'] });
      const channels = ['whatsapp', 'email', 'slack', 'copy', 'sms', 'x'];
      const answers = await atOnce(6, (nth) =>
        make({ url, externalId: unique(), channels: [channels[nth]] }),
      );
      const [accepted, ...more] = answers.filter(({ status }) => status !== 409);
      expect(accepted?.status).toBe(known ? 200 : 201);
      expect(more).toEqual([]);
      const refusals = answers.filter(({ status }) => status === 409).map(({ body }) => body.code);
      expect(refusals).toEqual(Array(5).fill('content_conflict'));
      const shown = await contentsAt(url);
      expect(shown.map(({ externalId }) => externalId)).toEqual([accepted?.body.externalId]);
      // Those who were refused added no channel.
      expect(idsOf(shown[0]?.links ?? [])).toEqual(idsOf(accepted?.body.links ?? []));
    }
  });

  it('create one content by an external id, and refuse those with another address', async () => {
    const externalId = unique();
    const answers = await atOnce(10, () => make({ url: page(), externalId }));
    expect(statuses(answers)).toEqual([201, ...Array(9).fill(409)]);
    const { body } = await sotto.api<ContentJson>('GET', `/contents/ext_${externalId}`);
    const created = answers.find(({ status }) => status === 201);
    expect([body.id, body.links.length]).toEqual([created?.body.id, 4]);
  });
});

describe('the slugs of a content', () => {
  it('are all its own or none, also when a single link wants one of them at once', async () => {
    for (let round = 0; round < 5; round++) {
      const [stem, url] = [unique(), page()];
      const [content, link] = await Promise.all([
        make({ url, slug: stem }),
        mint({ url: page(), slug: `${stem.toUpperCase()}-SLACK` }),
      ]);
      expect([content.status, link.status].sort()).toEqual([201, 409]);
      if (content.status === 409) expect(await contentsAt(url)).toEqual([]);
      const { data } = (await sotto.api<{ data: LinkJson[] }>('GET', `/links?q=${stem}`)).body;
      expect(data).toHaveLength(content.status === 201 ? 4 : 1);
    }
  });

  it('go to one of many contents that want them at once', async () => {
    const slug = unique();
    const answers = await atOnce(20, () => make({ url: page(), slug }));
    expect(statuses(answers)).toEqual([201, ...Array(19).fill(409)]);
    const { data } = (await sotto.api<{ data: LinkJson[] }>('GET', `/links?q=${slug}`)).body;
    expect(new Set(data.map(({ contentId }) => contentId)).size).toBe(1);
  });

  it('refuse the whole request for a known content when one of them is taken', async () => {
    const [url, slug, externalId] = [page(), unique(), unique()];
    const { body: made } = await make({ url, channels: ['email'] });
    await mint({ url: page(), slug: `${slug}-wa` });
    const refused = await make({ url, channels: ['slack', 'whatsapp'], slug, externalId });
    expect([refused.status, refused.body.code]).toEqual([409, 'slug_taken']);
    const { ignored, ...before } = made;
    expect(await show(made.id)).toEqual(before);
  });
});

describe('any crowd of requests', () => {
  const channel = fc.constantFrom('email', 'slack', 'sms');
  const path = fc.constantFrom('a', 'b', 'b/?utm_source=x');
  const content = fc.record(
    {
      path,
      channels: fc.uniqueArray(channel, { maxLength: 3 }),
      slug: fc.constantFrom('one', 'ONE'),
      externalId: fc.constantFrom('e', 'f'),
    },
    { requiredKeys: ['path', 'channels'] },
  );
  const link = fc.record(
    { path, channel, slug: fc.constantFrom('one-mail', 'two') },
    { requiredKeys: ['path', 'channel'] },
  );
  const crowd = fc.array(fc.oneof(content, link), { minLength: 2, maxLength: 10 });

  const send = async (world: string, request: Record<string, unknown>) => {
    const { path: at, slug, externalId, ...rest } = request;
    const own = (value: unknown) => (value === undefined ? undefined : `${world}-${value}`);
    const body = {
      ...rest,
      url: `https://${world}.example/${at}`,
      slug: own(slug),
      externalId: own(externalId),
    };
    if ('channels' in rest) {
      const answer = await make(body);
      return {
        status: answer.status,
        links: answer.body.links ?? [],
        contentId: answer.body.id,
        asked: body,
      };
    }
    const answer = await mint(body);
    const links = answer.status === 409 ? [] : [answer.body];
    return { status: answer.status, links, contentId: answer.body.contentId, asked: body };
  };

  it('is answered with what is stored: one content per page, one plain link per channel and page', async () => {
    await fc.assert(
      fc.asyncProperty(crowd, async (requests) => {
        const world = unique();
        const answers = await Promise.all(requests.map((request) => send(world, request)));
        for (const { status } of answers) expect([200, 201, 409]).toContain(status);
        const pages = (
          await Promise.all(['a', 'b'].map((at) => contentsAt(`https://${world}.example/${at}`)))
        ).flat();
        const stored = new Map(pages.flatMap(({ links }) => links).map((each) => [each.id, each]));
        const listed = await sotto.api<{ data: LinkJson[] }>('GET', `/links?limit=100&q=${world}`);
        expect(new Set(listed.body.data.map(({ id }) => id))).toEqual(new Set(stored.keys()));
        const plain = [...stored.values()].filter(({ slug }) => !slug.startsWith(world));
        const names = plain.map(({ contentId, url, channel }) => `${contentId} ${url} ${channel}`);
        expect(new Set(names).size).toBe(names.length);
        for (const { status, links, contentId, asked } of answers) {
          if (status === 409) continue;
          expect(pages.map(({ id }) => id)).toContain(contentId);
          for (const { id, channel, slug } of links) expect(stored.get(id)).toMatchObject({ channel, slug });
          const given: unknown = Reflect.get(asked, 'channels');
          const channels = links.map((each) => each.channel);
          if (Array.isArray(given)) expect(channels).toEqual(expect.arrayContaining(given));
        }
      }),
      { numRuns: 40 },
    );
  });
});
