import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLinks, newContent, newLink, shareOn, unique } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

/** A content with two links: one was shared three times and clicked, the other was only shared, once. */
let links: [whatsapp: Link, email: Link];
beforeEach(async () => {
  const [whatsapp, email] =
    (await mintLinks(sotto.store, newContent({ createdAt: sotto.clock.now - 60 * DAY }), [
      newLink({ channel: 'whatsapp' }),
      newLink({ channel: 'email', tags: ['shared'] }),
    ])) ?? [];
  if (!whatsapp || !email) throw new Error('The links could not be minted');
  links = [whatsapp, email];
  const at = sotto.clock.now - DAY;
  for (const link of [whatsapp, whatsapp, whatsapp, email])
    await sotto.store.shares.add(shareOn(link, { at }), null);
  await sotto.store.hits.append([1, 2, 3, 4, 5, 6].map((nth) => hitOn(whatsapp, { at: at + nth * 2_000 })));
});

interface Answer {
  data: Record<string, unknown>[];
  total: Record<string, unknown>;
  errors: { pointer: string }[];
}

const ask = async (query: string) => {
  const { status, body } = await sotto.api<Answer>('GET', `/stats?contentId=${links[0].contentId}&${query}`);
  return { status, ...body };
};

/** The answers before and after the roll-up, which must be the same. */
async function askTwice(query: string) {
  const before = await ask(query);
  await sotto.settle();
  expect(await ask(query)).toEqual(before);
  return before;
}

describe('the shares in statistics', () => {
  it('are counted by channel and link, also where no link was clicked, and by filters', async () => {
    const { data, total } = await askTwice('groupBy=channel');
    expect(data).toMatchObject([
      { channel: 'whatsapp', clicks: 6, shares: 3 },
      { channel: 'email', hits: 0, shares: 1 },
    ]);
    expect(total).toMatchObject({ clicks: 6, shares: 4 });
    const byLink = await ask('groupBy=link&sort=-shares&limit=1');
    expect(byLink.data).toMatchObject([{ linkId: links[0].id, shares: 3 }]);
    expect(byLink.total).toMatchObject({ shares: 4 });
    expect((await ask('tag=shared')).total).toMatchObject({ hits: 0, shares: 1 });
    expect(
      (await ask('groupBy=day&from=2026-10-06&to=2026-10-08&timezone=Asia/Kathmandu')).data,
    ).toMatchObject([
      { day: '2026-10-06', shares: 4 },
      { day: '2026-10-07', shares: 0 },
    ]);
  });

  it('are null where a question is about a fact of hits, which cannot be sorted by them', async () => {
    for (const query of ['groupBy=country', 'groupBy=mark', 'country=FR', 'groupBy=channel&device=desktop']) {
      const { data, total } = await askTwice(query);
      expect(total).toMatchObject({ clicks: 6, shares: null });
      for (const row of data) expect(row).toMatchObject({ clicks: 6, shares: null });
      const refused = await ask(`${query}&sort=-shares`);
      expect(refused).toMatchObject({ status: 422, errors: [{ pointer: '?sort' }] });
    }
  });

  it('are a column of CSV, empty where they are unknown', async () => {
    const columnOf = async (query: string) => {
      const response = await sotto.request(`/api/v1/stats?contentId=${links[0].contentId}&${query}`, {
        headers: { Authorization: `Bearer ${ADMIN_KEY}`, Accept: 'text/csv' },
      });
      const [names = [], ...rows] = parseCsv(await response.text());
      return rows.map((row) => row[names.indexOf('shares')]);
    };
    expect(await columnOf('groupBy=channel')).toEqual(['3', '1']);
    expect(await columnOf('groupBy=country')).toEqual([null]);
  });
});

describe('pages', () => {
  const textOf = async (path: string) => {
    const cookie = await signIn(sotto.deps, 'viewer');
    const response = await sotto.request(path, { headers: { Cookie: `${COOKIE}=${cookie}` } });
    return (await response.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  };

  it('show clicks per share of shared links alone, with the size of the sample', async () => {
    const campaign = unique();
    const content = newContent({ createdAt: sotto.clock.now - 60 * DAY, campaign });
    const [shared, other] =
      (await mintLinks(sotto.store, content, [newLink(), newLink({ channel: 'telegram' })])) ?? [];
    if (!shared || !other) throw new Error('The links could not be minted');
    const at = sotto.clock.now - DAY;
    for (const _ of [1, 2]) await sotto.store.shares.add(shareOn(shared, { at }), null);
    // Clicks on a link that nobody has shared are not due to shares.
    const clicks = [shared, shared, shared, other, other].map((link, nth) =>
      hitOn(link, { at: at + nth * 2_000, mark: 'letter' }),
    );
    await sotto.store.hits.append(clicks);
    const { body } = await sotto.api<{ data: { clicks: number; shares: number }[] }>(
      'GET',
      `/stats?groupBy=link&sort=-shares&campaign=${campaign}`,
    );
    const ofShared = body.data.filter(({ shares }) => shares > 0);
    expect(ofShared.map(({ clicks, shares }) => clicks / shares)).toEqual([1.5]);
    const overview = await textOf(`/app?campaign=${campaign}`);
    expect(overview).toMatch(
      /Times shared Times .{90,110}\. 2 new Clicks per share .{150,200}\. 1\.50 of 2 shares/,
    );
    expect(overview).toMatch(/WhatsApp 3 60% new 0 2 1\.50 clicks each/);
    expect(overview).toMatch(/Telegram 2 40% new 0 0 0/);
    const contentPage = await textOf(`/app/contents/${shared.contentId}`);
    expect(contentPage).toMatch(/Clicks per share Clicks on .{130,200}\. 1\.50 of 2 shares/);
    expect(contentPage).toMatch(/WhatsApp 3 60% 0 2 0/);
    // Shares have no placements.
    const placed = await textOf(`/app?campaign=${campaign}&mark=letter`);
    expect(placed).toMatch(/WhatsApp 3 60%/);
    expect(placed).not.toContain('Times shared');
  });
});
