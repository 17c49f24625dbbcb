import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { hitOn, shareOn, unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';
import { newCode } from '../../support/shares/share-by.ts';
import { nextPeer } from '../../support/store/visits.ts';

const DAY = 86_400_000;
const FACTS = ['mark', 'country', 'region', 'city', 'device', 'os', 'browser', 'app', 'referrer'];

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

type Line = { type: string; clicks: number; hits: number } & Record<string, unknown>;

async function exported(path: string) {
  const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
  const response = await sotto.request(`/api/v1${path}/export`, { headers });
  expect(response.status).toBe(200);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line): Line => JSON.parse(line));
  const of = (type: string) => lines.filter((line) => line.type === type);
  return { response, text, lines, of };
}

const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';

async function mint(fields = {}) {
  const url = `https://pages.example/${unique()}`;
  const { body } = await sotto.api<{ id: string; shortUrl: string }>('POST', '/links', {
    ...{ url, slug: unique(), title: 'Exported' },
    ...fields,
  });
  return { ...body, url };
}

describe('the export of a link', () => {
  it('has the link, its destinations, refusals, sums, sightings and single hits', async () => {
    const link = await mint({ maxClicks: 2 });
    await sotto.api('PATCH', `/links/${link.id}`, { url: `${link.url}/moved` });
    await sotto.click(`${link.shortUrl}.letter`, { Referer: 'https://mail.example/inbox' });
    await sotto.settle();
    await sotto.click(link.shortUrl, { 'User-Agent': SLACKBOT });
    await sotto.click(link.shortUrl, {}, nextPeer());
    expect((await sotto.click(link.shortUrl, {}, nextPeer())).status).toBe(410);

    const { response, of, lines } = await exported(`/links/${link.id}`);
    expect(response.headers.get('Content-Type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="sotto-link-/);
    const { body: shown } = await sotto.api('GET', `/links/${link.id}`);
    expect(of('link')).toEqual([{ type: 'link', ...shown }]);
    expect(shown.destinations).toMatchObject([{ url: link.url }]);
    const day = '2026-10-07';
    expect(of('turnedAway')).toEqual([
      { type: 'turnedAway', linkId: link.id, day, reason: 'used_up', times: 1 },
    ]);
    const { body } = await sotto.api<{ total: object }>('GET', `/stats?linkId=${link.id}`);
    const ofLink = { type: 'sum', linkId: link.id, day };
    expect(of('sum').slice(0, 1)).toEqual([{ ...ofLink, dimension: null, value: null, ...body.total }]);
    expect(of('sum')).toContainEqual(
      expect.objectContaining({ dimension: 'mark', value: 'letter', clicks: 1 }),
    );
    expect(of('sum')).toContainEqual(
      expect.objectContaining({ dimension: 'referrer', value: 'mail.example' }),
    );
    expect(of('sighting')).toMatchObject([{ linkId: link.id, app: 'slack', day }]);
    const { body: hits } = await sotto.api<{ data: object[] }>('GET', `/hits?linkId=${link.id}`);
    expect(of('hit')).toEqual(hits.data.map((hit) => ({ type: 'hit', ...hit })));
    expect(hits.data).toHaveLength(3);
    expect(new Set(lines.map(({ type }) => type)).size).toBe(5);
  });

  it('has the sums of every day by every fact, and each fact adds up to the day', async () => {
    const { id } = await mint();
    const link = await sotto.store.links.get(id);
    if (!link) throw new Error('It was minted');
    const at = (day: number, nth: number) => sotto.clock.now - day * DAY + nth;
    const days = Array.from({ length: 40 }, (_, day) =>
      Array.from({ length: (day % 3) + 1 }, (_, nth) =>
        hitOn(link, { at: at(day, nth * 5_000), mark: nth === 0 ? 'first' : null }),
      ),
    );
    await sotto.store.hits.append(days.slice(5).flat());
    await sotto.settle();
    await sotto.store.hits.append(days.slice(0, 5).flat());

    const { of } = await exported(`/links/${id}`);
    const totals = of('sum').filter(({ dimension }) => dimension === null);
    expect(totals).toHaveLength(40);
    for (const { day, clicks } of totals) {
      for (const fact of FACTS) {
        const parts = of('sum').filter((line) => line.dimension === fact && line.day === day);
        expect(
          parts.reduce((sum, part) => sum + part.clicks, 0),
          `${fact} of ${day}`,
        ).toBe(clicks);
      }
    }
    expect(of('hit')).toHaveLength(days.flat().length);
  });

  it('has every share, the newest first, with its parent, and counts them', async () => {
    const { id } = await mint();
    const link = await sotto.store.links.get(id);
    if (!link) throw new Error('It was minted');
    const at = sotto.clock.now - DAY;
    const [first, second] = [
      shareOn(link, { at, code: newCode() }),
      shareOn(link, { at: at + 1, code: null }),
    ];
    const stored = await sotto.store.shares.add(first, null);
    if (typeof stored !== 'object') throw new Error('It was stored');
    const parentRowId = stored.share.rowId;
    await sotto.store.shares.add({ ...second, parentRowId, generation: 1, source: 'browser' }, null);
    for (const isSettled of [false, true]) {
      if (isSettled) await sotto.settle();
      const { of } = await exported(`/links/${id}`);
      const known = { type: 'share', linkId: id, contentId: link.contentId, channel: link.channel };
      const time = (ms: number) => new Date(ms).toISOString();
      expect(of('share')).toEqual([
        {
          ...{ ...known, id: second.id, at: time(at + 1), code: null },
          ...{ parentId: first.id, generation: 1, source: 'browser' },
        },
        {
          ...{ ...known, id: first.id, at: time(at), code: first.code },
          ...{ parentId: null, generation: 0, source: 'link' },
        },
      ]);
      expect(of('sum')).toMatchObject([{ day: '2026-10-06', dimension: null, hits: 0, shares: 2 }]);
    }
    await sotto.api('DELETE', `/links/${id}/hits`);
    expect((await exported(`/links/${id}`)).of('share')).toEqual([]);
  });

  it('has no hash of a visitor', async () => {
    const { id } = await mint();
    const link = await sotto.store.links.get(id);
    if (!link) throw new Error('It was minted');
    const hashes = { visitor: `v${unique()}`, network: `n${unique()}` };
    await sotto.store.hits.append([hitOn(link, hashes)]);
    const { text, of } = await exported(`/links/${id}`);
    expect(of('hit')).toHaveLength(1);
    for (const hash of Object.values(hashes)) expect(text).not.toContain(hash);
  });

  it('has only the link if there were no visits, and nothing that was erased', async () => {
    const link = await mint();
    expect((await exported(`/links/${link.id}`)).lines.map(({ type }) => type)).toEqual(['link']);
    await sotto.click(link.shortUrl);
    await sotto.api('DELETE', `/links/${link.id}/hits`);
    await sotto.settle();
    expect((await exported(`/links/${link.id}`)).lines.map(({ type }) => type)).toEqual(['link']);
  });
});

describe('the export of a content', () => {
  it('has the content and, link by link, all of its links', async () => {
    const fields = {
      url: `https://pages.example/${unique()}`,
      externalId: unique(),
      channels: ['email', 'slack'],
    };
    const { body } = await sotto.api<{ id: string; links: { id: string; shortUrl: string }[] }>(
      'POST',
      '/contents',
      fields,
    );
    for (const { shortUrl } of body.links) await sotto.click(shortUrl);
    const { of, lines } = await exported(`/contents/ext_${fields.externalId}`);
    expect(lines[0]).toMatchObject({ type: 'content', id: body.id, url: fields.url, clicks: 2 });
    expect(lines[0]).not.toHaveProperty('links');
    const ids = body.links.map(({ id }) => id);
    expect(of('link').map(({ id }) => id)).toEqual(ids);
    expect(of('hit').map(({ linkId }) => linkId)).toEqual(ids);
  });
});
