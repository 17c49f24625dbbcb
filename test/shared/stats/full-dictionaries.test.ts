import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { KINDS } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

/** How many different agents and places are added, and how many new referrers per UTC day. */
const MOST = { agents: 20_000, places: 200_000, referrersPerDay: 2_000 };
const TODAY = Math.floor(hitOn({ rowId: 0 }).at / 86_400_000);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
  // Ids have no gaps: a dictionary with the last id but one counts as one with all ids before it.
  await runtime.engine.atomic([
    sql`INSERT INTO agents (id, device, os, browser, app, certainty)
      VALUES (${MOST.agents - 1}, '', '', 'last but one', '', '')`,
    sql`INSERT INTO places (id, country, region, city) VALUES (${MOST.places - 1}, '', '', 'last but one')`,
    sql`INSERT INTO referrers (host, first_seen_day) WITH RECURSIVE n(n) AS
      (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${MOST.referrersPerDay - 1})
      SELECT n || '.example', ${TODAY} FROM n`,
  ]);
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

const read = async (link: Link, groupBy: 'browser' | 'city' | 'referrer') => {
  const { rows, total } = await runtime.store.stats.read(
    plan({ groupBy: [groupBy], filters: { link: [link.id] } }),
  );
  const groups = rows.map(({ group, counts }) => [group[groupBy], measuresOf(counts).hits]);
  return { groups: new Map(groups as [string | null, number][]), total };
};
const listed = async (link: Link) => {
  const asked = { kinds: [], filters: { link: [link.id] }, from: null, to: null, before: null, limit: 100 };
  return (await runtime.store.hitList.slice(asked)).hits.reverse();
};

describe('a full dictionary', () => {
  const word = unique();
  const app = { app: 'slack', certainty: 'sure' } as const;
  const facts = { ...app, browser: word, country: 'FR', city: word, referrer: `${word}.example` };
  const known = (hit: Awaited<ReturnType<typeof listed>>[number] | undefined) => [
    ...[hit?.browser, hit?.city, hit?.referrer],
  ];

  it('accepts the last value within its bound', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link, facts)]);
    expect(known((await listed(link))[0])).toEqual([word, word, `${word}.example`]);
  });

  it('loses only the new values of hits, but keeps their kind, app and country, and counts them', async () => {
    const link = await mintLink(runtime.store);
    const later = {
      ...app,
      browser: unique(),
      country: 'BE',
      city: unique(),
      referrer: `${unique()}.example`,
    };
    const kinds = KINDS.filter((kind) => kind !== 'repeat');
    await runtime.store.hits.append([
      ...kinds.map((kind) => hitOn(link, { ...later, kind, visitor: kind === 'click' ? 'v' : null })),
      hitOn(link, facts),
    ]);
    for (let times = 0; times < 2; times++) {
      const hits = await listed(link);
      expect(hits.map(({ kind }) => kind)).toEqual([...kinds, 'click']);
      for (const hit of hits.slice(0, -1)) {
        expect(known(hit)).toEqual([null, null, '(other)']);
        expect(hit).toMatchObject({ app: 'slack', country: 'BE' });
      }
      expect(known(hits.at(-1))).toEqual([word, word, `${word}.example`]);
      const counts = {
        clicks: 2,
        uniqueClicks: 1,
        anonymousClicks: 1,
        previews: 1,
        prefetches: 1,
        scanners: 1,
        bots: 1,
      };
      for (const groupBy of ['browser', 'city', 'referrer'] as const) {
        const { groups, total } = await read(link, groupBy);
        const lost = groupBy === 'referrer' ? '(other)' : null;
        expect(total).toMatchObject(counts);
        expect([groups.get(lost), groups.get(String(facts[groupBy]))], groupBy).toEqual([kinds.length, 1]);
      }
      await settle();
    }
  });

  it('still adds listed apps and every browser, and new hosts the next day', async () => {
    const link = await mintLink(runtime.store);
    const [browser, host] = [unique(), `${unique()}.example`];
    await runtime.store.hits.append([
      hitOn(link, { browser, referrer: 't.co', app: 'x', certainty: 'sure' }),
      hitOn(link, { browser, referrer: host }),
    ]);
    await runtime.store.hits.append([hitOn(link, { referrer: host, at: (TODAY + 1) * 86_400_000 })]);
    expect((await listed(link)).map((hit) => [hit.browser, hit.referrer])).toEqual([
      [null, 't.co'],
      [browser, '(other)'],
      ['Chrome', host],
    ]);
  });
});
