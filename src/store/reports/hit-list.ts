import type { HitPlan, StoredHit } from '../../hits/hit-plan.ts';
import type { HitListStore } from '../../store-ports/hit-stores.ts';
import type { Reader } from '../sql/engine.ts';
import { hitOf, hitsQuery } from './hit-list-sql.ts';
import { createHitNews } from './hit-news.ts';
import { createHitTail } from './hit-tail.ts';
import { type HitIdWindow, idsIn, openWindows } from './hit-windows.ts';
import { fewLinks } from './link-filter.ts';

/** The most ids that one call reads; rare hits in a large log need several calls. */
const MAX_IDS = 100_000;
// If a window has too few hits, the next one is at most this many times larger.
const GROWTH = 4;

/** The number of ids that likely contain so many hits at this frequency, with a margin. */
const likely = (hits: number, frequency: number) => Math.ceil((hits / frequency) * 1.5);

type Links = readonly number[] | null;
type Read = Reader['read'];

async function hitsIn(
  read: Read,
  plan: HitPlan,
  { ranges }: HitIdWindow,
  links: Links,
): Promise<StoredHit[]> {
  if (ranges.length === 0) return [];
  const [rows = []] = await read([hitsQuery(plan, ranges, links)]);
  return rows.map(hitOf);
}

/** Reads at most `most` ids, for the plan's hits and one more, which shows whether there is a next page. */
async function readWindows(read: Read, plan: HitPlan, links: Links, most: number) {
  const nextWindow = await openWindows(read, plan, links);
  const hits: StoredHit[] = [];
  let window: HitIdWindow = { ranges: [], floor: 0 };
  let size = plan.limit + 1;
  for (let left = most; left > 0 && hits.length <= plan.limit; ) {
    window = await nextWindow(Math.min(size, left));
    const wanted = plan.limit + 1 - hits.length;
    const more = await hitsIn(read, { ...plan, limit: wanted }, window, links);
    hits.push(...more);
    if (window.floor === 0) break;
    const looked = idsIn(window.ranges);
    size = Math.min(size * GROWTH, likely(wanted - more.length, more.length / looked));
    left -= looked;
  }
  return { hits, floor: window.floor };
}

/** Lists hits by reading the log backwards, window by window; at most `most` ids per call. */
export function createHitListStore({ read }: Reader, most = MAX_IDS): HitListStore {
  return {
    tail: createHitTail({ read }, most),
    ...createHitNews({ read }, most),

    async slice(plan) {
      const links = await fewLinks(plan.filters, read);
      if (links?.length === 0) return { hits: [], next: null };
      const { hits, floor } = await readWindows(read, plan, links, most);
      const last = hits[plan.limit - 1];
      if (last && hits.length > plan.limit) return { hits: hits.slice(0, plan.limit), next: last.rowId };
      return { hits, next: floor === 0 ? null : floor };
    },
  };
}
