/** Questions and jobs for tests of compacted days. */
import { sql } from 'drizzle-orm';
import type { Link } from '../../../src/links/link.ts';
import type { DimensionName } from '../../../src/stats/dimensions.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import type { StatsPlan } from '../../../src/stats/plan.ts';
import { plan } from '../fixtures/stats-plan.ts';
import type { TestRuntime } from '../runtimes/test-runtime.ts';

export const DAY = 86_400_000;
/** The days that one test may use. */
export const SPAN = 6;

let firstDay = Math.floor(Date.UTC(2026, 0, 1) / DAY);

/** The first of `SPAN` UTC days of the test's own: days that were compacted once stay so. */
export function newDays(): number {
  firstDay += 10 * SPAN;
  return firstDay;
}

export function createAging({ store, sums, engine }: TestRuntime) {
  const ask = (links: Link[], changes: Partial<StatsPlan> = {}) =>
    store.stats.read(plan({ ...changes, filters: { link: links.map(({ id }) => id), ...changes.filters } }));

  return {
    ask,

    /** Brings the sums up to date. */
    async settle() {
      while ((await sums.rollUp()) > 0);
      while (await sums.subtractErased());
    },

    /** All that retention has to do until every day before this one is kept by the day alone. */
    async retire(day: number) {
      while (await sums.closeDays(day));
      // The first round may have been under way, and go on behind what came since.
      for (let idle = 0; idle < 2; ) {
        const moved = [await store.hits.expire(day * DAY), await sums.compactDays(day)];
        idle = moved.includes(true) ? 0 : idle + 1;
      }
    },

    /** Hits by the values of each group, between blanks. */
    async hitsBy(links: Link[], groupBy: DimensionName[], changes: Partial<StatsPlan> = {}) {
      const { rows } = await ask(links, { groupBy, ...changes });
      return Object.fromEntries(
        rows.map(({ group, counts }) => [
          groupBy.map((name) => group[name === 'link' ? 'linkId' : name]).join(' '),
          measuresOf(counts).hits,
        ]),
      );
    },

    rowsOf: async (query: string) => (await engine.read([sql.raw(query)]))[0] ?? [],
  };
}
