import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { DIMENSION_NAMES, dimension } from '../../../src/stats/dimensions.ts';
import { exportStats } from '../../../src/stats/export-stats.ts';
import { SORTS, type StatsQuestion } from '../../../src/stats/question.ts';
import { readStats, type ShownStats } from '../../../src/stats/read-stats.ts';
import type { GroupPosition } from '../../../src/stats/stats-plan.ts';
import { createStatsStore } from '../../../src/store/reports/stats/stats.ts';
import { arbitraryHit } from '../../support/fixtures/arbitrary-hit.ts';
import { hitOn, mintLink, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

interface Answer {
  data: ShownStats[];
  nextCursor: string | null;
  total: ShownStats;
  meta: { groups: number | null; complete: boolean };
  errors?: { pointer: string }[];
}

const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 1);
const LINKS = 20;

let sotto: Sotto;
const links: Link[] = [];
beforeAll(async () => {
  sotto = await open();
  // Texts that SQLite and JavaScript would order differently by their units.
  const campaigns = ['', 'spring', '\u{1f331}', '\ufb01n', 'été'];
  const channels = ['email', 'whatsapp', 'slack'] as const;
  for (let index = 0; index < LINKS; index++) {
    links.push(
      await mintLink(sotto.store, {
        channel: channels[index % 3] ?? 'email',
        campaign: campaigns[index % 5] ?? '',
        tags: [['x', 'y'], ['y'], []][index % 3] ?? [],
        domain: index % 7 === 0 ? 'go.example' : '',
      }),
    );
  }
});
afterAll(() => sotto.close());

const question = (changes: Partial<StatsQuestion>): StatsQuestion => ({
  groupBy: [],
  filters: {},
  contentIds: [],
  linkIds: [],
  from: null,
  to: null,
  timezone: 'UTC',
  sort: null,
  limit: null,
  ...changes,
});

/** With `mostLinks` below the number of links, SQL adds them up and cuts them at the limit. */
const depsWith = (mostLinks: number) => ({
  ...sotto.deps,
  store: { ...sotto.store, stats: createStatsStore(sotto.engine, undefined, mostLinks) },
});

async function pagesOf(deps: ReturnType<typeof depsWith>, asked: StatsQuestion) {
  const pages = [];
  for (let cursor: GroupPosition | null = null, isFirst = true; isFirst || cursor; isFirst = false) {
    const { next, ...page }: Awaited<ReturnType<typeof readStats>> = await readStats(deps, asked, cursor);
    pages.push(page);
    cursor = next;
  }
  return pages;
}

async function allOf(
  deps: ReturnType<typeof depsWith>,
  asked: StatsQuestion,
  cursor: GroupPosition | null = null,
) {
  const rows: ShownStats[] = [];
  for await (const some of exportStats(deps, asked, cursor)) rows.push(...some);
  return rows;
}

const NAMES = DIMENSION_NAMES.filter((name) => name !== 'hour');
const isTime = (name: (typeof NAMES)[number]) => dimension(name).of === 'time';
const groupings = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 })
  .filter((names) => names.filter(isTime).length < 2);

