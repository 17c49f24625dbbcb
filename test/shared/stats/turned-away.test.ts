import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { RefusalReason } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { parseCsv } from '../../support/csv.ts';
import { mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

interface Answer {
  data: Record<string, string | number | null>[];
  total: { times: number };
  from: string | null;
  to: string | null;
}

const DAY = 86_400_000;
const TODAY = Math.floor(Date.UTC(2026, 9, 7) / DAY);

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const ask = async (query: string): Promise<Answer> => {
  const { status, body } = await sotto.api<Answer>('GET', `/turned-away?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
};
const rows = async (query: string) => (await ask(query)).data;

async function countRefusal(link: Link, day: number, reason: RefusalReason, times: number): Promise<void> {
  const refusal = { linkRowId: link.rowId, day, reason };
  await sotto.store.refusals.count({ refusals: [{ ...refusal, times: times - 1 }], unknownSlugs: [] });
  await sotto.store.refusals.countRefusal(refusal);
  await sotto.flushed();
}

/** Two links of one content with refusals on two days. */
async function refused() {
  const title = `Guide ${unique()}`;
  const minted = await mintLinks(sotto.store, newContent({ title }), [
    newLink({ channel: 'email' }),
    newLink({ channel: 'slack' }),
  ]);
  const [one, two] = minted ?? [];
  if (!one || !two) throw new Error('not minted');
  await countRefusal(one, TODAY - 1, 'expired', 2);
  await countRefusal(one, TODAY, 'expired', 1);
  await countRefusal(one, TODAY, 'password', 4);
  await countRefusal(two, TODAY, 'expired', 3);
  return { one, two, title, query: `contentId=${one.contentId}` };
}

describe('visitors who were turned away', () => {
  it('are counted from the answer of a link on', async () => {
    const minted = await mintLinks(sotto.store, newContent(), [newLink({ expiresAt: 1 })]);
    const link = minted?.[0];
    if (!link) throw new Error('not minted');
    await sotto.click(`/${link.slug}`);
    await sotto.flushed();
    expect(await ask(`linkId=${link.id}&groupBy=reason,day`)).toEqual({
      data: [{ reason: 'expired', day: '2026-10-07', times: 1 }],
      total: { times: 1 },
      from: null,
      to: null,
      nextCursor: null,
    });
  });

  it('are grouped by reason, day, link, content and channel', async () => {
    const { one, two, title, query } = await refused();
    expect(await ask(query)).toMatchObject({
      data: [
        { reason: 'expired', times: 6 },
        { reason: 'password', times: 4 },
      ],
      total: { times: 10 },
    });
    expect(await rows(`${query}&groupBy=day,reason`)).toEqual([
      { day: '2026-10-07', reason: 'expired', times: 4 },
      { day: '2026-10-07', reason: 'password', times: 4 },
      { day: '2026-10-06', reason: 'expired', times: 2 },
    ]);
    const keys = ({ id, slug }: Link) => ({ linkId: id, slug, shortUrl: `${ORIGIN}/${slug}` });
    expect(await rows(`${query}&groupBy=link`)).toEqual([
      { ...keys(one), times: 7 },
      { ...keys(two), times: 3 },
    ]);
    expect(await rows(`${query}&groupBy=content`)).toMatchObject([
      { contentId: one.contentId, title, times: 10 },
    ]);
    expect(await rows(`${query}&groupBy=channel,reason`)).toEqual([
      { channel: 'email', reason: 'password', times: 4 },
      { channel: 'email', reason: 'expired', times: 3 },
      { channel: 'slack', reason: 'expired', times: 3 },
    ]);
  });

  it('are filtered by link, content, channel, reason and UTC days', async () => {
    const { one, two, query } = await refused();
    const total = async (filter: string) => (await ask(`${query}&${filter}`)).total.times;
    expect(await total(`linkId=${two.id}`)).toBe(3);
    expect(await total('channel=email')).toBe(7);
    expect(await total('channel=email,slack')).toBe(10);
    expect(await total('reason=password,blocked')).toBe(4);
    expect(await total('to=2026-10-06')).toBe(2);
    expect(await total('from=2026-10-07')).toBe(8);
    expect(await total('from=2026-10-06&to=2026-10-06')).toBe(2);
    expect(await total(`linkId=${one.id}&reason=expired&from=2026-10-07`)).toBe(1);
    expect(await ask(`${query}&from=2026-10-08`)).toEqual({
      ...{ data: [], total: { times: 0 }, from: '2026-10-08', to: null, nextCursor: null },
    });
  });

  it('are listed by day, the newest first, even where an older day has more', async () => {
    const { one, query } = await refused();
    await countRefusal(one, TODAY - 2, 'expired', 9);
    const days = (await rows(`${query}&groupBy=day`)).map(({ day }) => day);
    expect(days).toEqual(['2026-10-07', '2026-10-06', '2026-10-05']);
  });

  it('are all counted in the total if a limit cuts the rows', async () => {
    const { query } = await refused();
    const { data, total } = await ask(`${query}&groupBy=day,reason&limit=1`);
    expect([data, total]).toEqual([[{ day: '2026-10-07', reason: 'expired', times: 4 }], { times: 10 }]);
  });

  it('are available as CSV', async () => {
    const { query } = await refused();
    const headers = { Authorization: `Bearer ${ADMIN_KEY}`, Accept: 'text/csv' };
    const response = await sotto.request(`/api/v1/turned-away?${query}&groupBy=reason,channel`, { headers });
    expect(response.headers.get('Content-Disposition')).toMatch(/filename="sotto-turned-away-.*\.csv"/);
    expect(parseCsv(await response.text())).toEqual([
      ['reason', 'channel', 'times'],
      ['password', 'email', '4'],
      ['expired', 'email', '3'],
      ['expired', 'slack', '3'],
    ]);
  });

  it('are deleted with their link, and erased with its hits', async () => {
    const { one, two, query } = await refused();
    const before = await ask('');
    await sotto.store.links.remove(two, 1);
    expect((await ask(query)).total.times).toBe(7);
    await countRefusal(two, TODAY, 'deleted', 2);
    expect((await ask('')).total.times).toBe(before.total.times - 3);
    await sotto.store.hits.erase([one.rowId]);
    expect(await ask(query)).toMatchObject({ data: [], total: { times: 0 } });
  });

  it.each([
    ['groupBy=app', '?groupBy'],
    ['groupBy=reason,reason', '?groupBy'],
    ['groupBy=reason,day,link', '?groupBy'],
    ['reason=bored', '?reason'],
    ['from=2026-02-30', '?from'],
    ['to=2026-05-12T08:30:00Z', '?to'],
    ['from=2026-05-13&to=2026-05-12', '?to'],
    ['limit=1001', '?limit'],
    ['timezone=UTC', '?timezone'],
    ['format=ndjson', '?format'],
  ])('cannot be requested with %s', async (query, pointer) => {
    const { status, body } = await sotto.api<{ errors: unknown }>('GET', `/turned-away?${query}`);
    expect([status, body.errors]).toMatchObject([422, [{ pointer }]]);
  });
});
