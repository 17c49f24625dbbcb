import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 9, 7);
/** Values of a link and day that have counts of their own. */
const CAP = 200;

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

const rollUp = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

/** Clicks by mark, of one link. */
async function byMark(link: Link, changes: Partial<StatsPlan> = {}): Promise<Map<string, number>> {
  const { rows } = await runtime.store.stats.read(
    plan({ groupBy: ['mark'], filters: { link: [link.id] }, ...changes }),
  );
  return new Map(rows.map(({ group, counts }) => [String(group.mark), counts.clicks]));
}

const marked = (link: Link, mark: string, at: number, facts: Partial<NewHit> = {}) =>
  hitOn(link, { ...facts, mark, at: START + at });

describe('marks beyond the cap of a link and day', () => {
  it('count as (other) in the order of their arrival, before and after they are rolled up', async () => {
    const link = await mintLink(runtime.store);
    const name = unique();
    const first = Array.from({ length: 150 }, (_, n) => marked(link, `${name}${n}`, n * 1_000));
    const more = Array.from({ length: 120 }, (_, n) => marked(link, `${name}${n + 100}`, HOUR / 2 + n));
    await runtime.store.hits.append(first);
    await rollUp();
    await runtime.store.hits.append([...more, marked(link, `${name}7`, 100)]);
    const before = await byMark(link);
    expect(before.size).toBe(CAP + 1);
    expect(before.get('(other)')).toBe(20);
    expect(before.get(`${name}7`)).toBe(2);
    expect(before.get(`${name}120`)).toBe(2);
    expect(before.has(`${name}210`)).toBe(false);
    await rollUp();
    expect(await byMark(link)).toEqual(before);
  });

  it('count as (other) if a period cuts an hour, which is then read hit by hit', async () => {
    const link = await mintLink(runtime.store);
    const name = unique();
    const many = Array.from({ length: CAP + 30 }, (_, n) => marked(link, `${name}${n}`, DAY + n * 1_000));
    await runtime.store.hits.append(many);
    const cut = (CAP + 10) * 1_000 + 1;
    const halves = async () => {
      const [early, late] = [
        await byMark(link, { to: START + DAY + cut }),
        await byMark(link, { from: START + DAY + cut }),
      ];
      return [early.get('(other)'), late.get('(other)'), early.size, late.size];
    };
    expect(await halves()).toEqual([11, 19, CAP + 1, 1]);
    await rollUp();
    expect(await halves()).toEqual([11, 19, CAP + 1, 1]);
  });

  it('have counts of their own again on the next day', async () => {
    const link = await mintLink(runtime.store);
    const name = unique();
    const days = [2, 3].flatMap((day) =>
      Array.from({ length: CAP }, (_, n) => marked(link, `${name}${day}-${n}`, day * DAY + n)),
    );
    await runtime.store.hits.append(days);
    expect((await byMark(link)).size).toBe(2 * CAP);
  });

  it('count by their names if two facts of a hit are combined', async () => {
    const link = await mintLink(runtime.store);
    const name = unique();
    await runtime.store.hits.append(
      Array.from({ length: CAP + 5 }, (_, n) => marked(link, `${name}${n}`, 4 * DAY + n)),
    );
    const { rows } = await runtime.store.stats.read(
      plan({ groupBy: ['mark', 'country'], filters: { link: [link.id] }, limit: 1_000 }),
    );
    expect(rows).toHaveLength(CAP + 5);
  });
});
