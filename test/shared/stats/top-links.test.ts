import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { Link } from '../../../src/links/link.ts';
import type { StatsPlan, StatsRow } from '../../../src/stats/stats-plan.ts';
import { createStatsStore } from '../../../src/store/reports/stats/stats.ts';
import type { StatsStore } from '../../../src/store-ports/count-stores.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2);
const DAYS = 3;

let runtime: TestRuntime;
let stats: StatsStore;
let closed = 1;
beforeAll(async () => {
  runtime = await openRuntime();
  // Every list of links is too long to be added up link by link.
  stats = createStatsStore(runtime.engine, undefined, 0);
});
afterAll(() => runtime.close());

const plan = (changes: Partial<StatsPlan>): StatsPlan => ({
  groupBy: ['link'],
  filters: {},
  from: null,
  to: null,
  offsets: [{ from: 0, offset: 0 }],
  order: { measure: 'clicks', descending: true },
  limit: 3,
  ...changes,
});

/** The same list from the sums of all links, sorted here. */
async function byFullSum(period: Partial<StatsPlan>, limit: number): Promise<StatsRow[]> {
  const { rows } = await stats.read(plan({ ...period, order: null, limit: 100_000 }));
  const id = ({ group }: StatsRow) => String(group.linkId);
  return rows.sort((a, b) => b.counts.clicks - a.counts.clicks || (id(a) < id(b) ? -1 : 1)).slice(0, limit);
}

const EIGHTH = DAY / 8;
const edge = fc.option(fc.nat(DAYS * 8).map((eighth) => START + eighth * EIGHTH));
const period = fc
  .tuple(edge, edge)
  .filter(([from, to]) => from === null || to === null || from < to)
  .map(([from, to]) => ({ from, to }));
// From links without clicks to links above and below the bounds of the indexes.
const crowd = fc.record({
  link: fc.nat(7),
  day: fc.nat(DAYS - 1),
  clicks: fc.constantFrom(1, 7, 8, 9, 20, 33),
});
const steps = fc.array(
  fc.record({
    crowds: fc.array(crowd, { maxLength: 8 }),
    sums: fc.constantFrom('as they are', 'rolled up', 'closed'),
    gone: fc.option(fc.nat(7)),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('the most clicked links', () => {
  it('are those that a full sum ranks first, in any period, including hits that are not rolled up yet', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(period, { minLength: 3, maxLength: 3 }), async (steps, periods) => {
        const links: Link[] = [];
        while (links.length < 8) links.push(await mintLink(runtime.store));
        for (const { crowds, sums, gone } of steps) {
          const hits = crowds.flatMap(({ link, day, clicks }) => {
            const on = links[link];
            if (!on) return [];
            return Array.from({ length: clicks }, (_, n) =>
              hitOn(on, { at: START + day * DAY + n * (DAY / 40) }),
            );
          });
          await runtime.store.hits.append(hits);
          while (sums !== 'as they are' && (await runtime.sums.rollUp()) > 0);
          while (sums === 'closed' && (await runtime.sums.closeDays(START / DAY + closed)));
          closed += sums === 'closed' ? 1 : 0;
          const deleted = links[gone ?? -1];
          if (deleted) await runtime.store.links.remove(deleted, 1);
          for (const limit of [1, 3, 20]) {
            for (const asked of periods) {
              const found = await stats.read(plan({ ...asked, limit }));
              expect(found.rows).toEqual(await byFullSum(asked, limit));
            }
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});
