import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { HIT_KINDS, type NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import { arbitraryHit } from '../../support/fixtures/arbitrary-hit.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import { readSums } from '../../support/store/sums.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const DAY = 86_400_000;

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

const rollUpAll = async () => {
  while ((await runtime.sums.rollUp()) > 0);
  while (await runtime.sums.subtractErased());
};

const of = (link: Link, changes: Partial<StatsPlan> = {}) =>
  runtime.store.stats.read(plan({ ...changes, filters: { link: [link.id], ...changes.filters } }));

describe('a click', () => {
  it('is in the stats as soon as it is stored, and the same after the roll-up', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link, { visitor: 'a' })]);
    const before = await of(link);
    expect(before.total).toMatchObject({ clicks: 1, uniqueClicks: 1, anonymousClicks: 0 });
    await rollUpAll();
    expect((await of(link)).total).toEqual(before.total);
    const totals = await runtime.store.stats.totals([link.rowId]);
    expect(totals.get(link.rowId)).toEqual({ clicks: 1, lastClickAt: NOON, turnedAway: 0 });
  });

  it('is a repeat within a second of the same visitor on the same link, also across a roll-up', async () => {
    const link = await mintLink(runtime.store);
    const at = (offset: number, visitor = 'a') => hitOn(link, { visitor, at: NOON + offset });
    await runtime.store.hits.append([at(0), at(1_000)]);
    await rollUpAll();
    await runtime.store.hits.append([at(1_900), at(2_000, 'b'), at(3_000)]);
    const expected = { clicks: 3, repeats: 2, uniqueClicks: 2 };
    expect((await of(link)).total).toMatchObject(expected);
    await rollUpAll();
    expect((await of(link)).total).toMatchObject(expected);
  });

  it('is unique once per visitor, link and UTC day', async () => {
    const [one, two] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    const visits = [one, one, two].map((link, i) => hitOn(link, { visitor: 'v', at: NOON + i * 5_000 }));
    await runtime.store.hits.append([...visits, hitOn(one, { visitor: 'v', at: NOON + DAY })]);
    expect((await of(one)).total).toMatchObject({ clicks: 3, uniqueClicks: 2 });
    expect((await of(two)).total).toMatchObject({ clicks: 1, uniqueClicks: 1 });
  });

  it('without a visitor is anonymous and never unique', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link), hitOn(link)]);
    expect((await of(link)).total).toMatchObject({
      clicks: 2,
      anonymousClicks: 2,
      uniqueClicks: 0,
      repeats: 0,
    });
  });
});

describe('a deleted link', () => {
  it('is subtracted from the wider sums with exactly its own counts', async () => {
    const [gone, kept] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    await rollUpAll();
    const before = (await runtime.store.stats.read(plan({ groupBy: ['channel', 'browser'] }))).rows;
    const both = [gone, kept].flatMap((link) =>
      HIT_KINDS.map((kind) => hitOn(link, { kind, visitor: null, mark: 'm' })),
    );
    await runtime.store.hits.append([...both, hitOn(gone, { browser: unique() })]);
    await rollUpAll();
    await runtime.store.links.remove(gone, 1);
    await rollUpAll();
    await runtime.store.links.remove(kept, 1);
    await rollUpAll();
    expect((await runtime.store.stats.read(plan({ groupBy: ['channel', 'browser'] }))).rows).toEqual(before);
  });

  it('does not affect the clicks of the next link, even if it was the newest', async () => {
    const gone = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(gone), hitOn(gone)]);
    await rollUpAll();
    await runtime.store.links.remove(gone, 1);
    await rollUpAll();
    const next = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(next)]);
    await rollUpAll();
    expect((await of(next)).total).toMatchObject({ clicks: 1 });
  });

  it('is in no count if its last hits are rolled up after the deletion', async () => {
    const gone = await mintLink(runtime.store, { channel: 'slack' });
    await rollUpAll();
    const slack = plan({ filters: { channel: ['slack'] } });
    const before = (await runtime.store.stats.read(slack)).total;
    await runtime.store.hits.append([hitOn(gone)]);
    await runtime.store.links.remove(gone, 1);
    expect((await runtime.store.stats.read(slack)).total).toEqual(before);
    await rollUpAll();
    expect((await runtime.store.stats.read(slack)).total).toEqual(before);
  });
});

