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

  it('looks up no clock changes that cannot matter, however late its period ends', () => {
    const { plan } = read({ from: '2026-01-01', to: '+100000-01-01T00:00:00Z' });
    expect(plan.to).toBe(Date.parse('+100000-01-01T00:00:00Z'));
    expect(plan.offsets.length).toBeLessThan(10);
    expect(read({ from: '9999-01-01', to: '9999-12-31' }).plan.offsets).toHaveLength(1);
    expect(read({ to: '9999-12-31' }).plan.offsets.length).toBeLessThan(30);
  });
});
