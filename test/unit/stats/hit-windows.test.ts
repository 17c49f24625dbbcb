import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HourIdSpan,
  type IdRange,
  idsIn,
  lastHours,
  mergeSpans,
  newestOf,
} from '../../../src/store/reports/hit-windows.ts';

const anySpans = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.nat({ max: 30 })), { maxLength: 60 })
  .map((spans) => spans.map(([first, length], hour): HourIdSpan => ({ hour, first, last: first + length })));

const idsOf = (ranges: IdRange[]) =>
  ranges.flatMap(([from, end]) => Array.from({ length: end - from }, (_, index) => end - 1 - index));
const isIn = (id: number, spans: HourIdSpan[]) => spans.some(({ first, last }) => id >= first && id <= last);

describe('the hours that end last', () => {
  it('contain every id of any hour from the floor on', () => {
    fc.assert(
      fc.property(
        anySpans,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 9 }),
        (spans, before, most) => {
          const { taken, floor } = lastHours(spans, before, most);
          expect(taken.length).toBeLessThanOrEqual(most);
          for (let id = floor; id < before; id++) expect(isIn(id, taken), String(id)).toBe(isIn(id, spans));
        },
      ),
    );
  });

  it('are all hours if there are few, and the floor is 0', () => {
    const spans = [
      { hour: 1, first: 10, last: 12 },
      { hour: 2, first: 40, last: 45 },
      { hour: 3, first: 90, last: 99 },
    ];
    expect(lastHours(spans, 50, 9)).toEqual({ taken: [spans[1], spans[0]], floor: 0 });
    expect(lastHours(spans, 50, 1)).toEqual({ taken: [spans[1]], floor: 13 });
  });
});

describe('ranges of ids', () => {
  it('contain the ids of the spans between two bounds, each once, the newest first', () => {
    fc.assert(
      fc.property(anySpans, fc.nat({ max: 200 }), fc.nat({ max: 450 }), (spans, floor, before) => {
        const ids = idsOf(mergeSpans(spans, floor, before));
        const due = Array.from({ length: 500 }, (_, id) => id).filter(
          (id) => id >= Math.max(floor, 1) && id < before && isIn(id, spans),
        );
        expect(ids).toEqual(due.reverse());
      }),
    );
  });

  it('are split into the newest ids and the rest', () => {
    const ranges: IdRange[] = [
      [91, 100],
      [40, 46],
      [10, 13],
    ];
    const { taken, left } = newestOf(ranges, 11);
    expect(taken).toEqual([
      [91, 100],
      [44, 46],
    ]);
    expect(left).toEqual([
      [40, 44],
      [10, 13],
    ]);
    expect(idsIn(taken)).toBe(11);
    expect(newestOf(ranges, 18)).toEqual({ taken: ranges, left: [] });
  });
});
