import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTS } from '../../../src/stats/measures.ts';
import {
  addSumRow,
  addUpDay,
  emptySumRow,
  type SumRow,
  subtractRow,
  UNIT_CODE,
  withRareAsOther,
} from '../../../src/sums/sum-row.ts';
import {
  addEncoded,
  addTally,
  encodeValues,
  noTally,
  type Tally,
  tallyOf,
  type Values,
} from '../../../src/sums/tally.ts';
import { admittedValue, capOf, mayReachCap } from '../../../src/sums/value-caps.ts';

const anyTally = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 3_000_000 })), {
  minLength: COUNTS.length,
  maxLength: COUNTS.length,
});
const anyValue = fc.oneof(fc.nat({ max: 50 }), fc.constantFrom('007', '7', '(other)', 'a"b', 'é'));
const anyValues = fc
  .array(fc.tuple(anyValue, anyTally), { maxLength: 12 })
  .map((entries): Values => new Map(entries));

const isSomething = (tally: Tally) => tally.some((count) => count !== 0);
const shown = (values: Values) =>
  [...values]
    .filter(([, tally]) => isSomething(tally))
    .sort(([a], [b]) => (`${typeof a}${a}` < `${typeof b}${b}` ? -1 : 1));

describe('a list of values', () => {
  it('decodes to what was encoded, without values that have no counts', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        expect(shown(addEncoded(new Map(), encodeValues(values)))).toEqual(shown(values));
      }),
    );
  });

  it('distinguishes a text from the number it looks like', () => {
    const values: Values = new Map<string | number, number[]>([
      ['7', COUNTS.map((_, at) => (at === 0 ? 1 : 0))],
      [7, COUNTS.map((_, at) => (at === 0 ? 2 : 0))],
    ]);
    expect(addEncoded(new Map(), encodeValues(values))).toEqual(values);
  });

  it('is empty if it is null, and can be subtracted again', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const sum: Values = new Map();
        addEncoded(sum, null);
        addEncoded(sum, encodeValues(values));
        addEncoded(sum, encodeValues(values), -1);
        expect(shown(sum)).toEqual([]);
      }),
    );
  });
});

const KEY = { unit: UNIT_CODE.hour, time: 20_733 * 24, scope: 1 };
const total = (values: Values) => {
  const sum = noTally();
  for (const tally of values.values()) addTally(sum, tally);
  return sum;
};

/** A row of hits, each with one value of every fact: the counts are the sum of the values of each fact. */
const anyRow = (scope: number) =>
  fc
    .array(
      fc.record({
        counts: fc.array(fc.nat({ max: 3 }), { minLength: COUNTS.length, maxLength: COUNTS.length }),
        quarter: fc.nat({ max: 3 }),
        agent: fc.nat({ max: 3 }),
        referrer: fc.nat({ max: 5 }),
        mark: fc.option(fc.constantFrom('a', 'b', 'c')),
      }),
      { maxLength: 10 },
    )
    .map((hits): SumRow => {
      const row = emptySumRow({ ...KEY, scope });
      for (const { counts, quarter, agent, referrer, mark } of hits) {
        addTally(row.counts, counts);
        addTally(tallyOf(row.quarters, quarter), counts);
        addTally(tallyOf(row.facets.agent, agent), counts);
        addTally(tallyOf(row.facets.place, 0), counts);
        addTally(tallyOf(row.facets.referrer, referrer), counts);
        if (mark !== null) addTally(tallyOf(row.facets.mark, mark), counts);
      }
      return row;
    });

const sumOf = (...rows: SumRow[]) => {
  const sum = emptySumRow({ ...KEY, scope: 0 });
  for (const row of rows) addSumRow(sum, row);
  return sum;
};
const everything = (row: SumRow) => ({
  counts: row.counts,
  quarters: shown(row.quarters),
  facets: Object.values(row.facets).map(shown),
});

describe('a wider row', () => {
  it('minus the row of a link is as if the link had never had hits', () => {
    fc.assert(
      fc.property(anyRow(1), anyRow(2), (gone, kept) => {
        const wide = sumOf(gone, kept);
        subtractRow(wide, gone);
        expect(everything(wide)).toEqual(everything(sumOf(kept)));
      }),
    );
  });

  it('adds up to its counts and never becomes negative, whatever part of it counts as (other)', () => {
    fc.assert(
      fc.property(anyRow(1), anyRow(2), fc.array(fc.nat({ max: 5 })), (gone, kept, others) => {
        const wide = withRareAsOther(
          sumOf(gone, kept),
          (facet, value) => facet === 'referrer' && others.includes(Number(value)),
        );
        const row = wide ?? sumOf(gone, kept);
        expect(total(row.facets.referrer)).toEqual(row.counts);
        subtractRow(row, gone);
        expect(total(row.facets.referrer)).toEqual(row.counts);
        expect(row.counts).toEqual(kept.counts);
        expect([...row.facets.referrer.values()].flat().every((count) => count >= 0)).toBe(true);
      }),
    );
  });
});

describe('the row of a day', () => {
  it('is the sum of its hours without their quarter-hours, for each scope', () => {
    fc.assert(
      fc.property(anyRow(1), anyRow(1), anyRow(2), (one, other, another) => {
        const days = addUpDay(20_733, [one, { ...other, time: KEY.time + 1 }, another]);
        expect(days.map(({ unit, time, scope }) => [unit, time, scope])).toEqual([
          [UNIT_CODE.day, 20_733, 1],
          [UNIT_CODE.day, 20_733, 2],
        ]);
        const [first] = days;
        expect(first && everything(first)).toEqual({ ...everything(sumOf(one, other)), quarters: [] });
      }),
    );
  });
});

describe('a cap', () => {
  it('admits values in their order until it is reached, and keeps counting those', () => {
    const known = { referrer: new Set<number | string>(), mark: new Set<number | string>() };
    const taken = ['a', 'b', 'a', 'c', 'b', '(other)'].map((value) => admittedValue(known, 'mark', value, 2));
    expect(taken).toEqual(['a', 'b', 'a', '(other)', 'b', '(other)']);
    expect(admittedValue(undefined, 'mark', 'c', 2)).toBe('c');
  });

  it('cannot be exceeded on a day if each hour has few values', () => {
    for (const facet of ['referrer', 'mark'] as const) {
      const most = Array.from({ length: 2_000 }, (_, n) => n).findLast((n) => !mayReachCap(1, facet, n)) ?? 0;
      expect(most).toBeGreaterThan(0);
      expect(24 * most).toBeLessThanOrEqual(capOf(1, facet));
    }
  });
});
