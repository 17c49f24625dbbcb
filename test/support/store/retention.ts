/** Retention jobs and statistics questions for tests of compacted days. */
import { sql } from 'drizzle-orm';
import type { Link } from '../../../src/links/link.ts';
import type { DimensionName } from '../../../src/stats/dimensions.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import { plan } from '../fixtures/stats-plan.ts';
import type { TestRuntime } from '../runtimes/test-runtime.ts';

export const DAY = 86_400_000;
/** The number of days that one test may use. */
export const SPAN = 6;

let firstDay = Math.floor(Date.UTC(2026, 0, 1) / DAY);

/** Returns the first of `SPAN` UTC days that no other test uses: compacted days stay compacted. */
export function newDays(): number {
  firstDay += 10 * SPAN;
  return firstDay;
}

export function createRetention({ store, sums, engine }: TestRuntime) {
  const ask = (links: Link[], changes: Partial<StatsPlan> = {}) =>
    store.stats.read(plan({ ...changes, filters: { link: links.map(({ id }) => id), ...changes.filters } }));

  return {
    ask,

    /** Brings the sums up to date. */
    async settle() {
      while ((await sums.rollUp()) > 0);
      while (await sums.subtractErased());
    },

    /** Runs retention until only daily totals remain of all days before this one. */
    async compactBefore(day: number) {
      while (await sums.closeDays(day));
      // A pass under way ignores what was added behind it, so look for two idle passes.
      for (let idle = 0; idle < 2; ) {
        const moved = [await store.maintenance.purgeCompacted(day * DAY), await sums.compactDays(day)];
        idle = moved.includes(true) ? 0 : idle + 1;
      }
    },

    /** Hits by the values of each group, joined by spaces. */
    async hitsBy(links: Link[], groupBy: DimensionName[], changes: Partial<StatsPlan> = {}) {
      const { rows } = await ask(links, { groupBy, ...changes });
      return Object.fromEntries(
        rows
          .map(({ group, counts }): [string, number] => [
            groupBy.map((name) => group[name === 'link' ? 'linkId' : name]).join(' '),
            measuresOf(counts).hits,
          ])
          .filter(([, hits]) => hits > 0),
      );
    },

    /** Shares by UTC day. */
    async sharesByDay(links: Link[]) {
      const { rows } = await ask(links, { groupBy: ['day'] });
      return Object.fromEntries(
        rows.flatMap(({ group, counts: { shares } }) => (shares > 0 ? [[String(group.day), shares]] : [])),
      );
    },

    rowsOf: async (query: string) => (await engine.read([sql.raw(query)]))[0] ?? [],
  };
}
