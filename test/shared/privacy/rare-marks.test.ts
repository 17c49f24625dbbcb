import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { DIMENSION_NAMES, type DimensionName } from '../../../src/stats/dimensions.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import { createRetention, DAY, newDays, SPAN } from '../../support/store/retention.ts';
import { everyTable, rowsAbout, tablesWith } from '../../support/store/tables.ts';

const MINUTE = 60_000;

let runtime: TestRuntime;
let retention: ReturnType<typeof createRetention>;
beforeAll(async () => {
  runtime = await openRuntime();
  retention = createRetention(runtime);
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = () => retention.settle();
const retire = (day: number) => retention.compactBefore(day);

/** So many hits on a link, a minute apart from each other. */
const hits = (link: Link, day: number, times: number, facts: Partial<NewHit>) =>
  Array.from({ length: times }, (_, nth) => hitOn(link, { ...facts, at: day * DAY + nth * MINUTE }));

describe('a rare mark', () => {
  it.each([
    ['a busy day', 40],
    ['a quiet day', 0],
  ])('of %s is in no table once its day is compacted', async (_, others) => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    const [rare, often, host] = [unique(), unique(), `${unique()}.example`];
    await runtime.store.hits.append([
      ...hits(link, day, others, {}),
      ...hits(link, day, 4, { mark: rare, referrer: host }),
      ...hits(link, day, 9, { mark: rare, kind: 'preview' }),
      ...hits(link, day, 5, { mark: often }),
    ]);
    await settle();
    await runtime.store.hits.append(hits(link, day + 1, 1, {}));
    await settle();
    expect(tablesWith(await everyTable(runtime.engine), rare)).not.toEqual([]);
    await retire(day + 1);
    const tables = await everyTable(runtime.engine);
    expect(tablesWith(tables, rare)).toEqual([]);
    expect(tablesWith(tables, often)).not.toEqual([]);
    // The host keeps its id in the dictionary, but no row of the sums refers to it.
    expect(tablesWith(tables, host)).toEqual(['referrers']);
    const byMark = await retention.hitsBy([link], ['mark'], { to: (day + 1) * DAY });
    expect(byMark).toEqual({ [often]: 5, '(other)': 13, ...(others > 0 && { '': others }) });
    const byHost = await retention.hitsBy([link], ['referrer'], { to: (day + 1) * DAY });
    expect(byHost).toEqual({ '(other)': 4, '': 14 + others });
  });
});

describe('a link whose days were compacted', () => {
  it.each<[string, (link: Link) => Promise<void>]>([
    ['deleted', (link) => runtime.store.links.remove(link, 1)],
    ['emptied', (link) => runtime.store.hits.erase([link.rowId])],
  ])('leaves the counts of other links unchanged in every dimension when it is %s', async (_, remove) => {
    const [gone, kept] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    const day = newDays();
    const both = [gone, kept].flatMap((link) => [
      ...hits(link, day, 40, { country: 'BE' }),
      ...hits(link, day, 6, { mark: 'often', referrer: 't.co' }),
      ...hits(link, day + 1, 3, { mark: 'rare', visitor: 'v' }),
      ...hits(link, day + 1, 2, { kind: 'preview', app: 'slack', certainty: 'sure' }),
    ]);
    const word = unique();
    await runtime.store.hits.append([...both, ...hits(gone, day + 1, 7, { mark: word, browser: word })]);
    await settle();
    await runtime.store.hits.append(hits(kept, day + SPAN - 1, 1, {}));
    await settle();
    await retire(day + 2);
    await remove(gone);
    await settle();
    while (await runtime.store.maintenance.purgeDeleted(DAY));

    const period = { from: day * DAY, to: (day + SPAN) * DAY };
    const pairs: DimensionName[][] = [
      ['country', 'day'],
      ['mark', 'week'],
      ['link', 'day'],
    ];
    for (const groupBy of [...DIMENSION_NAMES.map((name): DimensionName[] => [name]), ...pairs]) {
      const wide = await runtime.store.stats.read(plan({ groupBy, ...period }));
      const { rows, total } = await retention.ask([kept], { groupBy, ...period });
      expect({ rows: wide.rows, total: wide.total }, `${groupBy}`).toEqual({ rows, total });
    }
    const tables = (await everyTable(runtime.engine)).filter(({ name }) => name !== 'links');
    expect(rowsAbout(tables, /link/, [gone.rowId])).toEqual([]);
    // A browser keeps its id in the dictionary of agents.
    expect(tablesWith(tables, word)).toEqual(['agents']);
  });
});
