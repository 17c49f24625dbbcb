import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import { everyTable } from '../../support/store/tables.ts';

const DAY = 86_400_000;
const TODAY = Math.floor(Date.UTC(2026, 9, 7) / DAY);
/** Values that visitors may invent per link and UTC day. */
const MOST_VALUES = 200;
/** Unknown slugs that are counted per domain and UTC day. */
const MOST_SLUGS = 1_000;

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

describe.each(['mark', 'referrer'] as const)('values of %s', (name) => {
  const clicks = (link: Link, values: string[], day: number) =>
    values.map((value, nth) => hitOn(link, { [name]: value, at: day * DAY + nth * 1_000 }));
  const named = (count: number, from = 0) =>
    Array.from({ length: count }, (_, nth) => `v${String(from + nth).padStart(3, '0')}`);
  const read = async (links: Link[], day: number) => {
    const period = { from: day * DAY, to: (day + 1) * DAY };
    const filters = { link: links.map(({ id }) => id) };
    const { rows } = await runtime.store.stats.read(plan({ groupBy: [name], filters, ...period }));
    return new Map(rows.map(({ group, counts }) => [group[name], counts.clicks]));
  };

  it(`beyond ${MOST_VALUES} of a link and UTC day are counted together, in the order of arrival`, async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append(clicks(link, named(MOST_VALUES - 50), TODAY));
    await settle();
    await runtime.store.hits.append(clicks(link, named(80, MOST_VALUES - 50), TODAY));
    await runtime.store.hits.append(clicks(link, ['v000', `v${MOST_VALUES}`], TODAY));
    for (let times = 0; times < 2; times++) {
      const counts = await read([link], TODAY);
      expect(counts.size).toBe(MOST_VALUES + 1);
      expect([counts.get('v000'), counts.get('v199'), counts.get('v200')]).toEqual([2, 1, undefined]);
      expect(counts.get('(other)')).toBe(31);
      await settle();
    }
  });

  it('reach the cap also with a few values per hour, whether hours are rolled up separately or together', async () => {
    const hours = [named(MOST_VALUES - 10), ...[1, 2, 3, 4].map((hour) => named(8, 200 + hour * 8))];
    const answers = [];
    for (const each of [true, false]) {
      const link = await mintLink(runtime.store);
      for (const [hour, values] of hours.entries()) {
        const hits = clicks(link, values, TODAY).map((hit) => ({ ...hit, at: hit.at + hour * 3_600_000 }));
        await runtime.store.hits.append(hits);
        if (each && hour < 4) await settle();
      }
      for (let times = 0; times < 2; times++) {
        answers.push([...(await read([link], TODAY))].sort());
        await settle();
      }
    }
    expect(answers[0]).toHaveLength(MOST_VALUES + 1);
    expect(answers[0]).toContainEqual(['(other)', 22]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('reach the cap also on a day that began with few, whether its hours are rolled up separately or together', async () => {
    const hours = [named(8, 300), named(8, 308), named(150), named(8, 316), named(60, 150)];
    const answers = [];
    for (const each of [true, false]) {
      const link = await mintLink(runtime.store);
      for (const [hour, values] of hours.entries()) {
        const hits = clicks(link, values, TODAY).map((hit) => ({ ...hit, at: hit.at + hour * 3_600_000 }));
        await runtime.store.hits.append(hits);
        if (each) await settle();
      }
      await settle();
      answers.push([...(await read([link], TODAY))].sort());
    }
    expect(answers[0]).toContainEqual(['(other)', 34]);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('have a cap of their own for each link and each UTC day', async () => {
    const [one, two] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    const full = named(MOST_VALUES);
    await runtime.store.hits.append([
      ...clicks(one, full, TODAY),
      ...clicks(one, ['late'], TODAY),
      ...clicks(one, full, TODAY + 1),
      ...clicks(two, ['late', ...full.slice(1)], TODAY),
    ]);
    for (let times = 0; times < 2; times++) {
      expect((await read([one], TODAY)).get('(other)')).toBe(1);
      expect((await read([one], TODAY + 1)).get('(other)')).toBeUndefined();
      expect((await read([two], TODAY)).get('late')).toBe(1);
      expect((await read([two], TODAY)).get('(other)')).toBeUndefined();
      const both = await read([one, two], TODAY);
      expect([both.get('late'), both.get('(other)'), both.get('v001')]).toEqual([1, 1, 2]);
      await settle();
    }
  });
});

describe('marks combined with another fact', () => {
  it('are grouped by the marks that have counts of their own, on full days only', async () => {
    const [one, two] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    const marks = (count: number) => Array.from({ length: count }, (_, nth) => `m${nth}`);
    const clicks = (link: Link, names: (string | null)[], day: number) =>
      names.map((mark, nth) => hitOn(link, { mark, at: (TODAY + day) * DAY + nth * 1_000, country: 'FR' }));
    await runtime.store.hits.append([
      ...clicks(one, [...marks(MOST_VALUES + 60), null, 'm0', `m${MOST_VALUES}`], 50),
      ...clicks(one, [`m${MOST_VALUES}`], 51),
      ...clicks(two, [`m${MOST_VALUES}`], 50),
    ]);
    await settle();
    // The day is full, so a further mark does not count for itself before it is rolled up either.
    await runtime.store.hits.append(clicks(one, ['new', 'm1'], 50));
    const read = async (links: Link[]) => {
      const filters = { link: links.map(({ id }) => id) };
      const { rows } = await runtime.store.stats.read(plan({ groupBy: ['mark', 'country'], filters }));
      return new Map(rows.map(({ group, counts }) => [group.mark, counts.clicks]));
    };
    for (let times = 0; times < 2; times++) {
      const counts = await read([one, two]);
      expect(counts.size).toBe(MOST_VALUES + 3);
      expect(['m0', 'm1', `m${MOST_VALUES}`, 'new', '(other)'].map((mark) => counts.get(mark))).toEqual([
        ...[2, 2, 2, undefined, 62],
      ]);
      expect([counts.get(null), [...counts.values()].reduce((sum, count) => sum + count, 0)]).toEqual([
        1, 267,
      ]);
      expect((await read([two])).get(`m${MOST_VALUES}`)).toBe(1);
      await settle();
    }
  });
});

describe('unknown slugs', () => {
  const note = (domain: string, slug: string, day = TODAY) =>
    runtime.store.refusals.count({
      refusals: [],
      unknownSlugs: [{ domain, slug, day, mayList: true, times: 1 }],
    });
  const counted = async (domain: string, day = TODAY) => {
    const tables = await everyTable(runtime.engine);
    const rows = tables.flatMap(({ rows: all }) =>
      all.filter((row) => 'times' in row && row.domain === domain),
    );
    return new Map(rows.filter((row) => row.day === day).map(({ slug, times }) => [slug, times]));
  };

  it(`beyond ${MOST_SLUGS} of a domain and UTC day are counted together`, async () => {
    const [domain, other] = [`${unique()}.example`, `${unique()}.example`];
    await Promise.all(Array.from({ length: MOST_SLUGS }, (_, nth) => note(domain, `s${nth}`)));
    expect((await counted(domain)).size).toBe(MOST_SLUGS);
    for (const slug of ['late', 'later', 'late', 's0']) await note(domain, slug);
    const slugs = await counted(domain);
    expect(slugs.size).toBe(MOST_SLUGS + 1);
    expect([slugs.get('(other)'), slugs.get('s0'), slugs.get('late')]).toEqual([3, 2, undefined]);

    await note(domain, 'late', TODAY + 1);
    await note(other, 'late');
    expect(await counted(domain, TODAY + 1)).toEqual(new Map([['late', 1]]));
    expect(await counted(other)).toEqual(new Map([['late', 1]]));
  });
});
