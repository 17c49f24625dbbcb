import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { DimensionName } from '../../../src/stats/dimensions.ts';
import { measuresOf } from '../../../src/stats/measures.ts';
import { oldestDay } from '../../../src/stats/retention.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';
import { createRetention, DAY, newDays } from '../../support/store/retention.ts';

const HOUR = 3_600_000;

let runtime: TestRuntime;
let retention: ReturnType<typeof createRetention>;
beforeAll(async () => {
  runtime = await openRuntime();
  retention = createRetention(runtime);
});
afterAll(() => runtime.close());

describe('old days', () => {
  it('keep every count by day, but lose single hits and hours', async () => {
    const links = [await mintLink(runtime.store), await mintLink(runtime.store, { channel: 'email' })];
    const day = newDays();
    const hits = links.flatMap((link, n) =>
      [0, 5, 11, 23].flatMap((hour) =>
        (['click', 'preview', 'bot'] as const).map((kind) =>
          hitOn(link, { kind, at: (day + n) * DAY + hour * HOUR, visitor: kind === 'click' ? 'a' : null }),
        ),
      ),
    );
    await runtime.store.hits.append([...hits, hitOn(links[0] ?? { rowId: 0 }, { at: (day + 5) * DAY })]);
    await retention.settle();
    const questions: Partial<StatsPlan>[] = [
      ...(['link', 'day', 'week', 'month', 'channel', 'domain', 'country', 'browser'] as const).map(
        (name) => ({
          groupBy: [name],
        }),
      ),
      { groupBy: ['link', 'day'] },
      { groupBy: ['country', 'day'] },
      { groupBy: ['day'], filters: { channel: ['email'] } },
      { groupBy: ['day'], from: day * DAY, to: (day + 1) * DAY },
    ];
    const answers = async () =>
      Promise.all(
        questions.map((asked) => retention.ask(links, asked).then(({ compactedDay, ...answer }) => answer)),
      );
    const totals = async () => runtime.store.stats.totals(links.map(({ rowId }) => rowId));
    const before = { answers: await answers(), all: (await runtime.store.stats.read(plan())).total };
    await retention.compactBefore(day + 4);
    expect({ answers: await answers(), all: (await runtime.store.stats.read(plan())).total }).toEqual(before);
    const old = `at < ${(day + 4) * DAY} AND link_id IN (${links.map(({ rowId }) => rowId)})`;
    expect(await retention.rowsOf(`SELECT id FROM hits WHERE ${old}`)).toEqual([]);
    expect(
      await retention.rowsOf(`SELECT time FROM sums WHERE unit = 0 AND time < ${(day + 4) * 24}`),
    ).toEqual([]);
    expect((await totals()).get(links[1]?.rowId ?? 0)?.lastClickAt).toBe((day + 1) * DAY);
    expect((await totals()).get(links[0]?.rowId ?? 0)?.lastClickAt).toBe((day + 5) * DAY);
  });

  it('keep values with at least five clicks per link and day, and count the rest together', async () => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    const [often, rare] = [unique(), unique()];
    const clicks = (times: number, facts: Partial<NewHit>) =>
      Array.from({ length: times }, (_, n) => hitOn(link, { ...facts, at: day * DAY + n * HOUR }));
    await runtime.store.hits.append([
      ...clicks(5, { mark: often, referrer: `${often}.example` }),
      ...clicks(4, { mark: rare, referrer: `${rare}.example` }),
      ...clicks(9, { mark: rare, kind: 'bot' }),
      ...clicks(3, {}),
    ]);
    await retention.settle();
    await retention.compactBefore(day + 1);
    expect(await retention.hitsBy([link], ['mark'])).toEqual({ [often]: 5, '(other)': 13, '': 3 });
    expect(await retention.hitsBy([link], ['referrer'])).toEqual({
      [`${often}.example`]: 5,
      '(other)': 4,
      '': 12,
    });
    const wide = await runtime.store.stats.read(
      plan({ groupBy: ['mark'], from: day * DAY, to: (day + 1) * DAY }),
    );
    expect(wide.rows.map(({ group, counts }) => [group.mark, measuresOf(counts).hits])).toEqual(
      expect.arrayContaining([
        [often, 5],
        ['(other)', 13],
        [null, 3],
      ]),
    );
  });

  it('delete a hit that arrived after the hits of its deleted link were deleted', async () => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    const at = day * DAY;
    const stored = () => retention.rowsOf(`SELECT id FROM hits WHERE link_id = ${link.rowId}`);
    await runtime.store.hits.append([hitOn(link, { at })]);
    await runtime.store.links.remove(link, at + HOUR);
    await retention.settle();
    while (await runtime.store.maintenance.purgeDeleted(at + 2 * HOUR));
    expect(await stored()).toEqual([]);
    await runtime.store.hits.append([hitOn(link, { at: at + 5 * HOUR })]);
    await retention.settle();
    expect(await stored()).toHaveLength(1);
    await retention.compactBefore(day + 1);
    expect(await stored()).toEqual([]);
  });

  it('count the same and list no single hit while hits are waiting to be deleted', async () => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    const hours = [1, 9, 17];
    await runtime.store.hits.append(
      hours.map((hour) => hitOn(link, { at: day * DAY + hour * HOUR, mark: 'm' })),
    );
    await retention.settle();
    while (await runtime.sums.closeDays(day + 1));
    await runtime.sums.compactDays(day + 1);
    const waiting = () => retention.rowsOf(`SELECT id FROM hits WHERE link_id = ${link.rowId}`);
    expect(await waiting()).toHaveLength(3);
    const cut = { from: day * DAY + 2 * HOUR, to: day * DAY + 16 * HOUR };
    for (const again of [false, true]) {
      if (again) await runtime.sums.rebuild();
      expect(await retention.hitsBy([link], ['day'])).toEqual({ [day]: 3 });
      expect(await retention.hitsBy([link], ['day'], cut)).toEqual({ [day]: 3 });
      expect(await retention.hitsBy([link], ['country', 'mark'])).toEqual({});
      const listed = {
        kinds: [],
        filters: { link: [link.id] },
        from: null,
        to: null,
        before: null,
        limit: 10,
      };
      expect(await runtime.store.hitList.slice(listed)).toEqual({ hits: [], next: null });
    }
    await retention.compactBefore(day + 1);
    expect(await waiting()).toEqual([]);
    expect(await retention.hitsBy([link], ['day'])).toEqual({ [day]: 3 });
  });

  it('count a late hit once in its day, and never list it', async () => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    await runtime.store.hits.append([hitOn(link, { at: day * DAY + 9 * HOUR, mark: 'm' })]);
    await retention.settle();
    await retention.compactBefore(day + 3);
    await runtime.store.hits.append([hitOn(link, { at: day * DAY + 20 * HOUR, mark: 'm', country: 'BE' })]);
    const answers = () =>
      Promise.all([
        retention.hitsBy([link], ['day']),
        retention.hitsBy([link], ['hour']),
        retention.hitsBy([link], ['country']),
        retention.hitsBy([link], ['mark']),
        retention.hitsBy([link], ['country', 'browser']),
      ]);
    const expected = [{ [day]: 2 }, { [day * DAY]: 2 }, { FR: 1, BE: 1 }, { '(other)': 2 }, {}];
    expect(await answers()).toEqual(expected);
    await retention.settle();
    expect(await answers()).toEqual(expected);
    await runtime.sums.rebuild();
    expect(await answers()).toEqual(expected);
    await retention.compactBefore(day + 3);
    expect(await answers()).toEqual(expected);
    expect(await retention.rowsOf(`SELECT id FROM hits WHERE link_id = ${link.rowId}`)).toEqual([]);
    const listed = { kinds: [], filters: { link: [link.id] }, from: null, to: null, before: null, limit: 10 };
    expect(await runtime.store.hitList.slice(listed)).toEqual({ hits: [], next: null });
  });

  it('lose exactly the counts of a link that is deleted later', async () => {
    const [gone, kept] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    const day = newDays();
    const at = (hour: number) => ({ at: day * DAY + hour * HOUR });
    const both = [gone, kept].flatMap((link) =>
      [1, 2, 3, 4, 5].map((hour) => hitOn(link, { ...at(hour), mark: 'm' })),
    );
    await runtime.store.hits.append([...both, hitOn(gone, { ...at(6), mark: unique(), browser: unique() })]);
    await retention.settle();
    await retention.compactBefore(day + 1);
    await runtime.store.links.remove(gone, 1);
    await retention.settle();
    const period = { from: day * DAY, to: (day + 1) * DAY };
    for (const groupBy of [['channel'], ['mark', 'channel'], ['browser']] as DimensionName[][]) {
      const wide = await runtime.store.stats.read(plan({ groupBy, ...period }));
      expect(wide.rows).toEqual((await retention.ask([kept], { groupBy, ...period })).rows);
    }
    expect(await retention.rowsOf(`SELECT * FROM sums WHERE clicks < 0`)).toEqual([]);
  });

  it('count as whole days: a bound of a period within them moves to the nearest midnight', async () => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    const days = [0, 1, 2, 3];
    await runtime.store.hits.append(
      days.flatMap((n) => [1, 23].map((hour) => hitOn(link, { at: (day + n) * DAY + hour * HOUR }))),
    );
    await retention.settle();
    await retention.compactBefore(day + 3);
    const clicks = async (from: number, to: number, offset = 0) =>
      (await retention.ask([link], { from, to, offsets: [{ from: 0, offset }] })).total.clicks;
    expect(await clicks(day * DAY + 5 * HOUR, (day + 2) * DAY + 13 * HOUR)).toBe(6);
    expect(await clicks(day * DAY + 13 * HOUR, (day + 2) * DAY + 5 * HOUR)).toBe(2);
    for (const offset of [-11, -5, 0, 5.5, 14].map((hours) => hours * HOUR)) {
      const local = (n: number) => (day + n) * DAY - offset;
      expect(await clicks(local(1), local(2), offset), `${offset}`).toBe(2);
      const byDay = await retention.hitsBy([link], ['day'], {
        from: local(0),
        to: local(2),
        offsets: [{ from: 0, offset }],
      });
      expect(byDay).toEqual({ [day]: 2, [day + 1]: 2 });
    }
    const cut = (day + 3) * DAY + 12 * HOUR;
    expect(await clicks(day * DAY, cut)).toBe(7);
    expect(await clicks(cut, (day + 4) * DAY)).toBe(1);
  });
});