describe('pages of statistics', () => {
  const anyHit = arbitraryHit({ links: LINKS, start: START, spanMs: 9 * DAY });
  const traffic = fc.array(anyHit, { minLength: 1, maxLength: 60, size: 'max' });

  it('are together what an export without a limit has, by any groups, order and size', async () => {
    await fc.assert(
      fc.asyncProperty(
        traffic,
        groupings,
        fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...SORTS.keys())),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom<Partial<StatsQuestion>>(
          {},
          { from: '2026-10-02', to: '2026-10-06' },
          { timezone: 'Asia/Kathmandu' },
          { filters: { channel: ['email', 'slack'] } },
          { filters: { tag: ['x'] } },
        ),
        fc.constantFrom(0, 200),
        fc.boolean(),
        async (hits, groupBy, sort, limit, changes, mostLinks, rollsUp) => {
          await sotto.store.hits.append(
            hits.flatMap(([index, facts]) => (links[index] ? [hitOn(links[index], facts)] : [])),
          );
          if (rollsUp) await sotto.sums.rollUp();
          const deps = depsWith(mostLinks);
          // Shares have no facts of hits, so that answers about these are not sorted by them.
          const ofFacts = groupBy.some((name) => dimension(name).of === 'hit');
          const order = sort[1] === 'shares' && ofFacts ? '-hits' : sort.join('');
          const asked = question({ groupBy, sort: order, limit, ...changes });
          const all = await allOf(deps, asked);
          const pages = await pagesOf(deps, asked);
          expect(pages.flatMap(({ data }) => data)).toEqual(all);
          const [first] = pages;
          const groups = new Set(
            all.map((row) =>
              JSON.stringify(
                groupBy.map((name) => (isTime(name) && groupBy.length > 1 ? '' : groupKey(row, name))),
              ),
            ),
          );
          for (const { meta } of pages) {
            expect(meta.groups).toBe(groups.size);
            expect(meta.complete).toBe(pages.length === 1);
          }
          if (!groupBy.includes('tag')) {
            const clicks = all.reduce((sum, row) => sum + Number(row.clicks), 0);
            expect(clicks).toBe(first?.total.clicks);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('go on from any position when an export does', async () => {
    const deps = depsWith(200);
    const asked = question({ groupBy: ['link'], limit: 3 });
    const { next, data } = await readStats(deps, asked);
    expect([...data, ...(await allOf(deps, asked, next))]).toEqual(await allOf(deps, asked));
  });
});

const FIELD = { link: 'linkId', content: 'contentId' } as Record<string, string>;
const groupKey = (row: ShownStats, name: string) => row[FIELD[name] ?? name] ?? null;

describe('GET /stats', () => {
  const ask = (query: string) => sotto.api<Answer>('GET', `/stats?${query}`);
  const file = (query: string) =>
    sotto.request(`/api/v1/stats?${query}`, { headers: { Authorization: `Bearer ${ADMIN_KEY}` } });
  const path = (link: string | null) =>
    /^<.*\/api\/v1\/stats\?(.*)>; rel="next"$/.exec(link ?? '')?.[1] ?? '';

  beforeAll(() => sotto.store.hits.append(links.map((link) => hitOn(link))));

  it('names the next page in the body and in the Link header, and says how many groups there are', async () => {
    const ids: unknown[] = [];
    let pages = 0;
    for (let query = 'groupBy=link&limit=6'; query !== ''; pages++) {
      const { headers, body } = await ask(query);
      ids.push(...body.data.map(({ linkId }) => linkId));
      expect(body.meta).toMatchObject({ groups: LINKS, complete: false });
      query = path(headers.get('Link'));
      expect(new URLSearchParams(query).get('cursor')).toBe(body.nextCursor);
    }
    expect([pages, new Set(ids).size]).toEqual([4, LINKS]);
    const { headers, body } = await ask('groupBy=link');
    expect([headers.get('Link'), body.nextCursor, body.meta]).toMatchObject([
      null,
      null,
      { groups: LINKS, complete: true },
    ]);
  });

  it.each([
    'groupBy=content&limit=2',
    'groupBy=link&limit=2&sort=clicks',
    'groupBy=link&limit=2&channel=email',
    'groupBy=link&limit=2&from=2026-10-02',
    'groupBy=link,day&limit=2',
    'limit=2',
  ])('refuses the cursor of another query for %s', async (query) => {
    const { body } = await ask('groupBy=link&limit=2');
    const { status, body: problem } = await ask(`${query}&cursor=${body.nextCursor}`);
    expect([status, problem.errors]).toMatchObject([422, [{ pointer: '?cursor' }]]);
  });

  it('takes its own cursor with another limit and format', async () => {
    const { body } = await ask('groupBy=link&limit=2');
    const rest = await ask(`groupBy=link&limit=1000&cursor=${body.nextCursor}`);
    expect(rest.body.data).toHaveLength(LINKS - 2);
    const csv = await file(`groupBy=link&format=csv&cursor=${body.nextCursor}`);
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(LINKS - 2 + 1);
  });

  it.each(['csv', 'ndjson'])(
    'as %s has all groups without a limit, and names the next page with one',
    async (format) => {
      const header = format === 'csv' ? 1 : 0;
      const lines = async (answer: Response) => (await answer.text()).trim().split('\n').length - header;
      const all = await file(`groupBy=link&format=${format}`);
      expect([await lines(all), all.headers.get('Link')]).toEqual([LINKS, null]);
      const some = await file(`groupBy=link&format=${format}&limit=4`);
      expect(await lines(some)).toBe(4);
      const rest = await file(path(some.headers.get('Link')).replace('limit=4', 'limit=1000'));
      expect(await lines(rest)).toBe(LINKS - 4);
    },
  );

  it('reads no more of a file once the client has hung up', async () => {
    let reads = 0;
    const counting: typeof sotto.store.stats.read = (plan) => {
      reads += 1;
      return sotto.store.stats.read(plan);
    };
    const deps = {
      ...sotto.deps,
      store: { ...sotto.store, stats: { ...sotto.store.stats, read: counting } },
    };
    // So many days that the rows of few links are read at a time.
    const asked = question({ groupBy: ['link', 'day'], from: '2021-01-01', to: '2026-12-31' });
    const rows = exportStats(deps, asked, null);
    await rows.next();
    const before = reads;
    await rows.return();
    expect([before > 0, reads]).toEqual([true, before]);
    expect((await allOf(deps, asked)).length).toBeGreaterThan(LINKS * 2_000);
    expect(reads).toBeGreaterThan(2 * before);
  });
});

describe('statistics of 20,000 links', () => {
  const MANY = 20_000;
  const AT_ONCE = 1_000;
  let ids: string[] = [];
  beforeAll(async () => {
    ids = [];
    for (let made = 0; made < MANY; made += AT_ONCE) {
      const batch = Array.from({ length: AT_ONCE }, () => newLink({ channel: 'qr' }));
      const minted = (await mintLinks(sotto.store, newContent(), batch)) ?? [];
      ids.push(...minted.map(({ id }) => id));
      await sotto.store.hits.append(
        minted.flatMap((link, index) => [
          hitOn(link, { at: START }),
          hitOn(link, { at: START + (index % 3) * DAY, country: index % 2 === 0 ? 'FR' : 'BE' }),
        ]),
      );
    }
    await sotto.settle();
  });

  const linesOf = async (query: string) => {
    const answer = await sotto.request(`/api/v1/stats?format=ndjson&channel=qr&${query}`, {
      headers: { Authorization: `Bearer ${ADMIN_KEY}` },
    });
    const rows = (await answer.text()).trim().split('\n');
    return rows.map((row): ShownStats => JSON.parse(row));
  };

  it('come whole in a file, each link once', async () => {
    const rows = await linesOf('groupBy=link');
    expect(rows.map(({ linkId }) => linkId).sort()).toEqual(ids.toSorted());
  });

  it('come whole by day, although these are more rows than a page of JSON may have', async () => {
    const rows = await linesOf('groupBy=link,day&from=2026-10-01&to=2026-10-03');
    expect(rows).toHaveLength(3 * MANY);
    expect(new Set(rows.map(({ linkId, day }) => `${linkId} ${day}`)).size).toBe(3 * MANY);
    expect(rows.reduce((sum, { hits }) => sum + hits, 0)).toBe(2 * MANY);
  });

  it('come whole by country, in several snapshots', async () => {
    const rows = await linesOf('groupBy=link,country&from=2026-10-01&to=2026-10-03');
    const keys = rows.map(({ linkId, country }) => `${linkId} ${country}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(rows.map(({ linkId }) => linkId)).size).toBe(MANY);
    expect(rows.reduce((sum, { hits }) => sum + hits, 0)).toBe(2 * MANY);
  });
});
