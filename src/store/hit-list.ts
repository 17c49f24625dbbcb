import { type SQL, sql } from 'drizzle-orm';
import type { HitPlan, StoredHit } from '../hits/hit-plan.ts';
import { type DimensionName, dimension, type LinkDimension } from '../stats/dimensions.ts';
import type { HitListStore } from '../store-ports.ts';
import type { Reader } from './engine.ts';
import { hitOf, hitsQuery } from './hit-list-sql.ts';
import { idsIn, newestOf, windowQueries, windowsOf } from './hit-windows.ts';
import { linkScope } from './stats-sql.ts';

/** Ids looked at in one call: in a large log, a rare hit is found by several. */
const MOST_IDS = 100_000;
// What one window lacks is looked for in the next, of so many times the size at most.
const GROWTH = 4;
// The quarter-hours of more links than this are no index any more.
const MOST_LINKS = 200;

/** The links that the filters accept: all (undefined), or as a subquery, which is a list where they are few. */
interface Scope {
  links: SQL | undefined;
  listed?: number[];
}

async function scopeOf({ filters }: HitPlan, read: Reader['read']): Promise<Scope> {
  const ofLinks = (Object.entries(filters) as [DimensionName, string[]][]).flatMap(
    ([name, values]): [LinkDimension, string[]][] => {
      const dim = dimension(name);
      return dim.of === 'link' ? [[dim, values]] : [];
    },
  );
  const links = linkScope(ofLinks);
  if (links === undefined) return { links };
  const [rows = []] = await read([sql`SELECT DISTINCT id FROM ${links} LIMIT ${MOST_LINKS + 1}`]);
  if (rows.length > MOST_LINKS) return { links };
  const listed = rows.map(({ id }) => Number(id));
  return { links: sql`(SELECT value FROM json_each(${JSON.stringify(listed)}))`, listed };
}

/** In how many ids so many hits will be found, if they are as frequent there; with something to spare. */
const likely = (hits: number, frequency: number) => Math.ceil((hits / frequency) * 1.5);

/** One step of the walk: the next window of at most `most` ids, and its hits. */
async function step(read: Reader['read'], plan: HitPlan, { links, listed }: Scope, most: number) {
  const before = plan.before ?? Number.MAX_SAFE_INTEGER;
  const windows = newestOf(windowsOf(await read(windowQueries(plan, listed, before)), before), most);
  const [rows = []] = windows.stretches.length > 0 ? await read([hitsQuery(plan, windows, links)]) : [];
  return { hits: rows.map(hitOf), floor: windows.floor, looked: idsIn(windows) };
}

/** Walks the log backwards, window by window, each found by the sums where they can tell; `most` ids a call. */
export function createHitListStore({ read }: Reader, most = MOST_IDS): HitListStore {
  return {
    async slice(plan) {
      const scope = await scopeOf(plan, read);
      if (scope.listed?.length === 0) return { hits: [], next: null };
      const hits: StoredHit[] = [];
      let { before } = plan;
      let size = plan.limit + 1;
      for (let left = most; left > 0; ) {
        // One more than is asked for tells whether there is a next page.
        const rest = { ...plan, before, limit: plan.limit + 1 - hits.length };
        const { floor, looked, hits: more } = await step(read, rest, scope, Math.min(size, left));
        hits.push(...more);
        size = Math.min(size * GROWTH, likely(rest.limit - more.length, more.length / looked));
        const last = hits[plan.limit - 1];
        if (last && hits.length > plan.limit) return { hits: hits.slice(0, plan.limit), next: last.rowId };
        if (floor === 0) return { hits, next: null };
        before = floor;
        left -= looked;
      }
      return { hits, next: before };
    },
  };
}
