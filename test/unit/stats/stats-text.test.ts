import { expect, it } from 'vitest';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import { createStatsStore } from '../../../src/store/reports/stats/stats.ts';
import { compileQuery } from '../../../src/store/sql/compile.ts';

const DAY = 86_400_000;
const MOST_BOUND = 100; // by D1, in one statement

/** The statements that read a plan, as a database prepares them. */
async function statementsOf(plan: Partial<StatsPlan>) {
  const asked: { text: string; params: unknown[] }[] = [];
  const reader = {
    read: async (queries: Parameters<typeof compileQuery>[0][]) => {
      asked.push(...queries.map((query) => compileQuery(query)));
      return [];
    },
  };
  const offsets = [{ from: 0, offset: 3_600_000 }];
  const order = { measure: 'clicks', descending: true } as const;
  const whole = { groupBy: [], filters: {}, from: null, to: null, offsets, order, limit: 100 };
  await createStatsStore(reader).read({ ...whole, ...plan });
  return asked;
}

const GROUPS: StatsPlan['groupBy'][] = [
  [],
  ['link'],
  ['channel'],
  ['day'],
  ['country', 'day'],
  ['mark', 'month'],
];

it.each(GROUPS)(
  'uses the same statements for every period, limit and content, by %s %s',
  async (...groupBy) => {
    const ask = (day: number, limit: number, content: string) =>
      statementsOf({ groupBy, from: day * DAY, to: (day + 9) * DAY, limit, filters: { content: [content] } });
    const [one, other] = [await ask(20_000, 5, 'cnt_a'), await ask(20_700, 1_000, 'cnt_b')];
    expect(other.map(({ text }) => text)).toEqual(one.map(({ text }) => text));
    expect(other.map(({ params }) => params)).not.toEqual(one.map(({ params }) => params));
  },
);

it.each(GROUPS)(
  'binds no LIMIT by which SQLite would plan, and no more parameters than D1 allows, by %s %s',
  async (...groupBy) => {
    const period = { from: 20_000 * DAY + 900_000, to: 20_009 * DAY + 7_200_000 };
    const asked = await statementsOf({ groupBy, ...period, filters: { content: ['cnt_a'], tag: ['t'] } });
    for (const { text, params } of asked) {
      expect(text).not.toMatch(/\b(LIMIT|OFFSET) \?/);
      expect(params.length).toBeLessThanOrEqual(MOST_BOUND);
    }
  },
);
