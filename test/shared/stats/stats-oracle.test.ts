import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { CHANNELS } from '../../../src/channels/registry.ts';
import { HIT_KINDS, type NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { DIMENSION_NAMES, type DimensionName, dimension } from '../../../src/stats/dimensions.ts';
import { COUNTS, type Counts, hitsIn } from '../../../src/stats/measures.ts';
import { timeBucketOf, zoneOffsets } from '../../../src/stats/period.ts';
import { facetsOf } from '../../../src/stats/retention.ts';
import type { StatsPlan, StatsRow } from '../../../src/stats/stats-plan.ts';
import { createStatsStore } from '../../../src/store/reports/stats/stats.ts';
import type { Row } from '../../../src/store/sql/engine.ts';
import { hitOn, mintLink, shareOn } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
// The days around the last Sunday of October, on which clocks change in Europe.
const START = Date.UTC(2026, 9, 23);
const DAYS = 5;

let runtime: TestRuntime;
let links: Link[] = [];
beforeAll(async () => {
  runtime = await openRuntime();
  links = [
    await mintLink(runtime.store),
    await mintLink(runtime.store, { channel: 'email', tags: ['x', 'y'] }),
    await mintLink(runtime.store, { channel: 'qr', campaign: 'spring', tags: ['y'] }),
    await mintLink(runtime.store, { channel: 'email', domain: 'go.example', campaign: 'spring' }),
  ];
});
afterAll(() => runtime.close());

const STORED = sql`SELECT h.at, h.kind, h.reason, h.is_unique, h.anonymous, h.mark, links.public_id AS linkId,
    links.slug AS slug, links.domain AS linkDomain, links.domain AS domain, links.channel AS channel,
    nullif(links.campaign, '') AS campaign, links.tags AS tags, contents.public_id AS contentId,
    contents.title AS title, contents.url AS url, nullif(country, '') AS country, nullif(region, '') AS region,
    nullif(city, '') AS city, nullif(device, '') AS device, nullif(os, '') AS os, nullif(browser, '') AS browser,
    nullif(app, '') AS app,
    CASE WHEN host IS NULL THEN '(other)' ELSE nullif(host, '') END AS referrer
  FROM hits h JOIN links ON links.id = h.link_id JOIN contents ON contents.id = links.content_id
    JOIN agents ON agents.id = h.agent_id JOIN places ON places.id = h.place_id
    LEFT JOIN referrers ON referrers.id = h.referrer_id
  WHERE links.deleted_at IS NULL AND h.id > links.erased_id
  UNION ALL SELECT s.at, 'share', NULL, 0, 0, NULL, links.public_id, links.slug, links.domain, links.domain,
    links.channel, nullif(links.campaign, ''), links.tags, contents.public_id, contents.title, contents.url,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM shares s JOIN links ON links.id = s.link_id JOIN contents ON contents.id = links.content_id
  WHERE links.deleted_at IS NULL AND s.id > links.erased_share_id`;

type Group = StatsRow['group'];
const COUNT_OF: Record<keyof Counts, (hit: Row) => boolean> = {
  clicks: ({ kind }) => kind === 'click',
  uniqueClicks: ({ is_unique }) => is_unique === 1,
  repeats: ({ kind }) => kind === 'repeat',
  anonymousClicks: ({ anonymous }) => anonymous === 1,
  previews: ({ kind }) => kind === 'preview',
  prefetches: ({ kind }) => kind === 'prefetch',
  scanners: ({ kind }) => kind === 'scanner',
  bots: ({ kind }) => kind === 'bot',
  ownClicks: ({ kind, reason }) => kind === 'click' && reason === 'own',
  shares: ({ kind }) => kind === 'share',
};

/** The groups of one dimension that a hit counts in: several if its link has several tags. */
function groupsOf(name: DimensionName, hit: Row, plan: StatsPlan): Group[] {
  const dim = dimension(name);
  if (dim.of === 'time') return [{ [name]: timeBucketOf(dim.unit, Number(hit.at), plan.offsets) }];
  if (name === 'tag') {
    const tags: string[] = JSON.parse(String(hit.tags));
    return tags.length === 0 ? [{ tag: null }] : tags.map((tag) => ({ tag }));
  }
  if (name === 'channelKind') {
    return [{ channelKind: CHANNELS[String(hit.channel) as keyof typeof CHANNELS].kind }];
  }
  const fields = dim.of === 'link' ? Object.keys(dim.shows) : [name];
  return [Object.fromEntries(fields.map((field) => [field, hit[field] ?? null]))];
}

// Shares have no facts, so that no question about facts counts them.
const accepts = (plan: StatsPlan, hit: Row) =>
  (hit.kind !== 'share' || facetsOf(plan).length === 0) &&
  (Object.entries(plan.filters) as [DimensionName, string[]][]).every(([name, values]) =>
    groupsOf(name, hit, plan).some((group) => values.includes(String(Object.values(group)[0]))),
  ) &&
  (plan.from === null || Number(hit.at) >= plan.from) &&
  (plan.to === null || Number(hit.at) < plan.to);

const none = () => Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts;
const add = (counts: Counts, hit: Row) => {
  for (const name of COUNTS) if (COUNT_OF[name](hit)) counts[name] += 1;
};

/** The answer, counted hit by hit. */
async function countedSingly(plan: StatsPlan): Promise<{ rows: StatsRow[]; total: Counts }> {
  const [hits = []] = await runtime.engine.read([STORED]);
  const total = none();
  const groups = new Map<string, StatsRow>();
  for (const hit of hits.filter((each) => accepts(plan, each))) {
    add(total, hit);
    const fields = plan.groupBy.reduce<Group[]>(
      (all, name) => all.flatMap((group) => groupsOf(name, hit, plan).map((more) => ({ ...group, ...more }))),
      [{}],
    );
    for (const group of plan.groupBy.length === 0 ? [] : fields) {
      const row = groups.get(JSON.stringify(group)) ?? { group, counts: none() };
      add(row.counts, hit);
      groups.set(JSON.stringify(group), row);
    }
  }
  return { rows: [...groups.values()], total };
}

const firstField = (name: DimensionName) => {
  const dim = dimension(name);
  return dim.of === 'link' ? (Object.keys(dim.shows)[0] ?? name) : name;
};
const rank = (value: unknown) => (value === null ? 0 : typeof value === 'number' ? 1 : 2);
const compare = (a: string | number | null, b: string | number | null) =>
  rank(a) - rank(b) || (a === b || a === null || b === null ? 0 : a < b ? -1 : 1);

function ordered(rows: StatsRow[], { groupBy, order, limit }: StatsPlan): StatsRow[] {
  const size = ({ counts }: StatsRow) =>
    order === null ? 0 : order.measure === 'hits' ? hitsIn(counts) : counts[order.measure];
  const direction = order?.descending ? -1 : 1;
  return rows
    .sort((a, b) => {
      const byGroup = () =>
        groupBy.reduce(
          (found, name) =>
            found || compare(a.group[firstField(name)] ?? null, b.group[firstField(name)] ?? null),
          0,
        );
      return direction * (size(a) - size(b)) || byGroup();
    })
    .slice(0, limit);
}

const anyHit = fc.record({
  link: fc.nat(3),
  at: fc.nat(DAYS * DAY - 1),
  kind: fc.constantFrom(...HIT_KINDS.filter((kind) => kind !== 'repeat')),
  visitor: fc.option(fc.constantFrom('a', 'b')),
  mark: fc.option(fc.constantFrom('m', '007', '7')),
  country: fc.constantFrom('FR', 'BE', ''),
  city: fc.constantFrom('Lyon', ''),
  browser: fc.constantFrom('Chrome', 'Firefox', ''),
  os: fc.constantFrom('iOS', 'Windows'),
  referrer: fc.constantFrom('', 't.co', 'news.example'),
});
const anyShare = fc.tuple(fc.nat(3), fc.nat(DAYS * DAY - 1));
const fixed = (hours: number) => [{ from: 0, offset: hours * HOUR }];
const zones = fc.constantFrom(
  ...[0, 13.75, -3.5, 5.5, -11, 14, 1].map(fixed),
  ...['Europe/Paris', 'Australia/Lord_Howe', 'America/St_Johns'].map((zone) =>
    zoneOffsets(zone, START - DAY, START + 7 * DAY),
  ),
);
const ends = fc.option(
  fc.tuple(fc.nat(DAYS * DAY), fc.constantFrom(1, HOUR / 4, HOUR, DAY)).map(([at, step]) => {
    return START + Math.floor(at / step) * step;
  }),
);
const VALUES: Partial<Record<DimensionName, string[]>> = {
  channel: ['email', 'qr'],
  channelKind: ['private', 'offline'],
  domain: ['', 'go.example'],
  campaign: ['spring'],
  tag: ['x', 'y'],
  mark: ['m', '007'],
  country: ['FR'],
  browser: ['Chrome'],
  referrer: ['t.co'],
};
const filter = fc
  .constantFrom(...(Object.keys(VALUES) as DimensionName[]))
  .chain((name) =>
    fc
      .subarray(VALUES[name] ?? [], { minLength: 1 })
      .map((values): [DimensionName, string[]] => [name, values]),
  );
const named = fc
  .subarray([0, 1, 2, 3], { minLength: 1 })
  .map((which): [DimensionName, string[]] => ['link', which.flatMap((n) => links[n]?.id ?? [])]);
const anyPlan: fc.Arbitrary<StatsPlan> = fc.record({
  groupBy: fc
    .uniqueArray(fc.constantFrom(...DIMENSION_NAMES), { maxLength: 2 })
    .filter((names) => names.filter((name) => dimension(name).of === 'time').length < 2),
  filters: fc
    .array(fc.oneof({ weight: 3, arbitrary: filter }, named), { maxLength: 2 })
    .map((filters) => Object.fromEntries(filters)),
  from: ends,
  to: ends,
  offsets: zones,
  order: fc.option(
    fc.record({ measure: fc.constantFrom(...COUNTS, 'hits' as const), descending: fc.boolean() }),
  ),
  limit: fc.constantFrom(2, 1_000),
});
const steps = fc.array(
  fc.record({
    hits: fc.array(anyHit, { maxLength: 15 }),
    shares: fc.array(anyShare, { maxLength: 6 }),
    next: fc.constantFrom('nothing', 'roll up', 'close a day', 'start to close a day'),
  }),
  { minLength: 1, maxLength: 3 },
);

let closed = START / DAY;
async function act(next: string): Promise<void> {
  if (next === 'nothing') return;
  while ((await runtime.sums.rollUp()) > 0);
  if (next === 'roll up' || closed > START / DAY + DAYS) return;
  closed += 1;
  if (next === 'start to close a day') await runtime.sums.closeDays(closed);
  else while (await runtime.sums.closeDays(closed));
}

it.each([
  ['looked up one by one', 200],
  ['read with all others', 0],
])(
  'statistics count each stored hit and share once for any question, if links are %s',
  async (_, mostLinks) => {
    const stats = createStatsStore(runtime.engine, undefined, mostLinks);
    await fc.assert(
      fc.asyncProperty(steps, fc.array(anyPlan, { minLength: 12, maxLength: 12 }), async (traffic, plans) => {
        for (const { hits, shares, next } of traffic) {
          const stored = hits.map(({ link, at, ...facts }): NewHit => {
            return hitOn(links[link] ?? { rowId: 0 }, { ...facts, at: START + at });
          });
          await runtime.store.hits.append(stored);
          for (const [link, at] of shares) {
            const shared = links[link];
            if (shared) await runtime.store.shares.add(shareOn(shared, { at: START + at }), null);
          }
          await act(next);
        }
        for (const plan of plans) {
          const expected = await countedSingly(plan);
          const { rows, total } = await stats.read(plan);
          expect(total, JSON.stringify(plan)).toEqual(expected.total);
          expect(rows, JSON.stringify(plan)).toEqual(ordered(expected.rows, plan));
        }
      }),
      { numRuns: 15 },
    );
  },
);
