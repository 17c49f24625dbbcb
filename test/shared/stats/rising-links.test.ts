import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 9, 7, 12);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

/** Clicks on a link, so many on each of the days that begin so many days ago. */
const clicks = (link: Link, perDay: number, days: number, daysAgo = 0) =>
  Array.from({ length: perDay * days }, (_, nth) =>
    hitOn(link, { at: NOW - (daysAgo + (nth % days)) * DAY - nth * 60_000 }),
  );

const PERIODS: [string, { from: number | null }][] = [
  ['of all time', { from: null }],
  ['of 30 days', { from: NOW - 30 * DAY }],
];

describe('the most clicked links', () => {
  let names: Map<string, string>;
  beforeAll(async () => {
    const make = async (name: string) => ({ name, link: await mintLink(runtime.store) });
    const steady = await Promise.all([40, 41, 42, 43, 44].map((size) => make(`steady ${size}`)));
    // With less than eight clicks on any day, and less than 32 in total, no index of busy links contains it.
    const thin = await make('thin');
    const [busy, old, fresh] = [await make('busy'), await make('old'), await make('new')];
    names = new Map([...steady, thin, busy, old, fresh].map(({ name, link }) => [link.id, name]));
    await runtime.store.hits.append([
      ...steady.flatMap(({ link }, nth) => clicks(link, 40 + nth, 1, nth)),
      ...clicks(thin.link, 2, 10, 1),
      ...clicks(busy.link, 15, 2, 1),
      ...clicks(old.link, 30, 3, 40),
    ]);
    await settle();
    await runtime.store.hits.append([
      ...clicks(thin.link, 35, 1),
      ...clicks(busy.link, 30, 1),
      ...clicks(old.link, 10, 1),
      ...clicks(fresh.link, 65, 1),
    ]);
  });

  const top = async (limit: number, period: { from: number | null }) => {
    const order = { measure: 'clicks', descending: true } as const;
    const { rows } = await runtime.store.stats.read(plan({ groupBy: ['link'], order, limit, ...period }));
    return rows.map(({ group, counts }) => `${names.get(String(group.linkId))}: ${counts.clicks}`);
  };
  const expected = ({ from }: { from: number | null }) => [
    ...(from === null ? ['old: 100'] : []),
    ...['new: 65', 'busy: 60', 'thin: 55', 'steady 44: 44', 'steady 43: 43'],
  ];

  it.each(PERIODS)(
    '%s include a link that only its newest clicks bring to the top, with all its earlier clicks',
    async (_, period) => {
      for (const limit of [1, 2, 3, 4, 5]) {
        expect(await top(limit, period)).toEqual(expected(period).slice(0, limit));
      }
    },
  );

  it.each(PERIODS)('%s are the same once every click is rolled up', async (_, period) => {
    await settle();
    for (const limit of [1, 2, 3, 4, 5]) {
      expect(await top(limit, period)).toEqual(expected(period).slice(0, limit));
    }
  });

  it.each(PERIODS)(
    '%s change if the newest clicks show that earlier ones were a scanner',
    async (_, period) => {
      const make = () => mintLink(runtime.store);
      const [falling, steady] = [await make(), await make()];
      const others = [await make(), await make(), await make()];
      names.set(falling.id, 'falling').set(steady.id, 'steady');
      const flagged = (network: string, link: Link, offset: number) =>
        hitOn(link, { at: NOW + offset, network, visitor: unique(), reason: 'no_fetch_metadata' });
      const networks = [unique(), unique()];
      await runtime.store.hits.append([
        ...clicks(steady, 199, 1),
        ...clicks(falling, 198, 1),
        ...networks.map((network) => flagged(network, falling, 0)),
      ]);
      await settle();
      expect(await top(1, period)).toEqual(['falling: 200']);
      await runtime.store.hits.append(
        networks.flatMap((network) => others.map((link, nth) => flagged(network, link, nth + 1))),
      );
      expect(await top(2, period)).toEqual(['steady: 199', 'falling: 198']);
      expect(await top(1, period)).toEqual(['steady: 199']);
      await settle();
      expect(await top(1, period)).toEqual(['steady: 199']);
      for (const link of [falling, steady]) await runtime.store.links.remove(link, 1);
    },
  );
});
