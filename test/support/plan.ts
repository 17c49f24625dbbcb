import type { StatsPlan } from '../../src/stats/plan.ts';

/** A question about all links and all times, with changes. */
export const plan = (changes: Partial<StatsPlan> = {}): StatsPlan => ({
  groupBy: [],
  filters: {},
  from: null,
  to: null,
  offsets: [{ from: 0, offset: 0 }],
  order: null,
  limit: 100_000,
  ...changes,
});
