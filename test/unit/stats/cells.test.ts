import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeBucketOf, type Unit, type ZoneOffsets, zoneOffsets } from '../../../src/stats/period.ts';
import { bucketAt, type Cells, cellsOf, type Part, spanOf } from '../../../src/stats/rows/cells.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const QUARTER = 900_000;
// A month around the change of clocks in spring, one around that in autumn, by UTC days.
const MONTHS = [Date.UTC(2026, 2, 10), Date.UTC(2026, 9, 10)].map((at) => at / DAY);
const DAYS = 30;

const fixed = (hours: number): ZoneOffsets => [{ from: 0, offset: hours * HOUR }];
const NAMED = [
  'Europe/Paris',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Kathmandu',
];
const offsets = fc.oneof(
  fc.constantFrom(...[13.75, -3.5, 5.5, 14, -11, 0, 1 / 60].map(fixed)),
  fc.constantFrom(...NAMED).map((zone) => zoneOffsets(zone, Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))),
);
const unit = fc.option(fc.constantFrom<Unit>('hour', 'day', 'week', 'month'));
const end = fc.option(
  fc
    .tuple(fc.nat(DAYS * DAY), fc.constantFrom(1, 60_000, QUARTER, HOUR, DAY))
    .map(([at, step]) => Math.floor(at / step) * step),
);

interface Counted {
  bucket: number;
  times: number;
}

/** How often the cells count an instant, by bucket. */
function countsOf(at: number, cells: Cells, unitOf: (at: number) => number): Counted[] {
  const buckets = new Map<number, number>();
  const note = (bucket: number, sign: number) => buckets.set(bucket, (buckets.get(bucket) ?? 0) + sign);
  const quarter = Math.floor((at % HOUR) / QUARTER);
  const parts: Part[] = [
    ...(cells.days.get(Math.floor(at / DAY)) ?? []),
    ...(cells.hours.get(Math.floor(at / HOUR)) ?? []),
  ];
  for (const part of parts)
    if (part.quarter === null || part.quarter === quarter) note(part.bucket, part.sign);
  for (const { from, to } of cells.partialHours) if (at >= from && at < to) note(unitOf(at), 1);
  return [...buckets].map(([bucket, times]) => ({ bucket, times })).filter(({ times }) => times !== 0);
}

describe('the cells of a period', () => {
  it('count every instant of the period once, in its bucket, and no other instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MONTHS),
        unit,
        offsets,
        fc.tuple(end, end),
        fc.boolean(),
        fc.nat(DAYS),
        fc.array(fc.nat(DAYS * DAY - 1), { minLength: 40, maxLength: 40 }),
        (first, asked, zone, [from, to], byQuarter, open, instants) => {
          const start = first * DAY;
          const period = {
            from: from === null ? null : start + from,
            to: to === null ? null : start + to,
            offsets: zone,
          };
          const days = Array.from({ length: open }, (_, index) => first + index);
          const hours = Array.from({ length: (DAYS - open) * 24 }, (_, index) => (first + open) * 24 + index);
          const span = spanOf(period, 0);
          const cells = cellsOf({
            span,
            unit: asked,
            offsets: zone,
            byQuarter,
            days,
            hours,
            compactedDay: 0,
          });
          for (const at of instants.map((offset) => start + offset)) {
            const within = at >= span.start && at < span.end;
            const bucketOfInstant = (instant: number) =>
              asked === null ? 0 : timeBucketOf(asked, instant, zone);
            const expected = within ? [{ bucket: bucketOfInstant(at), times: 1 }] : [];
            expect(countsOf(at, cells, bucketOfInstant)).toEqual(expected);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are few for whole days: each day, and the hours at its ends that have another local date', () => {
    const zone = zoneOffsets('Europe/Paris', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
    const days = Array.from({ length: DAYS }, (_, index) => 20_000 + index);
    const input = {
      span: spanOf({ from: null, to: null, offsets: zone }, 0),
      offsets: zone,
      byQuarter: false,
    };
    const count = (asked: Unit | null) => {
      const cells = cellsOf({ ...input, unit: asked, days, hours: [], compactedDay: 0 });
      expect(cells.partialHours).toEqual([]);
      return [cells.days.size, cells.hours.size];
    };
    expect(count(null)).toEqual([30, 0]);
    expect(count('day')[0]).toBe(30);
    expect(count('day')[1]).toBeLessThanOrEqual(60);
    expect(count('month')[1]).toBeLessThanOrEqual(4);
    expect(count('hour')).toEqual([0, 720]);
  });

  it('count a compacted day as a whole, by its UTC date, with the bound of the period at the nearest midnight', () => {
    const zone = fixed(5.5);
    const day = 20_000;
    const period = { from: (day + 1) * DAY - 5.5 * HOUR, to: (day + 2) * DAY + 15 * HOUR, offsets: zone };
    const span = spanOf(period, day + 4);
    expect(span).toEqual({ start: (day + 1) * DAY, end: (day + 3) * DAY });
    const input = { span, unit: 'day' as const, offsets: zone, byQuarter: true, compactedDay: day + 4 };
    const cells = cellsOf({ ...input, days: [day, day + 1, day + 2, day + 3], hours: [] });
    expect([...cells.days]).toEqual(
      [day + 1, day + 2].map((each) => [each, [{ bucket: each, sign: 1, quarter: null }]]),
    );
    expect(bucketAt(day * DAY + 20 * HOUR, input)).toBe(day);
    expect(bucketAt((day + 5) * DAY + 20 * HOUR, input)).toBe(day + 6);
  });
});
