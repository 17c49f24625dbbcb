import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { HIT_KINDS, type HitKind, type NewHit } from '../../../src/hits/hit.ts';
import { parseHitId } from '../../../src/hits/hit-id.ts';
import type { ShownHit } from '../../../src/hits/list-hits.ts';
import type { Link } from '../../../src/links/link.ts';
import type { Measures } from '../../../src/stats/measures.ts';
import { createHitListStore } from '../../../src/store/reports/hit-list.ts';
import { arbitraryHit } from '../../support/fixtures/arbitrary-hit.ts';
import { hitOn, mintLink, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

interface Page {
  data: ShownHit[];
  nextCursor: string | null;
}

const NOON = Date.UTC(2026, 9, 7, 12);
const DAY = 86_400_000;

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const page = async (query: string): Promise<Page> => {
  const { status, body } = await sotto.api<Page>('GET', `/hits?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
};

/** All hits of a query, page by page; `between` runs after each. */
async function walk(query: string, between = async () => {}): Promise<ShownHit[]> {
  const hits: ShownHit[] = [];
  for (let cursor = ''; ; ) {
    const { data, nextCursor } = await page(`${query}${cursor}`);
    hits.push(...data);
    if (nextCursor === null) return hits;
    cursor = `&cursor=${nextCursor}`;
    await between();
  }
}

const rowIdOf = ({ id }: ShownHit) => parseHitId(id)?.rowId ?? 0;

describe('a hit', () => {
  it('shows what was logged, how it was judged, and null for what nobody knows', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([
      hitOn(link, { visitor: 'v', mark: '007', referrer: 't.co' }),
      hitOn(link, { visitor: 'v', at: NOON + 900, region: 'IDF', city: 'Paris' }),
      hitOn(link, {
        kind: 'preview',
        app: 'slack',
        certainty: 'sure',
        reason: 'preview_fetcher',
        browser: '',
      }),
      hitOn(link, { country: '', os: '' }),
    ]);
    const expected = [
      { kind: 'click', reason: null, country: null, os: null, mark: null, referrer: null, unique: null },
      {
        kind: 'preview',
        reason: 'preview_fetcher',
        app: 'slack',
        certainty: 'sure',
        browser: null,
        unique: false,
      },
      { kind: 'repeat', reason: 'repeat', region: 'IDF', city: 'Paris', unique: false },
      { kind: 'click', reason: null, app: null, mark: '007', referrer: 't.co', region: null, unique: true },
    ];
    const ofAll = { linkId: link.id, contentId: link.contentId, channel: 'whatsapp', device: 'desktop' };
    for (const rolledUp of [false, true]) {
      const { data } = await page(`linkId=${link.id}`);
      expect(data, `rolled up: ${rolledUp}`).toMatchObject(expected.map((hit) => ({ ...ofAll, ...hit })));
      expect(data.map(({ at }) => at)).toEqual([0, 0, 900, 0].map((ms) => new Date(NOON + ms).toISOString()));
      await sotto.settle();
    }
  });

  it('has the fields of the API in their order', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([hitOn(link)]);
    const { data } = await page(`linkId=${link.id}`);
    expect(Object.keys(data[0] ?? {}).join(' ')).toBe(
      'id linkId contentId channel at kind reason app certainty country region city device os browser referrer mark shareId unique settled',
    );
  });

  it('keeps its mark beyond the two hundred of a day that are counted apart', async () => {
    const link = await mintLink(sotto.store);
    const marks = Array.from({ length: 205 }, (_, i) => `m${i}`);
    await sotto.store.hits.append(marks.map((mark) => hitOn(link, { mark })));
    const { data } = await page(`linkId=${link.id}&limit=1000`);
    expect(data.map(({ mark }) => mark)).toEqual(marks.reverse());
    expect((await page(`linkId=${link.id}&mark=m204`)).data).toHaveLength(1);
  });

  it('of a deleted link is gone at once', async () => {
    const [gone, kept] = [await mintLink(sotto.store), await mintLink(sotto.store)];
    await sotto.store.hits.append([hitOn(gone), hitOn(kept)]);
    await sotto.settle();
    await sotto.store.hits.append([hitOn(gone)]);
    const both = `linkId=${gone.id},${kept.id}`;
    expect((await page(both)).data).toHaveLength(3);
    await sotto.store.links.remove(gone, 1);
    expect((await page(both)).data.map(({ linkId }) => linkId)).toEqual([kept.id]);
    await sotto.settle();
    expect((await page(both)).data.map(({ linkId }) => linkId)).toEqual([kept.id]);
  });
});

describe('days that were compacted', () => {
  it('have no hits any more, but for those that are not rolled up yet', async () => {
    const link = await mintLink(sotto.store);
    const old = NOON - 300 * DAY;
    const hits = [old, old + DAY, NOON].map((at) => hitOn(link, { at }));
    await sotto.store.hits.append(hits);
    await sotto.settle();
    const days = async () => (await page(`linkId=${link.id}`)).data.map(({ at }) => Date.parse(at));
    expect(await days()).toEqual([NOON, old + DAY, old]);
    const day = Math.floor(old / DAY) + 1;
    while (await sotto.sums.closeDays(day + 5));
    expect(await days()).toEqual([NOON, old + DAY, old]);
    await sotto.sums.compactDays(day);
    expect(await days()).toEqual([NOON, old + DAY]);
    await sotto.store.hits.append([hitOn(link, { at: old + 1 })]);
    expect(await days()).toEqual([old + 1, NOON, old + DAY]);
    await sotto.settle();
    expect(await days()).toEqual([NOON, old + DAY]);
  });
});

describe('random traffic', () => {
  let links: Link[] = [];
  beforeAll(async () => {
    const minted = await mintLinks(sotto.store, newContent(), [
      newLink(),
      newLink({ channel: 'email', tags: ['x', 'y'] }),
      newLink({ channel: 'slack', campaign: 'spring' }),
    ]);
    links = minted ?? [];
  });
  const ours = () => `linkId=${links.map(({ id }) => id).join()}`;

  // Times are in no order, as of several clocks: the hours overlap.
  const anyHit = arbitraryHit({ links: 3, start: NOON, spanMs: 30 * DAY });
  type Then = 'wait' | 'roll up' | 'close days';
  const then = fc.constantFrom<Then[]>('wait', 'roll up', 'close days');
  const batches = fc.array(fc.tuple(fc.array(anyHit, { minLength: 1, maxLength: 40 }), then), {
    minLength: 1,
    maxLength: 5,
  });

  let closed = Math.floor(NOON / DAY);
  const play = async (traffic: [[number, Partial<NewHit>][], Then][]) => {
    for (const [hits, then] of traffic) {
      await sotto.store.hits.append(hits.flatMap(([n, facts]) => (links[n] ? [hitOn(links[n], facts)] : [])));
      if (then !== 'wait') await sotto.sums.rollUp();
      if (then === 'close days') {
        closed += 1;
        while (await sotto.sums.closeDays(closed));
      }
    }
  };

  const FILTERS = [
    '',
    'channel=email',
    'channelKind=private',
    'tag=x,y',
    'campaign=spring',
    'mark=letter,1',
    'browser=Chrome&country=FR',
  ];
  const period = (from: number, days: number) =>
    `from=${new Date(NOON + from).toISOString()}&to=${new Date(NOON + from + days * DAY + 1).toISOString()}`;
  const MEASURES: Record<HitKind, keyof Measures> = {
    click: 'clicks',
    repeat: 'repeats',
    preview: 'previews',
    prefetch: 'prefetches',
    scanner: 'scanners',
    bot: 'bots',
  };

  it('is the same hit by hit as in the counts: every kind, filter and period, rolled up or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.constantFrom(...FILTERS),
        fc.option(fc.tuple(fc.nat({ max: 30 * DAY }), fc.nat({ max: 9 })), { nil: undefined }),
        fc.integer({ min: 1, max: 1000 }),
        async (traffic, filter, span, limit) => {
          await play(traffic);
          const query = [ours(), filter, span ? period(...span) : ''].filter(Boolean).join('&');
          const { body } = await sotto.api<{ total: Measures }>('GET', `/stats?${query}`);
          const hits = await walk(`${query}&limit=${Math.max(limit, 20)}`);
          for (const kind of HIT_KINDS) {
            const own = hits.filter((hit) => hit.kind === kind);
            expect(own, kind).toHaveLength(Number(body.total[MEASURES[kind]]));
            expect((await walk(`${query}&kind=${kind}&limit=1000`)).map(({ id }) => id)).toEqual(
              own.map(({ id }) => id),
            );
          }
          expect(hits.filter(({ unique }) => unique)).toHaveLength(body.total.uniqueClicks);
          expect(hits.filter(({ unique }) => unique === null)).toHaveLength(body.total.anonymousClicks);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('is walked by cursor exactly once, newest first, while more comes in and is rolled up', async () => {
    await play([
      [
        [
          [0, {}],
          [1, {}],
          [2, {}],
        ],
        'wait',
      ],
    ]);
    const of = sql`link_id IN (SELECT value FROM json_each(${JSON.stringify(links.map(({ rowId }) => rowId))}))`;
    const [rows = []] = await sotto.engine.read([sql`SELECT id FROM hits WHERE ${of} ORDER BY id DESC`]);
    let turn = 0;
    const hits = await walk(`${ours()}&limit=25`, async () => {
      await play([[[[0, { visitor: 'late' }]], turn++ % 2 === 0 ? 'roll up' : 'wait']]);
    });
    expect(hits.map(rowIdOf)).toEqual(rows.map(({ id }) => id));
  });

  it('is filtered as plain SQL over the log would', async () => {
    const cases: [string, ReturnType<typeof sql>][] = [
      ['browser=Firefox', sql`a.browser = 'Firefox'`],
      ['country=FR,BE', sql`p.country IN ('FR', 'BE')`],
      ['referrer=t.co&mark=share', sql`r.host = 't.co' AND h.mark = 'share'`],
      [
        `from=2026-10-10&to=2026-10-12`,
        sql`h.at >= ${Date.UTC(2026, 9, 10)} AND h.at < ${Date.UTC(2026, 9, 13)}`,
      ],
      ['kind=bot,preview', sql`h.kind IN ('bot', 'preview')`],
    ];
    const ids = JSON.stringify(links.map(({ rowId }) => rowId));
    for (const [query, where] of cases) {
      const [rows = []] = await sotto.engine.read([
        sql`SELECT h.id FROM hits h JOIN agents a ON a.id = agent_id JOIN places p ON p.id = place_id
          JOIN referrers r ON r.id = referrer_id
          WHERE link_id IN (SELECT value FROM json_each(${ids})) AND ${where} ORDER BY h.id DESC`,
      ]);
      expect(rows.length, query).toBeGreaterThan(0);
      expect((await walk(`${ours()}&${query}`)).map(rowIdOf), query).toEqual(rows.map(({ id }) => id));
    }
  });
});

describe('a slice', () => {
  const sliceOf = (link: Link, most: number, before: number | null) =>
    createHitListStore(sotto.engine, most).slice({
      filters: { link: [link.id] },
      kinds: [],
      from: null,
      to: null,
      before,
      limit: 10,
    });

  it('of a link that was quiet for long passes over what others had in the meantime', async () => {
    const [quiet, busy] = [await mintLink(sotto.store), await mintLink(sotto.store)];
    await sotto.store.hits.append([hitOn(quiet, { at: NOON - 40 * DAY })]);
    await sotto.store.hits.append(Array.from({ length: 50 }, () => hitOn(busy, { at: NOON - 20 * DAY })));
    await sotto.settle();
    const { hits, next } = await sliceOf(quiet, 5, null);
    expect([hits.map(({ linkId }) => linkId), next]).toEqual([[quiet.id], null]);
  });

  it('ends early rather than look at too many, and the next goes on from there', async () => {
    const [quiet, busy] = [await mintLink(sotto.store), await mintLink(sotto.store)];
    const crowd = Array.from({ length: 20 }, () => hitOn(busy));
    await sotto.store.hits.append([hitOn(quiet), ...crowd, hitOn(quiet), ...crowd]);
    const sizes: number[] = [];
    for (let before: number | null = null; sizes.length < 3; ) {
      const { hits, next } = await sliceOf(quiet, 15, before);
      sizes.push(hits.length);
      before = next;
    }
    expect(sizes).toEqual([0, 1, 1]);
  });
});

describe('a page', () => {
  it('names the next one in the Link header, and the last names none', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([hitOn(link), hitOn(link), hitOn(link)]);
    const first = await sotto.api<Page>('GET', `/hits?linkId=${link.id}&limit=2`);
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.get('Link') ?? '')?.[1] ?? '';
    expect(new URL(next).searchParams.get('cursor')).toBe(first.body.nextCursor);
    const second = await sotto.api<Page>('GET', next.replace(/.*\/api\/v1/, ''));
    expect([second.body.data.length, second.body.nextCursor]).toEqual([1, null]);
    expect(second.headers.get('Link')).toBeNull();
  });

  it('of filters that no link fits is empty', async () => {
    const link = await mintLink(sotto.store);
    await sotto.store.hits.append([hitOn(link)]);
    expect(await page(`linkId=${link.id}&channel=email`)).toEqual({ data: [], nextCursor: null });
    expect(await page('linkId=lnk_nobody')).toEqual({ data: [], nextCursor: null });
  });

  it.each([
    ['kind=visit', '?kind'],
    ['limit=1001', '?limit'],
    ['limit=0', '?limit'],
    ['cursor=x', '?cursor'],
    ['from=yesterday', '?from'],
    ['timezone=Mars', '?timezone'],
    ['groupBy=day', '?groupBy'],
    ['format=xml', '?format'],
  ])('refuses %s', async (query, pointer) => {
    const { status, body } = await sotto.api<{ errors: unknown }>('GET', `/hits?${query}`);
    expect([status, body.errors]).toMatchObject([422, [{ pointer }]]);
  });
});
