import { describe, expect, it } from 'vitest';
import { daysOf, lengthOf, readPeriod, stepsOf } from '../../../src/pages/app/period.ts';

const NOW = Date.UTC(2026, 10, 27, 23, 30); // in Paris, the 28th
const read = (query: string, zone = 'Europe/Paris') => readPeriod(new URLSearchParams(query), NOW, zone);

describe('the period of a page', () => {
  it('ends yesterday in the zone of the reader, and has as many days before it', () => {
    expect(read('')).toMatchObject({
      ...{ preset: '30d', from: '2026-10-29', to: '2026-11-27', length: 30, today: '2026-11-28', step: 1 },
      before: { from: '2026-09-29', to: '2026-10-28' },
    });
    expect(read('period=7d', 'UTC')).toMatchObject({
      from: '2026-11-20',
      to: '2026-11-26',
      today: '2026-11-27',
    });
  });

  it('is drawn by the week when it is long, in whole weeks', () => {
    const { length, step, from, to } = read('period=12m');
    expect([length, step]).toEqual([364, 7]);
    expect(stepsOf({ from, to }, step).map(lengthOf)).toEqual(Array.from({ length: 52 }, () => 7));
  });

  it('may be chosen, but not beyond yesterday', () => {
    expect(read('from=2026-11-20&to=2026-12-31')).toMatchObject({
      ...{ preset: null, from: '2026-11-20', to: '2026-11-27', length: 8 },
      before: { from: '2026-11-12', to: '2026-11-19' },
    });
  });

  it.each([
    'from=2026-11-20',
    'from=2026-11-20&to=2026-11-19',
    'from=2026-02-30&to=2026-03-02',
    'from=2026-12-20&to=2026-12-31',
    'from=1900-01-01&to=2026-01-01',
    'period=forever',
    'from=<script>&to=x',
  ])('is the usual one for %s', (query) => {
    expect(read(query).preset).toBe('30d');
  });

  it('loses no day to steps that do not divide evenly', () => {
    const days = { from: '2026-10-20', to: '2026-10-29' };
    expect(stepsOf(days, 7)).toEqual([
      { from: '2026-10-20', to: '2026-10-22' },
      { from: '2026-10-23', to: '2026-10-29' },
    ]);
    expect(daysOf(days)).toHaveLength(10);
  });
});
