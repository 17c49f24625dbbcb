import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson } from '../../../src/api/schemas/present-links.ts';
import { CHANNEL_NAMES } from '../../../src/channels/registry.ts';
import { DIMENSION_NAMES } from '../../../src/stats/dimensions.ts';
import { unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Stats {
  data: Record<string, unknown>[];
  total: Record<string, number>;
  from: string | null;
  to: string | null;
  timezone: string;
  meta: Record<string, unknown>;
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const stats = (query: string) => sotto.api<Stats>('GET', `/stats?${query}`);

/** A content with a link for WhatsApp and one for email, clicked twice and once. */
async function shared(): Promise<ContentJson> {
  const url = `https://pages.example/${unique()}`;
  const { body } = await sotto.api<ContentJson>('POST', '/contents', {
    url,
    channels: ['whatsapp', 'email'],
  });
  const [whatsapp, email] = body.links;
  for (const [link, peer] of [
    [whatsapp, '198.51.100.1'],
    [whatsapp, '198.51.100.2'],
    [email, '198.51.100.1'],
  ] as const) {
    await sotto.click(`${link?.shortUrl}.card`, {}, peer);
  }
  return body;
}

describe('GET /stats', () => {
  it('counts a click at once, and the same after the roll-up', async () => {
    const content = await shared();
    const query = `groupBy=channel&contentId=${content.id}`;
    const before = await stats(query);
    expect(before.status).toBe(200);
    expect(before.body.total).toMatchObject({ hits: 3, clicks: 3, uniqueClicks: 3, bots: 0 });
    const byChannel = before.body.data.map(({ channel, clicks }) => [channel, clicks]);
    expect(byChannel).toEqual([
      ['whatsapp', 2],
      ['email', 1],
    ]);
    await sotto.settle();
    const after = await stats(query);
    expect([after.body.data, after.body.total]).toEqual([before.body.data, before.body.total]);
  });

  it('takes names and filters separated by commas, repeated, or both', async () => {
    const { id, links } = await shared();
    const [whatsapp, email] = links;
    const total = async (query: string) => (await stats(query)).body.total.clicks;
    expect(await total(`linkId=${whatsapp?.id},${email?.id}`)).toBe(3);
    expect(await total(`linkId=${whatsapp?.id}&linkId=${email?.id}`)).toBe(3);
    expect(await total(`linkId=${email?.id}`)).toBe(1);
    expect(await total(`contentId=${id}&channel=whatsapp`)).toBe(2);
    expect(await total(`contentId=${id}&channel=whatsapp,email&channel=sms`)).toBe(3);
    expect(await total(`contentId=${id}&mark=card`)).toBe(3);
    expect(await total(`contentId=${id}&mark=other`)).toBe(0);
    expect(await total('linkId=lnk_none')).toBe(0);
    expect((await stats(`contentId=${id}&groupBy=channel,mark`)).body.data).toHaveLength(2);
  });

  it.each(DIMENSION_NAMES)('groups by %s', async (name) => {
    const { id } = await shared();
    const { status, body } = await stats(`groupBy=${name}&contentId=${id}`);
    expect(status).toBe(200);
    expect(body.total.clicks).toBe(3);
    const clicks = body.data.map((row) => Number(row.clicks));
    expect(clicks.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('has a count for every kind, and they add up to the hits', async () => {
    const { id, links } = await shared();
    const short = links[0]?.shortUrl ?? '';
    await sotto.click(short, { 'User-Agent': 'WhatsApp/2.23.20.0' });
    await sotto.click(short, { 'User-Agent': 'curl/8.5.0' });
    await sotto.click(short, { 'Sec-Purpose': 'prefetch' });
    const { total } = (await stats(`contentId=${id}`)).body;
    const { hits, clicks, repeats, previews, prefetches, scanners, bots } = total;
    expect({ hits, clicks, previews, prefetches, bots }).toEqual({
      hits: 6,
      clicks: 3,
      previews: 1,
      prefetches: 1,
      bots: 1,
    });
    expect(hits).toBe(
      Number(clicks) +
        Number(repeats) +
        Number(previews) +
        Number(prefetches) +
        Number(scanners) +
        Number(bots),
    );
  });

  it('covers the given period, and names it', async () => {
    const { id } = await shared();
    const inside = await stats(`contentId=${id}&from=2026-10-07T12:00:00Z&to=2026-10-07T13:00:00Z`);
    expect(inside.body).toMatchObject({ timezone: 'UTC', total: { clicks: 3 } });
    const outside = await stats(`contentId=${id}&from=2026-10-07T13:00:00Z`);
    expect(outside.body.total.clicks).toBe(0);
  });
});

describe('GET /channels', () => {
  it('lists the registry in its order', async () => {
    const { body } = await sotto.api<{ data: Record<string, unknown>[] }>('GET', '/channels');
    expect(body.data.map(({ channel }) => channel)).toEqual(CHANNEL_NAMES);
    expect(body.data[0]).toMatchObject({ channel: 'whatsapp', kind: 'private', hasShareUrl: true });
  });
});