describe('the purge', () => {
  const hitsOf = async (link: Link) => {
    const [rows] = await runtime.engine.read([
      sql`SELECT count(*) AS hits FROM hits WHERE link_id = ${link.rowId}`,
    ]);
    return rows?.[0]?.hits;
  };
  const purge = async (now: number) => {
    while (await runtime.store.maintenance.purgeDeleted(now));
  };

  it('deletes the hits of deleted links, and of no others', async () => {
    const [gone, kept] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    const twice = [gone, gone, kept, kept].map((link) => hitOn(link, { visitor: 'a' }));
    await runtime.store.hits.append(twice);
    await rollUpAll();
    const deletedAt = NOON + 100 * DAY;
    await runtime.store.links.remove(gone, deletedAt);
    await rollUpAll();
    await purge(deletedAt + 1_000);
    expect(await hitsOf(gone)).toBe(2);
    await purge(deletedAt + 61_000);
    expect([await hitsOf(gone), await hitsOf(kept)]).toEqual([0, 2]);
    expect((await of(kept)).total).toMatchObject({ clicks: 1, repeats: 1, uniqueClicks: 1 });
    await runtime.store.hits.append([hitOn(kept, { at: NOON + 60_000 })]);
    await rollUpAll();
    expect((await of(kept)).total.clicks).toBe(2);
  });
});

describe('visitors', () => {
  it('of past days are forgotten without any change of counts and rebuilt sums', async () => {
    const link = await mintLink(runtime.store);
    const past = [0, 500, 9_000].map((ms) => hitOn(link, { visitor: 'a', at: NOON - 30 * DAY + ms }));
    await runtime.store.hits.append(past);
    await rollUpAll();
    const before = (await of(link)).total;
    expect(before).toMatchObject({ clicks: 2, repeats: 1, uniqueClicks: 1 });
    const day = Math.floor(NOON / DAY) - 20;
    while (await runtime.store.maintenance.purgeHashes(day));
    const old = sql`SELECT count(*) AS left FROM hit_batches WHERE arrived_at < ${day * DAY}`;
    expect((await runtime.engine.read([old]))[0]?.[0]?.left).toBe(0);
    await runtime.sums.rebuild();
    expect((await of(link)).total).toEqual(before);
  });
});

describe('marks', () => {
  it('beyond two hundred per link and day count as (other)', async () => {
    const link = await mintLink(runtime.store);
    const marks = Array.from({ length: 230 }, (_, i) => hitOn(link, { mark: `m${i}`, at: NOON + i }));
    await runtime.store.hits.append([hitOn(link), ...marks.slice(0, 120)]);
    await rollUpAll();
    await runtime.store.hits.append([...marks.slice(100), hitOn(link, { mark: 'm7' })]);
    const ask = () => of(link, { groupBy: ['mark'], order: { measure: 'clicks', descending: true } });
    const before = await ask();
    expect(before.rows.slice(0, 1)).toMatchObject([{ group: { mark: '(other)' }, counts: { clicks: 30 } }]);
    expect(before.rows).toHaveLength(202);
    expect(before.rows.find(({ group }) => group.mark === null)?.counts.clicks).toBe(1);
    await rollUpAll();
    expect((await ask()).rows).toEqual(before.rows);
  });

  it('are stored as the texts they were', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link, { mark: '007' })]);
    await rollUpAll();
    const { rows } = await of(link, { groupBy: ['mark'], filters: { mark: ['007'] } });
    expect(rows).toMatchObject([{ group: { mark: '007' }, counts: { clicks: 1 } }]);
  });
});

const OFFSETS = [0, 7_200_000, 19_800_000, 20_700_000, -12_600_000];

