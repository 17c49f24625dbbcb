import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { COUNTS, type Counts } from '../../../src/stats/measures.ts';
import {
  type ClickPosition,
  MAX_RANKED,
  type RankedList,
  type RankedPage,
  rankByClicks,
} from '../../../src/stats/rank-by-clicks.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import type { CachedStore } from '../../../src/store-ports/store.ts';
import { SETTINGS } from '../../support/runtimes/sotto.ts';

interface Item {
  id: string;
  rowId: number;
  clicks: number;
  /** The number of hits that are not clicks. */
  previews: number;
  listed: boolean;
}

const NONE = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts; // every name of COUNTS was just set

/** The ports of a store that has these links. */
function portsOf(items: Item[]) {
  const read = async ({ filters, order, limit }: StatsPlan) => {
    const direction = order?.descending ? -1 : 1;
    const rows = items
      .filter(({ id, clicks, previews }) => clicks + previews > 0 && (filters.link?.includes(id) ?? true))
      .sort((a, b) => direction * (a.clicks - b.clicks) || (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map(({ id, clicks, previews }) => ({ group: { linkId: id }, counts: { ...NONE, clicks, previews } }));
    return { rows, total: NONE, asOf: null, compactedDay: 0, source: 'sums' as const };
  };
  const list: RankedList<Item> = {
    dimension: 'link',
    filters: {},
    async list({ limit, before }, { ids, notIds }) {
      const [among, without] = [ids && new Set(ids), new Set(notIds)];
      return items
        .filter(
          ({ id, rowId, listed }) =>
            listed && (among?.has(id) ?? true) && !without.has(id) && rowId < (before ?? Infinity),
        )
        .sort((a, b) => b.rowId - a.rowId)
        .slice(0, limit);
    },
  };
  const store = { stats: { read } } as unknown as CachedStore; // nothing else is asked
  return { deps: { store, clock: () => 0, settings: SETTINGS }, list };
}

const ORDER = { by: 'clicks' as const, from: null, to: null, timezone: 'UTC' };

/** The ids on each page of the list. */
async function pagesOf(items: Item[], descending: boolean, limit: number): Promise<string[]> {
  const { deps, list } = portsOf(items);
  const ids: string[] = [];
  for (let after: ClickPosition | null = null; ; ) {
    const page: RankedPage<Item> = await rankByClicks(deps, list, { ...ORDER, descending }, { after, limit });
    const { rows, next } = page;
    for (const { row, value } of rows) expect(value).toBe(row.clicks);
    ids.push(...rows.map(({ id }) => id));
    if (next === null) return ids;
    after = next;
  }
}

function sorted(items: Item[], descending: boolean): string[] {
  const listed = items.filter((item) => item.listed);
  const byClicks = (a: Item, b: Item) => (descending ? b.clicks - a.clicks : a.clicks - b.clicks);
  const clicked = listed
    .filter(({ clicks }) => clicks > 0)
    .sort((a, b) => byClicks(a, b) || (a.id < b.id ? -1 : 1));
  const others = listed.filter(({ clicks }) => clicks === 0).sort((a, b) => b.rowId - a.rowId);
  return [...clicked, ...others].map(({ id }) => id);
}

const items = (most: number) =>
  fc
    .array(fc.record({ clicks: fc.nat({ max: 5 }), previews: fc.nat({ max: 1 }), listed: fc.boolean() }), {
      minLength: most,
      maxLength: most,
    })
    .map((some) =>
      some.map((item, index): Item => ({ ...item, id: `lnk_${(index * 7919) % most}`, rowId: index + 1 })),
    );

describe.each([
  ['few links', 40],
  ['many links', 900],
])('a list of %s', (_, most) => {
  it('is paged through in the order of clicks, each link once, those without clicks last', async () => {
    await fc.assert(
      fc.asyncProperty(
        items(most),
        fc.boolean(),
        fc.integer({ min: 7, max: 100 }),
        async (some, descending, limit) => {
          expect(await pagesOf(some, descending, limit)).toEqual(sorted(some, descending));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a list with more clicked links than are ranked', () => {
  const many = Array.from({ length: MAX_RANKED + 300 }, (_, index): Item => {
    return {
      id: `lnk_${String(index).padStart(6, '0')}`,
      rowId: index + 1,
      clicks: 1 + (index % 3),
      previews: 0,
      listed: true,
    };
  });

  it('begins with the most clicks, and refuses a page beyond the limit', async () => {
    const { deps, list } = portsOf(many);
    const first = await rankByClicks(deps, list, { ...ORDER, descending: true }, { after: null, limit: 100 });
    expect(first.rows.map(({ id }) => id)).toEqual(sorted(many, true).slice(0, 100));
    const [last] = sorted(many, true).slice(MAX_RANKED + 1);
    const item = many.find(({ id }) => id === last);
    const after = {
      id: last ?? '',
      value: item?.clicks ?? 0,
      rowId: item?.rowId ?? 0,
      depth: MAX_RANKED + 1,
    };
    const deep = rankByClicks(deps, list, { ...ORDER, descending: true }, { after, limit: 100 });
    await expect(deep).rejects.toThrow(AppError);
    await expect(deep).rejects.toMatchObject({ code: 'validation', fields: [{ pointer: '?cursor' }] });
  });

  it('never reads more rows than that', async () => {
    const { deps, list } = portsOf(many.map((item) => ({ ...item, listed: item.rowId > MAX_RANKED })));
    const { read } = deps.store.stats;
    let most = 0;
    deps.store.stats.read = (plan) => {
      most = Math.max(most, plan.limit);
      return read(plan);
    };
    const page = rankByClicks(deps, list, { ...ORDER, descending: true }, { after: null, limit: 300 });
    await page.catch(() => undefined);
    expect(most).toBe(MAX_RANKED + 1);
  });
});
