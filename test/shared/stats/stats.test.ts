import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { Link } from '../../../src/links/link.ts';
import type { StatsQuestion } from '../../../src/stats/question.ts';
import { readStats } from '../../../src/stats/read-stats.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { SETTINGS } from '../../support/runtimes/sotto.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const PUBLIC = 'https://go.example';

let runtime: TestRuntime;
let now = Date.UTC(2026, 10, 21, 12);
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

const ask = (link: Link, question: Partial<StatsQuestion> = {}) =>
  readStats(
    { store: runtime.store, clock: () => now, settings: { ...SETTINGS, publicUrl: PUBLIC } },
    {
      groupBy: [],
      filters: {},
      contentIds: [],
      linkIds: [link.id],
      from: null,
      to: null,
      timezone: 'UTC',
      sort: null,
      limit: null,
      ...question,
    },
  );

// Both changes of 2026 in Paris and in St John's, and a plain week.
const SPANS: [string, number, number][] = [
  ['the spring change', Date.UTC(2026, 2, 7), Date.UTC(2026, 2, 31)],
  ['the autumn change', Date.UTC(2026, 9, 22), Date.UTC(2026, 10, 3)],
  ['a plain week', Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 8)],
];
const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns'];

describe.each(SPANS)('over %s', (_, start, end) => {
  it('hours, days, weeks and months add up to the total in every zone, also by mark', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: start, max: end - 1 }), { minLength: 1, maxLength: 25 }),
        fc.constantFrom(...ZONES),
        fc.constantFrom('new', 'rolled up', 'closed'),
        async (times, timezone, state) => {
          const link = await mintLink(runtime.store);
          const hits = times.map((at) =>
            hitOn(link, { at, mark: at % 3 ? null : 'm', visitor: `v${at % 4}` }),
          );
          await runtime.store.hits.append(hits);
          if (state !== 'new') while ((await runtime.sums.rollUp()) > 0);
          if (state === 'closed') while (await runtime.sums.closeDays(Math.ceil(end / 86_400_000)));
          for (const unit of ['hour', 'day', 'week', 'month']) {
            for (const groupBy of [[unit], ['mark', unit]]) {
              const { data, total } = await ask(link, { groupBy, timezone });
              expect(total.hits).toBe(times.length);
              const sum = (measure: 'hits' | 'clicks' | 'repeats' | 'uniqueClicks') =>
                data.reduce((all, row) => all + row[measure], 0);
              const sums = [sum('hits'), sum('clicks'), sum('repeats'), sum('uniqueClicks')];
              expect(sums, groupBy.join()).toEqual([
                total.hits,
                total.clicks,
                total.repeats,
                total.uniqueClicks,
              ]);
            }
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('an answer', () => {
  it('counts a day from midnight to midnight in the given zone', async () => {
    const link = await mintLink(runtime.store);
    const times = [
      '2026-10-24T22:00:00Z',
      '2026-10-25T22:59:59.999Z',
      '2026-10-24T21:59:59Z',
      '2026-10-25T23:00:00Z',
    ];
    await runtime.store.hits.append(times.map((at) => hitOn(link, { at: Date.parse(at) })));
    const day = { from: '2026-10-25', to: '2026-10-25', timezone: 'Europe/Paris' };
    const { total, from, to } = await ask(link, day);
    expect(total.clicks).toBe(2);
    expect([from, to]).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
  });

  it('shows the empty days between two clicks and up to now', async () => {
    const link = await mintLink(runtime.store);
    now = Date.UTC(2026, 10, 21, 12);
    const times = [Date.UTC(2026, 10, 17), Date.UTC(2026, 10, 19, 23)];
    await runtime.store.hits.append(times.map((at) => hitOn(link, { at })));
    const { data } = await ask(link, { groupBy: ['day'] });
    expect(data.map(({ day, clicks }) => [day, clicks])).toEqual([
      ['2026-11-17', 1],
      ['2026-11-18', 0],
      ['2026-11-19', 1],
      ['2026-11-20', 0],
      ['2026-11-21', 0],
    ]);
  });

  it('has the fields of its dimensions', async () => {
    const link = await mintLink(runtime.store, { campaign: 'spring' });
    await runtime.store.hits.append([hitOn(link)]);
    const { data } = await ask(link, { groupBy: ['link', 'campaign'] });
    expect(data).toMatchObject([
      {
        linkId: link.id,
        slug: link.slug,
        shortUrl: `${PUBLIC}/${link.slug}`,
        campaign: 'spring',
        clicks: 1,
      },
    ]);
    const { data: domains } = await ask(link, { groupBy: ['domain'], filters: { domain: ['go.example'] } });
    expect(domains).toMatchObject([{ domain: 'go.example', clicks: 1 }]);
  });

  it('counts a link under each of its tags, and once in the total', async () => {
    const [a, b] = [unique(), unique()];
    const link = await mintLink(runtime.store, { tags: [a, b] });
    await runtime.store.hits.append([hitOn(link)]);
    const { data, total } = await ask(link, { groupBy: ['tag'] });
    expect(data.map(({ tag }) => tag).sort()).toEqual([a, b].sort());
    expect(total.clicks).toBe(1);
  });

  it('sorts and limits the groups, each with all its days', async () => {
    const link = await mintLink(runtime.store);
    const marks = ['one', 'two', 'two', 'three', 'three', 'three'];
    await runtime.store.hits.append(
      marks.map((mark, i) => hitOn(link, { mark, at: Date.UTC(2026, 10, 19 + (i % 2)) })),
    );
    const period = { from: '2026-11-18', to: '2026-11-20' };
    const { data } = await ask(link, { groupBy: ['mark', 'day'], limit: 2, ...period });
    expect(data.map(({ mark }) => mark)).toEqual(['three', 'three', 'three', 'two', 'two', 'two']);
    const { data: rising } = await ask(link, { groupBy: ['mark'], sort: 'hits', limit: 2 });
    expect(rising.map(({ mark }) => mark)).toEqual(['one', 'two']);
  });

  it('shows the time of the newest hit that it counts', async () => {
    const link = await mintLink(runtime.store);
    const at = Date.UTC(2026, 10, 20, 8, 30);
    await runtime.store.hits.append([hitOn(link, { at })]);
    expect((await ask(link)).meta).toMatchObject({ asOf: new Date(at).toISOString(), source: 'sums' });
  });
});

describe('a question', () => {
  it('is refused with every invalid parameter', async () => {
    const link = await mintLink(runtime.store);
    const question = {
      groupBy: ['day', 'hour', 'colour'],
      filters: { day: ['x'] },
      from: 'yesterday',
      timezone: 'Mars/Olympus',
      sort: 'beauty',
    };
    const failure = await ask(link, question).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'validation' });
    const pointers = (failure as { fields: { pointer: string }[] }).fields.map(({ pointer }) => pointer);
    expect([...new Set(pointers)].sort()).toEqual(['?day', '?from', '?groupBy', '?sort', '?timezone']);
  });

  it('is refused if the answer has too many rows, which are not cut', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link, { at: Date.UTC(2020, 5, 1) })]);
    await expect(ask(link, { groupBy: ['hour'] })).rejects.toMatchObject({ code: 'too_many_rows' });
  });

  it('counts nothing if its filter accepts no link', async () => {
    const link = await mintLink(runtime.store);
    await runtime.store.hits.append([hitOn(link)]);
    const { total } = await ask(link, { filters: { channel: ['email'] } });
    expect(total.hits).toBe(0);
  });
});
