/** Questions and chores for tests of days that are kept as wholes. */
import { sql } from 'drizzle-orm';
import type { Link } from '../../src/links/link.ts';
import type { DimensionName } from '../../src/stats/dimensions.ts';
import { measuresOf } from '../../src/stats/measures.ts';
import type { StatsPlan } from '../../src/stats/plan.ts';
import type { Home } from './home.ts';
import { plan } from './plan.ts';

export const DAY = 86_400_000;
/** The days that one test may use. */
export const SPAN = 6;

let firstDay = Math.floor(Date.UTC(2026, 0, 1) / DAY);

/** The first of `SPAN` UTC days of the test's own: days that were kept as wholes once are never told apart again. */
export function newDays(): number {
  firstDay += 10 * SPAN;
  return firstDay;
}

export function createAging({ store, folder, engine }: Home) {
  const ask = (links: Link[], changes: Partial<StatsPlan> = {}) =>
    store.stats.read(plan({ ...changes, filters: { link: links.map(({ id }) => id), ...changes.filters } }));

  return {
    ask,

    async fold() {
      while ((await folder.fold()) > 0);
      while ((await folder.removeDeleted()) > 0);
    },

    /** All that retention has to do until no day before this one is told apart. */
    async retire(day: number) {
      // The first round may have been under way, and go on behind what came since.
      for (let idle = 0; idle < 2; ) {
        const moved = [await store.hits.expire(day * DAY), await folder.coarsen(day)];
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
