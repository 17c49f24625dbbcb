import { describe, expect, it } from 'vitest';
import { readQuestion, type StatsQuestion } from '../../../src/stats/question.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const read = (question: Partial<StatsQuestion>) =>
  readQuestion(
    {
      groupBy: [],
      filters: {},
      contentIds: [],
      linkIds: [],
      from: null,
      to: null,
      timezone: 'Europe/Paris',
      sort: null,
      limit: null,
      ...question,
    },
    'https://go.example',
    NOW,
  );

describe('a question', () => {
  it.each(['constructor', 'toString', '-__proto__', ''])('cannot be sorted by %j', (sort) => {
    expect(() => read({ sort })).toThrow(expect.objectContaining({ code: 'validation' }));
  });

  it.each(['hits', '-uniqueClicks'])('can be sorted by %j', (sort) => {
    expect(read({ sort }).sort).toEqual({
      measure: sort.replace('-', ''),
      descending: sort.startsWith('-'),
    });
  });

  it.each([
    ['0001-01-01', '9999-12-31'],
    ['-200000-01-01T00:00:00Z', '+200000-01-01T00:00:00Z'],
    ['2019-12-31', '2028-01-01'],
  ])('from %s to %s asks for all hits, and shows its bounds as they are', (from, to) => {
    const { plan, period } = read({ from, to });
    expect(plan).toMatchObject({ from: null, to: null });
    expect(plan.offsets.length).toBeLessThan(20);
    expect([period.from, period.to].every((at) => at !== null)).toBe(true);
  });

  it.each([
    ['9999-01-01', '9999-12-31'],
    ['0001-01-01', '0002-01-01'],
  ])('from %s to %s asks for none', (from, to) => {
    const { plan } = read({ from, to });
    const [start, end] = [plan.from ?? 0, plan.to ?? Number.POSITIVE_INFINITY];
    expect(start >= NOW + 366 * 86_400_000 || end <= Date.UTC(2020, 0, 1)).toBe(true);
    expect(plan.offsets.length).toBeLessThan(20);
  });
});
