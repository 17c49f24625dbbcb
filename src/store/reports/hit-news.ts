/** Reads what the log has got since somebody last looked: new hits, and earlier ones that later hits have changed. */
import { sql } from 'drizzle-orm';
import type { HitPlan } from '../../hits/hit-plan.ts';
import type { HitListStore } from '../../store-ports/hit-stores.ts';
import { MINUTE } from '../../time.ts';
import type { Reader } from '../sql/engine.ts';
import { LAST_IDS } from '../sums/newest-hit-ids.ts';
import { hitOf, hitsQuery, minutesQuery } from './hit-list-sql.ts';
import { type IdRange, openWindows } from './hit-windows.ts';
import { fewLinks } from './link-filter.ts';

const EVERYTHING: Omit<HitPlan, 'limit'> = { filters: {}, kinds: [], from: null, to: null, before: null };

type Verbs = Pick<HitListStore, 'news' | 'clicksByMinute'>;

/** Each call reads at most `most` hits for counting. */
export function createHitNews({ read }: Reader, most: number): Verbs {
  const hitsIn = async (ranges: IdRange[], limit: number) => {
    if (ranges.length === 0) return [];
    const [rows = []] = await read([hitsQuery({ ...EVERYTHING, limit }, ranges, null)]);
    return rows.map(hitOf);
  };
  return {
    async news(after, limit) {
      const [[last] = [], changes = []] = await read([
        LAST_IDS,
        sql`SELECT hit_id FROM hit_changes WHERE id > ${after?.change ?? Number.MAX_SAFE_INTEGER}
          AND hit_id <= ${after?.hit ?? 0} GROUP BY hit_id ORDER BY hit_id DESC LIMIT ${limit}`,
      ]);
      const position = { hit: Number(last?.hit ?? 0), change: Number(last?.change ?? 0) };
      const start = after?.hit ?? position.hit;
      const found = start < position.hit ? await hitsIn([[start + 1, position.hit + 1]], limit + 1) : [];
      const ids = changes.map(({ hit_id }): IdRange => [Number(hit_id), Number(hit_id) + 1]);
      const changed = await hitsIn(ids, limit);
      return { hits: found.slice(0, limit), changed, isCut: found.length > limit, position };
    },

    async clicksByMinute({ filters, from }) {
      const start = Math.ceil(from / MINUTE);
      const links = await fewLinks(filters, read);
      if (links?.length === 0) return { clicks: [], first: start };
      const nextWindow = await openWindows(read, { from: start * MINUTE, to: null, before: null }, links);
      const { ranges, floor } = await nextWindow(most);
      const plan = { filters, kinds: ['click' as const], from: start * MINUTE, to: null };
      const [rows = [], [lowest] = []] = await read([
        minutesQuery(plan, ranges, links),
        sql`SELECT at FROM hits WHERE id = ${ranges.at(-1)?.[0] ?? 0}`,
      ]);
      const first = floor === 0 ? start : Math.max(start, Math.ceil(Number(lowest?.at ?? 0) / MINUTE));
      const clicks = rows.map(({ minute, hits }): [number, number] => [Number(minute), Number(hits)]);
      return { clicks: clicks.filter(([minute]) => minute >= first), first };
    },
  };
}
