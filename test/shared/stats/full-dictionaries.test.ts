import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { checkDictionaries } from '../../../src/health.ts';
import { HIT_KINDS } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

/** How many different places are added, and how many new referrers per UTC day: in all, and for a network. */
const MOST = { places: 200_000, referrersPerDay: 2_000, ofNetwork: 50, ofUnknownNetworks: 500 };
const DAY = 86_400_000;
const START = hitOn({ rowId: 0 }).at;
const TODAY = Math.floor(START / DAY);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

/** Fills the dictionaries up to the last entry but one of each. */
async function fill(): Promise<void> {
  await runtime.engine.atomic([
    // Ids have no gaps: a dictionary with the last id but one counts as one with all ids before it.
    sql`INSERT INTO places (id, country, region, city) VALUES (${MOST.places - 1}, '', '', 'last but one')`,
    sql`INSERT INTO referrers (host, first_seen_day) WITH RECURSIVE n(n) AS
      (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${MOST.referrersPerDay - 1}
        - (SELECT count(*) FROM referrers WHERE first_seen_day = ${TODAY}))
      SELECT n || '.example', ${TODAY} FROM n`,
  ]);
}

const storedHosts = async (pattern: string) => {
  const [rows = []] = await runtime.engine.read([
    sql`SELECT host FROM referrers WHERE host LIKE ${pattern} ORDER BY id`,
  ]);
  return rows.map(({ host }) => String(host));
};

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

describe('the dictionary of agents', () => {
  it('has every plausible combination for an app, and the app alone for all others', async () => {
    const link = await mintLink(runtime.store);
    const agent = { app: 'slack', certainty: 'sure', device: 'mobile', os: 'iOS' } as const;
    await runtime.store.hits.append([
      hitOn(link, { ...agent, browser: 'Safari' }),
      hitOn(link, { ...agent, browser: 'Silk' }),
      hitOn(link, { ...agent, browser: unique(), kind: 'preview', visitor: null }),
      hitOn(link, { ...agent, app: '', certainty: '', browser: 'Silk' }),
    ]);
    expect((await listed(link)).map(({ app, os, browser }) => [app, os, browser])).toEqual([
      ['slack', 'iOS', 'Safari'],
      ['slack', null, null],
      ['slack', null, null],
      [null, 'iOS', 'Silk'],
    ]);
  });
});

describe('the dictionary of referrers', () => {
  it('learns hosts from clicks only, and then knows them of every hit', async () => {
    const link = await mintLink(runtime.store);
    const word = unique();
    const referrer = `${word}.example`;
    const kinds = HIT_KINDS.filter((kind) => kind !== 'repeat' && kind !== 'click');
    const others = () => kinds.map((kind) => hitOn(link, { kind, referrer, visitor: null }));
    await runtime.store.hits.append(others());
    expect(await storedHosts(`${word}%`)).toEqual([]);
    await runtime.store.hits.append([hitOn(link, { referrer }), ...others()]);
    const hosts = (await listed(link)).map((hit) => hit.referrer);
    expect(hosts).toEqual([...kinds.map(() => '(other)'), ...Array(kinds.length + 1).fill(referrer)]);
  });

  it.each([
    ['a network', unique(), MOST.ofNetwork],
    ['unknown networks together', null, MOST.ofUnknownNetworks],
  ])('learns a part of a day from %s, across batches', async (_, network, most) => {
    const link = await mintLink(runtime.store);
    const word = unique();
    const at = START + 2 * DAY;
    const clicks = (from: number, to: number, changes = {}) =>
      Array.from({ length: to - from }, (_each, index) =>
        hitOn(link, { referrer: `${word}-${from + index}.example`, network, at, visitor: null, ...changes }),
      );
    await runtime.store.hits.append(clicks(0, 30));
    await runtime.store.hits.append(clicks(0, 30));
    await runtime.store.hits.append(clicks(30, most + 20));
    expect(await storedHosts(`${word}-%`)).toHaveLength(most);
    await runtime.store.hits.append(clicks(most + 20, most + 21, { network: unique() }));
    await runtime.store.hits.append(clicks(most + 21, most + 22, { at: at + DAY }));
    expect((await storedHosts(`${word}-%`)).slice(most)).toEqual([
      `${word}-${most + 20}.example`,
      `${word}-${most + 21}.example`,
    ]);
  });

  it('counts hosts below a listed domain as that domain once a network has used up its part', async () => {
    const link = await mintLink(runtime.store);
    const [word, network] = [unique(), unique()];
    const at = (name: string, changes = {}) =>
      hitOn(link, { referrer: `${word}-${name}.zulipchat.com`, network, ...changes });
    await runtime.store.hits.append(Array.from({ length: MOST.ofNetwork + 10 }, (_, i) => at(String(i))));
    await runtime.store.hits.append([at('bot', { kind: 'bot', visitor: null, network: null })]);
    expect(await storedHosts(`${word}-%`)).toHaveLength(MOST.ofNetwork);
    expect((await listed(link)).slice(MOST.ofNetwork).map((hit) => hit.referrer)).toEqual(
      Array(11).fill('zulipchat.com'),
    );
  });
});

