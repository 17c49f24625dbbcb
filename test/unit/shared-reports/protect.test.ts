import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protect, protectKinds, protectSeries, published } from '../../../src/shared-reports/protect.ts';

const groupsOf = (counts: number[]) => counts.map((count, group) => ({ group, count }));
const arbitraryCounts = fc.array(fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 500 })), { maxLength: 12 });

describe('a published count', () => {
  it('is rounded to the nearest five, and hidden below five', () => {
    expect([0, 1, 4, 5, 7, 8, 12, 13, 29_771].map(published)).toEqual([
      null,
      null,
      null,
      5,
      5,
      10,
      10,
      15,
      29_770,
    ]);
  });

  it('leaves open, for any two, whether they differ by nothing, by a small group, or by more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 10_000 }), fc.integer({ min: 1, max: 4 }), (count, small) => {
        const shown = [published(count), published(count + small)];
        // Other counts that are shown in the same way, and that differ by nothing or by five and more.
        const isShownBy = (one: number, other: number) =>
          published(one) === shown[0] && published(other) === shown[1];
        const others = Array.from({ length: 9 }, (_, by) => count - 4 + by);
        const pairs = others.flatMap((one) =>
          Array.from({ length: 20 }, (_, by): [number, number] => [one, count - 8 + by]),
        );
        return pairs.some(([one, other]) => isShownBy(one, other) && (other - one <= 0 || other - one >= 5));
      }),
    );
  });
});

describe('protected groups', () => {
  it('adds groups under five to the others', () => {
    const { shown, rest } = protect(groupsOf([100, 3, 2, 40]));
    expect(shown).toEqual([
      { group: 0, count: 100 },
      { group: 3, count: 40 },
    ]);
    expect(rest).toBe(5);
  });

  it('adds the smallest other group where one hidden group would be alone, or few', () => {
    expect(protect(groupsOf([100, 40, 3]))).toEqual({ shown: [{ group: 0, count: 100 }], rest: 45 });
    expect(protect(groupsOf([100, 40, 2, 1]))).toEqual({ shown: [{ group: 0, count: 100 }], rest: 45 });
    expect(protect(groupsOf([50, 3]))).toEqual({ shown: [], rest: 55 });
    expect(protect(groupsOf([3]))).toEqual({ shown: [], rest: null });
    expect(protect(groupsOf([50]))).toEqual({ shown: [{ group: 0, count: 50 }], rest: null });
    expect(protect(groupsOf([50, 20, 10]), { most: 2 })).toEqual({
      shown: [{ group: 0, count: 50 }],
      rest: 30,
    });
    expect(protect(groupsOf([50, 20]), { beyond: 3 })).toEqual({
      shown: [{ group: 0, count: 50 }],
      rest: 25,
    });
  });

  it('never shows a group under five, nor others that are one group alone or under five', () => {
    fc.assert(
      fc.property(arbitraryCounts, (counts) => {
        const { shown, rest } = protect(groupsOf(counts));
        const isShown = new Set(shown.map(({ group }) => group));
        const hidden = counts.filter((count, group) => count > 0 && !isShown.has(group));
        const sum = hidden.reduce((total, count) => total + count, 0);
        expect(shown.every(({ group }) => (counts[group] ?? 0) >= 5)).toBe(true);
        if (shown.length > 0 && hidden.length > 0)
          expect([hidden.length > 1, sum >= 5]).toEqual([true, true]);
        if (rest !== null) expect(hidden.length).toBeGreaterThan(1);
      }),
    );
  });

  it('hides days in the same way, in their order', () => {
    expect(protectSeries([10, 0, 3, 20, 2])).toEqual([10, null, null, 20, null]);
    expect(protectSeries([10, 0, 3, 20])).toEqual([null, null, null, 20]);
  });

  it('tells the kinds only where neither they nor what is hidden of them is a small group', () => {
    const kindsOf = (counts: Record<string, number>) => {
      const groups = Object.entries(counts).map(([group, count]) => ({ group, count }));
      const kinds = protectKinds(groups, (group) => group.slice(0, 1), protect(groups).shown);
      return kinds && Object.fromEntries(kinds);
    };
    expect(kindsOf({ a1: 50, a2: 20, b1: 10 })).toEqual({ a: 70, b: 10 });
    // Two hidden groups of two kinds: each kind, less its other groups, would show one.
    expect(kindsOf({ a1: 50, a2: 3, b1: 40, b2: 3 })).toBeNull();
    expect(kindsOf({ a1: 50, a2: 3, a3: 4, b1: 40 })).toEqual({ a: 55, b: 40 });
    expect(kindsOf({ a1: 50, a2: 20, b1: 3 })).toBeNull();
  });
});
