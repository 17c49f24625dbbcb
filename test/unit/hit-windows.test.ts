import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idsIn, newestOf, type Windows, windowsOf } from '../../src/store/hit-windows.ts';

const anySpan = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.nat({ max: 30 }))
  .map(([first, length]) => ({ first, last: first + length }));
/** Spans as the query gives them: each ends with another hit, the newest first. */
const anySpans = fc
  .uniqueArray(anySpan, { maxLength: 90, selector: ({ last }) => last })
  .map((spans) => spans.sort((a, b) => b.last - a.last));
const anyState = fc.record({ folded: fc.nat({ max: 400 }), newest: fc.integer({ min: 400, max: 450 }) });

const covers = ({ stretches }: Windows, id: number) => stretches.some(([from, to]) => id >= from && id < to);
const upTo = (end: number) => Array.from({ length: end }, (_, id) => id);

describe('the windows', () => {
  it('hold every id of a span or past the fold, in some turn and in one alone', () => {
    fc.assert(
      fc.property(anySpans, anyState, fc.integer({ min: 1, max: 500 }), (spans, state, most) => {
        const seen: number[] = [];
        for (let before = 500; before > 0; ) {
          const rows = spans.filter(({ first }) => first < before).slice(0, 65);
          const found = newestOf(windowsOf([[state], rows], before), most);
          for (const [from, to] of found.stretches) {
            for (let id = to - 1; id >= from; id--) seen.push(id);
          }
          expect(found.floor).toBeLessThan(before);
          before = found.floor;
        }
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
        const due = upTo(state.newest + 1).filter(
          (id) => id > state.folded || spans.some(({ first, last }) => id >= first && id <= last),
        );
        expect(due.filter((id) => !seen.includes(id))).toEqual([]);
      }),
    );
  });

  it('hold nothing else while the quarter-hours are in order', () => {
    const spans = [
      { first: 40, last: 45 },
      { first: 10, last: 12 },
    ];
    const windows = windowsOf([[{ folded: 90, newest: 99 }], spans], 1_000);
    expect(windows).toEqual({
      stretches: [
        [91, 100],
        [40, 46],
        [10, 13],
      ],
      floor: 0,
    });
    expect(covers(windows, 46)).toBe(false);
  });

  it('are cut where they would be too many ids', () => {
    const windows: Windows = {
      stretches: [
        [91, 100],
        [40, 46],
        [10, 13],
      ],
      floor: 0,
    };
    const cut = newestOf(windows, 11);
    expect(cut).toEqual({
      stretches: [
        [91, 100],
        [44, 46],
      ],
      floor: 44,
    });
    expect(idsIn(cut)).toBe(11);
    expect(newestOf(windows, 9)).toEqual({ stretches: [[91, 100]], floor: 46 });
    expect(newestOf(windows, 18)).toEqual(windows);
  });

  it('are none before the first hit, and of an empty log', () => {
    expect(windowsOf([[{ folded: 90, newest: 99 }], [{ first: 1, last: 90 }]], 1).stretches).toEqual([]);
    expect(windowsOf([[{ folded: 0, newest: 0 }], [{ first: null, last: null }]], 1_000).stretches).toEqual(
      [],
    );
  });
});