describe('a full dictionary', () => {
  beforeAll(fill);
  const word = unique();
  const app = { app: 'slack', certainty: 'sure' } as const;
  const network = unique();
  const facts = { ...app, browser: 'Edge', country: 'FR', city: word, referrer: `${word}.example`, network };
  const known = (hit: Awaited<ReturnType<typeof listed>>[number] | undefined) => [
    ...[hit?.browser, hit?.city, hit?.referrer],
  ];

  it('accepts the last value within its bound', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link, facts)]);
    expect(known((await listed(link))[0])).toEqual(['Edge', word, `${word}.example`]);
  });

  it('loses only the new values of hits, but keeps their kind, app and country, and counts them', async () => {
    const link = await mintLink(runtime.store);
    const later = {
      ...app,
      browser: 'Opera',
      country: 'BE',
      city: unique(),
      referrer: `${unique()}.example`,
    };
    const kinds = HIT_KINDS.filter((kind) => kind !== 'repeat');
    await runtime.store.hits.append([
      ...kinds.map((kind) => hitOn(link, { ...later, kind, visitor: kind === 'click' ? 'v' : null })),
      hitOn(link, facts),
    ]);
    for (let times = 0; times < 2; times++) {
      const hits = await listed(link);
      expect(hits.map(({ kind }) => kind)).toEqual([...kinds, 'click']);
      for (const hit of hits.slice(0, -1)) {
        expect(known(hit)).toEqual(['Opera', null, '(other)']);
        expect(hit).toMatchObject({ app: 'slack', country: 'BE' });
      }
      expect(known(hits.at(-1))).toEqual(['Edge', word, `${word}.example`]);
      const counts = {
        clicks: 2,
        uniqueClicks: 1,
        anonymousClicks: 1,
        previews: 1,
        prefetches: 1,
        scanners: 1,
        bots: 1,
      };
      for (const groupBy of ['city', 'referrer'] as const) {
        const { groups, total } = await read(link, groupBy);
        const lost = groupBy === 'referrer' ? '(other)' : null;
        expect(total).toMatchObject(counts);
        expect([groups.get(lost), groups.get(String(facts[groupBy]))], groupBy).toEqual([kinds.length, 1]);
      }
      await settle();
    }
  });

  it('still adds listed hosts, every agent, and new hosts the next day', async () => {
    const link = await mintLink(runtime.store);
    const host = `${unique()}.example`;
    await runtime.store.hits.append([
      hitOn(link, { ...app, browser: 'Vivaldi', referrer: 't.co' }),
      hitOn(link, { browser: unique(), referrer: host, network: unique() }),
    ]);
    await runtime.store.hits.append([hitOn(link, { referrer: host, at: (TODAY + 1) * DAY })]);
    expect((await listed(link)).map((hit) => [hit.browser, hit.referrer])).toEqual([
      ['Vivaldi', 't.co'],
      [expect.any(String), '(other)'],
      ['Chrome', host],
    ]);
  });

  it('is reported before it is full', async () => {
    const status = async (day: number) => (await checkDictionaries(runtime.store.hits, day * DAY)).status;
    expect(await status(TODAY)).toBe('warn');
    await runtime.engine.atomic([sql`DELETE FROM places WHERE id >= ${MOST.places - 1}`]);
    expect([await status(TODAY), await status(TODAY + 1)]).toEqual(['warn', 'pass']);
  });
});