describe('random traffic', () => {
  let links: Link[] = [];
  beforeAll(async () => {
    links = [
      await mintLink(runtime.store),
      await mintLink(runtime.store, { channel: 'email', tags: ['x', 'y'] }),
      await mintLink(runtime.store, { channel: 'slack', campaign: 'spring' }),
    ];
  });

  const anyHit = arbitraryHit({ links: 3, start: NOON, spanMs: 3 * DAY });
  const batches = fc.array(fc.tuple(fc.array(anyHit, { minLength: 1, maxLength: 12 }), fc.boolean()), {
    maxLength: 6,
  });

  const play = async (traffic: [[number, Partial<NewHit>][], boolean][]) => {
    let sent = 0;
    for (const [hits, rollUp] of traffic) {
      await runtime.store.hits.append(
        hits.flatMap(([n, facts]) => (links[n] ? [hitOn(links[n], facts)] : [])),
      );
      sent += hits.length;
      if (rollUp) await runtime.sums.rollUp();
    }
    return sent;
  };
  const hitsOf = async (changes: Partial<StatsPlan>) => {
    const { rows, total } = await runtime.store.stats.read(
      plan({ ...changes, filters: { link: links.map((link) => link.id), ...changes.filters } }),
    );
    const sum = rows.reduce((all, { counts }) => all + measuresOf(counts).hits, 0);
    return { rows, sum, total: measuresOf(total) };
  };

  it('adds up by kind, unit of time, zone and dimension, rolled up or not', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(batches, fc.constantFrom(...OFFSETS), async (traffic, offset) => {
        sent += await play(traffic);
        const offsets = [
          { from: 0, offset },
          { from: NOON + DAY, offset: offset + 3_600_000 },
        ];
        const { total } = await hitsOf({});
        expect(total.hits).toBe(sent);
        for (const unit of [
          'hour',
          'day',
          'week',
          'month',
          'channel',
          'mark',
          'browser',
          'country',
          'referrer',
        ] as const) {
          expect((await hitsOf({ groupBy: [unit], offsets })).sum, unit).toBe(sent);
        }
        expect((await hitsOf({ groupBy: ['mark', 'day'], offsets })).sum).toBe(sent);
        expect((await hitsOf({ groupBy: ['browser', 'country'], offsets })).sum).toBe(sent);
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same sums when the hits are added up again', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (traffic) => {
        await play(traffic);
        await rollUpAll();
        const kept = await readSums(runtime.engine);
        await runtime.sums.rebuild();
        expect(await readSums(runtime.engine)).toEqual(kept);
      }),
      { numRuns: 8 },
    );
  });

  it('answers any period as counting the single hits would', async () => {
    const hits: number[] = [];
    const link = await mintLink(runtime.store);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 2 * DAY }), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 2 * DAY }),
        fc.nat({ max: 2 * DAY }),
        fc.boolean(),
        async (times, start, length, rollUp) => {
          hits.push(...times.map((at) => NOON + at));
          await runtime.store.hits.append(
            times.map((at) => hitOn(link, { at: NOON + at, mark: at % 2 ? 'odd' : null })),
          );
          if (rollUp) await runtime.sums.rollUp();
          const [from, to] = [NOON + start, NOON + start + length];
          const inside = hits.filter((at) => at >= from && at < to);
          expect((await of(link, { from, to })).total.clicks).toBe(inside.length);
          const among = async (period: Partial<StatsPlan>) => {
            const { rows: all } = await runtime.store.stats.read(plan({ groupBy: ['link'], ...period }));
            return all.find(({ group }) => group.linkId === link.id)?.counts.clicks ?? 0;
          };
          expect(await among({ from, to })).toBe(inside.length);
          expect(await among({ from })).toBe(hits.filter((at) => at >= from).length);
          expect(await among({ to })).toBe(hits.filter((at) => at < to).length);
          expect(await among({})).toBe(hits.length);
          const odd = inside.filter((at) => at % 2);
          const marked = await of(link, { from, to, filters: { mark: ['odd'] } });
          expect(marked.total.clicks).toBe(odd.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
