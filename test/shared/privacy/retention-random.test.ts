import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { NewShare } from '../../../src/shares/share.ts';
import type { DimensionName } from '../../../src/stats/dimensions.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import { hitOn, mintLink, shareOn, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import { createRetention, DAY, newDays, SPAN } from '../../support/store/retention.ts';
import { readSums } from '../../support/store/sums.ts';

let runtime: TestRuntime;
let retention: ReturnType<typeof createRetention>;
beforeAll(async () => {
  runtime = await openRuntime();
  retention = createRetention(runtime);
});
afterAll(() => runtime.close());

const tally = (keys: (string | number | null)[]) => {
  const times: Record<string, number> = {};
  for (const key of keys) times[String(key ?? '')] = (times[String(key ?? '')] ?? 0) + 1;
  return times;
};

describe('random traffic with random retention', () => {
  const anyHit = fc.record({
    link: fc.nat({ max: 2 }),
    kind: fc.constantFrom('click', 'preview', 'bot', 'scanner'),
    at: fc.nat({ max: SPAN * DAY - 1 }),
    visitor: fc.option(fc.constantFrom('a', 'b')),
    mark: fc.option(fc.constantFrom('letter', 'poster', '1')),
    country: fc.constantFrom('FR', 'BE', ''),
    referrer: fc.constantFrom('', 't.co', 'com.slack'),
  });
  const hits = fc.record({
    what: fc.constant('hits'),
    hits: fc.array(anyHit, { minLength: 1, maxLength: 15 }),
  });
  const shares = fc.record({
    what: fc.constant('shares'),
    shares: fc.array(fc.record({ link: fc.nat({ max: 2 }), at: fc.nat({ max: SPAN * DAY - 1 }) }), {
      minLength: 1,
      maxLength: 6,
    }),
  });
  const rollUp = fc.record({ what: fc.constant('roll up') });
  const retire = fc.record({
    what: fc.constant('retire'),
    day: fc.integer({ min: 1, max: SPAN - 1 }),
    steps: fc.integer({ min: 1, max: 5 }),
  });
  const rebuild = fc.record({ what: fc.constant('rebuild') });
  const actions = fc
    .tuple(
      hits,
      rollUp,
      fc.array(fc.oneof(hits, shares, rollUp, retire, rebuild), { minLength: 2, maxLength: 9 }),
    )
    .map(([first, second, rest]) => [first, second, ...rest]);

  it('keeps every count by day, in any order of jobs and wherever they stop', async () => {
    await fc.assert(
      fc.asyncProperty(actions, async (doings) => {
        const start = newDays();
        const links = [
          await mintLink(runtime.store),
          await mintLink(runtime.store, { channel: 'email' }),
          await mintLink(runtime.store, { channel: 'email', domain: `${unique()}.example` }),
        ];
        const all: NewHit[] = [];
        const shared: NewShare[] = [];
        const check = async () => {
          const day = ({ at }: { at: number }) => Math.floor(at / DAY);
          expect(await retention.hitsBy(links, ['day'])).toEqual(tally(all.map(day)));
          expect(await retention.hitsBy(links, ['link', 'day'])).toEqual(
            tally(all.map((hit) => `${links.find(({ rowId }) => rowId === hit.linkRowId)?.id} ${day(hit)}`)),
          );
          expect(await retention.hitsBy(links, ['country'])).toEqual(
            tally(all.map(({ country }) => country)),
          );
          for (const groupBy of [
            ['hour'],
            ['mark'],
            ['referrer', 'week'],
            ['channel'],
          ] as DimensionName[][]) {
            const shown = Object.values(await retention.hitsBy(links, groupBy)).reduce((a, b) => a + b, 0);
            expect(shown, `${groupBy}`).toBe(all.length);
          }
          const { rows, compactedDay } = await retention.ask(links, { groupBy: ['country', 'mark'] });
          const single = all.filter(({ at }) => at >= compactedDay * DAY).length;
          expect(rows.reduce((sum, { counts }) => sum + measuresOf(counts).hits, 0)).toBe(single);
          const period = { from: start * DAY, to: (start + SPAN) * DAY };
          const wide = await runtime.store.stats.read(plan({ groupBy: ['day'], ...period }));
          expect(measuresOf(wide.total).hits).toBe(all.length);
          expect(await retention.sharesByDay(links)).toEqual(tally(shared.map(day)));
          expect(wide.total.shares).toBe(shared.length);
        };

        for (const doing of doings) {
          if (doing.what === 'roll up') await runtime.sums.rollUp();
          if (doing.what === 'rebuild') await runtime.sums.rebuild();
          if ('hits' in doing) {
            const hits = doing.hits.map(({ link, at, ...facts }) =>
              hitOn(links[link] ?? { rowId: 0 }, { ...(facts as Partial<NewHit>), at: start * DAY + at }),
            );
            await runtime.store.hits.append(hits);
            all.push(...hits);
          }
          if ('shares' in doing) {
            for (const { link, at } of doing.shares) {
              const share = shareOn(links[link] ?? { rowId: 0, contentRowId: 0 }, { at: start * DAY + at });
              await runtime.store.shares.add(share, null);
              shared.push(share);
            }
          }
          if ('steps' in doing) {
            for (let step = 0; step < doing.steps; step++) {
              await runtime.sums.closeDays(start + doing.day);
              await runtime.sums.compactDays(start + doing.day);
              await runtime.store.maintenance.purgeCompacted(start * DAY);
            }
          }
          await check();
        }

        await retention.settle();
        await retention.compactBefore(start + SPAN - 1);
        await check();
        expect(await retention.rowsOf(`SELECT id FROM hits WHERE at < ${(start + SPAN - 1) * DAY}`)).toEqual(
          [],
        );
        expect(
          await retention.rowsOf(`SELECT id FROM shares WHERE at < ${(start + SPAN - 1) * DAY}`),
        ).toEqual([]);
        const kept = await readSums(runtime.engine);
        await runtime.sums.rebuild();
        expect(await readSums(runtime.engine)).toEqual(kept);
        const sum = (scopes: string) =>
          retention.rowsOf(`SELECT unit, time, sum(clicks) AS clicks, sum(bots) AS bots, sum(shares) AS shares
          FROM sums WHERE ${scopes} GROUP BY 1, 2 HAVING sum(clicks + bots + shares) > 0 ORDER BY 1, 2`);
        expect(await sum('scope = 0')).toEqual(await sum('scope > 0'));
        expect(await sum('scope < 0')).toEqual(await sum('scope > 0'));
      }),
      { numRuns: 12 },
    );
  });
});