describe('a day within the retention', () => {
  it('keeps its hours, single hits and rare marks', async () => {
    const link = await mintLink(runtime.store);
    const day = newDays();
    await runtime.store.hits.append([
      hitOn(link, { at: day * DAY - 1 }),
      hitOn(link, { at: day * DAY + 5 * HOUR, mark: 'rare', country: 'BE' }),
    ]);
    await retention.settle();
    await retention.compactBefore(day);
    const hours = { [(day - 1) * DAY]: 1, [day * DAY + 5 * HOUR]: 1 };
    expect(await retention.hitsBy([link], ['hour'])).toEqual(hours);
    expect(await retention.hitsBy([link], ['mark'])).toEqual({ '': 1, rare: 1 });
    expect(await retention.hitsBy([link], ['mark', 'country'])).toEqual({ 'rare BE': 1 });
  });

  it('is determined by the calendar', () => {
    const day = (text: string) => Date.parse(text) / DAY;
    expect(oldestDay(Date.parse('2026-11-22T10:00:00Z'), 13)).toBe(day('2025-10-22'));
    expect(oldestDay(Date.parse('2026-03-31T23:59:59Z'), 1)).toBe(day('2026-02-28'));
    expect(oldestDay(Date.parse('2028-03-31T00:00:00Z'), 25)).toBe(day('2026-02-28'));
  });
});

describe('unknown slugs', () => {
  it('are deleted after 90 days', async () => {
    const today = newDays();
    const slug = unique();
    const unknown = { domain: '', slug, mayList: true, times: 1 };
    const unknownSlugs = [91, 90].map((age) => ({ ...unknown, day: today - age }));
    await runtime.store.refusals.count({ refusals: [], unknownSlugs });
    while (await runtime.store.maintenance.purgeCompacted(today * DAY + 1));
    expect(await retention.rowsOf(`SELECT day FROM unknown_slugs WHERE slug = '${slug}'`)).toEqual([
      { day: today - 90 },
    ]);
  });
});
