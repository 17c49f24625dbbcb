import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { CLICK_BURST } from '../../../src/hits/classify/automation-signs.ts';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const FLAG = 'no_fetch_metadata';

let runtime: TestRuntime;
let links: Link[] = [];
beforeAll(async () => {
  runtime = await openRuntime();
  links = await Promise.all(Array.from({ length: 6 }, () => mintLink(runtime.store)));
});
afterAll(() => runtime.close());

const rollUpAll = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

/** Clicks of one network: [link, seconds after noon, whether its request was flagged]. */
type Click = [link: number, seconds: number, flagged?: boolean];

const hitsOf = (network: string, clicks: Click[], day = 0): NewHit[] =>
  clicks.flatMap(([index, seconds, flagged]) => {
    const link = links[index];
    const at = NOON + day * 86_400_000 + seconds * 1_000;
    const reason = flagged ? FLAG : '';
    return link ? [hitOn(link, { at, network, visitor: unique(), reason })] : [];
  });

const counts = async () => {
  const plan = { from: null, to: null, offsets: [{ from: 0, offset: 0 }], order: null, limit: 1_000 };
  const filters = { link: links.map(({ id }) => id) };
  const { total } = await runtime.store.stats.read({ ...plan, groupBy: [], filters });
  const byHour = await runtime.store.stats.read({ ...plan, groupBy: ['browser', 'hour'], filters });
  const raw = await runtime.store.stats.read({ ...plan, groupBy: ['browser', 'country'], filters });
  return { total, hours: byHour.rows, sums: byHour.total, raw: raw.total };
};

const newest = async (limit: number) => {
  const plan = {
    filters: { link: links.map(({ id }) => id) },
    kinds: [],
    from: null,
    to: null,
    before: null,
  };
  return (await runtime.store.hitList.slice({ ...plan, limit })).hits
    .reverse()
    .map(({ kind, reason, unique: first }) => [kind, reason, first]);
};

/** What `play` added, told before the roll-up and after it. */
async function play(batches: NewHit[][]) {
  const before = await counts();
  for (const batch of batches.slice(0, -1)) {
    await runtime.store.hits.append(batch);
    await runtime.sums.rollUp();
  }
  await runtime.store.hits.append(batches.at(-1) ?? []);
  const size = batches.flat().length;
  const notRolledUp = { counts: await counts(), hits: await newest(size) };
  await rollUpAll();
  const rolledUp = { counts: await counts(), hits: await newest(size) };
  expect(rolledUp).toEqual(notRolledUp);
  expect(rolledUp.counts.raw).toEqual(rolledUp.counts.total);
  expect(rolledUp.counts.sums).toEqual(rolledUp.counts.total);
  const { clicks, scanners, uniqueClicks } = rolledUp.counts.total;
  const was = before.total;
  const added = { clicks: clicks - was.clicks, scanners: scanners - was.scanners };
  return { ...added, uniqueClicks: uniqueClicks - was.uniqueClicks, hits: rolledUp.hits };
}

describe('clicks of one network on several links within seconds', () => {
  it('are flagged and stay clicks: many people share an address', async () => {
    const burst: Click[] = [0, 1, 2, 3, 4, 5].map((link) => [link, link / 10]);
    const { clicks, scanners, uniqueClicks, hits } = await play([hitsOf(unique(), burst)]);
    expect({ clicks, scanners, uniqueClicks }).toEqual({ clicks: 6, scanners: 0, uniqueClicks: 6 });
    expect(hits).toEqual(burst.map(() => ['click', 'burst', true]));
  });

  it('are scanners if their requests have another sign', async () => {
    const burst: Click[] = [0, 1, 2, 3].map((link) => [link, 60 + link / 2, true]);
    const { clicks, scanners, uniqueClicks, hits } = await play([hitsOf(unique(), burst)]);
    expect({ clicks, scanners, uniqueClicks }).toEqual({ clicks: 0, scanners: 4, uniqueClicks: 0 });
    expect(hits).toEqual(burst.map(() => ['scanner', 'two_signs', false]));
  });

  it('correct clicks that were counted before the burst was complete', async () => {
    const network = unique();
    const batches = [0, 1, 2, 3].map((link) => hitsOf(network, [[link, 120 + link / 2, link !== 1]]));
    const { clicks, scanners, hits } = await play(batches);
    expect({ clicks, scanners }).toEqual({ clicks: 1, scanners: 3 });
    const scanner = ['scanner', 'two_signs', false];
    expect(hits).toEqual([scanner, ['click', 'burst', true], scanner, scanner]);
    const [log] = await runtime.engine.read([
      sql`SELECT c.was_kind, c.was_unique, h.kind FROM hit_changes c JOIN hits h ON h.id = c.hit_id ORDER BY c.id DESC LIMIT 2`,
    ]);
    expect(log).toEqual([
      { was_kind: 'click', was_unique: 1, kind: 'scanner' },
      { was_kind: 'click', was_unique: 1, kind: 'scanner' },
    ]);
  });

  it('do not affect other networks, or clicks at other times', async () => {
    const network = unique();
    const { clicks, scanners } = await play([
      hitsOf(network, [[5, 170, true]]),
      [
        ...hitsOf(
          network,
          [0, 1, 2].map((link): Click => [link, 180 + link / 2, true]),
        ),
        ...hitsOf(unique(), [[3, 181, true]]),
      ],
      hitsOf(network, [[3, 184, true]]),
    ]);
    expect({ clicks, scanners }).toEqual({ clicks: 6, scanners: 0 });
  });

  it('must be on different links', async () => {
    const again: Click[] = [0, 1, 0, 1, 0, 1].map((link, nth) => [link, 240 + nth / 4, true]);
    const { clicks, scanners } = await play([hitsOf(unique(), again)]);
    expect({ clicks, scanners }).toEqual({ clicks: 6, scanners: 0 });
  });
});

/** The rule as a plain walk over one network's clicks, in insertion order. */
function membersOf(clicks: { link: number; at: number }[]): Set<number> {
  const latest = new Map<number, number>();
  const events = clicks.flatMap(({ link, at }, index) => {
    const before = latest.get(link);
    latest.set(link, at);
    return before === undefined || at - before > CLICK_BURST.withinMs ? [{ index, at }] : [];
  });
  const members = new Set<number>();
  for (const [nth, { at }] of events.entries()) {
    const run = events.slice(Math.max(0, nth - CLICK_BURST.links + 1), nth + 1);
    const [first] = run;
    if (run.length === CLICK_BURST.links && first && at - first.at <= CLICK_BURST.withinMs) {
      for (const { index } of run) members.add(index);
    }
  }
  return members;
}

describe('random clicks of a network', () => {
  const anyClick = fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 900 }), fc.boolean());
  const anyTraffic = fc.array(fc.array(anyClick, { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 5,
  });

  it('are judged the same for any slices of the roll-up, and in a rebuild', async () => {
    let day = 1;
    await fc.assert(
      fc.asyncProperty(anyTraffic, async (traffic) => {
        const network = unique();
        let at = 0;
        const batches = traffic.map((batch) =>
          batch.map(([link, pause, flagged]): Click => {
            at += pause;
            return [link, at / 1_000, flagged];
          }),
        );
        day += 1;
        const { hits } = await play(batches.map((batch) => hitsOf(network, batch, day)));
        const clicks = batches
          .flat()
          .map(([link, seconds, flagged]) => ({ link, at: seconds * 1_000, flagged }));
        const members = membersOf(clicks);
        expect(hits.map(([kind, reason]) => [kind, reason])).toEqual(
          clicks.map(({ flagged }, index) => {
            if (members.has(index)) return flagged ? ['scanner', 'two_signs'] : ['click', 'burst'];
            return ['click', flagged ? FLAG : null];
          }),
        );
        const kept = await counts();
        await runtime.sums.rebuild();
        expect(await counts()).toEqual(kept);
      }),
      { numRuns: 15 },
    );
  });
});
