/** Counts collected for an answer, by the fields of their links, their time bucket and the value of a fact. */

import { addTally, eachValue, type Tally, tallyOf, type Values } from '../../sums/tally.ts';
import type { StatsRow } from '../stats-plan.ts';

export type Fields = StatsRow['group'];

/** The value of all hits if a question uses no fact, and of hits that lack the fact. */
export const NO_VALUE = 0;

export interface CollectedCount {
  fields: Fields;
  bucket: number;
  values: Values;
}

export interface CollectedCounts {
  /** The counts by value of one group of links in one bucket, which may be added to. */
  at(fields: Fields, bucket: number): Values;
  all(): Iterable<CollectedCount>;
}

export function collectCounts(): CollectedCounts {
  const atoms = new Map<string, CollectedCount>();
  const keys = new WeakMap<Fields, string>();
  const keyOf = (fields: Fields) => {
    const key = keys.get(fields) ?? JSON.stringify(fields);
    keys.set(fields, key);
    return key;
  };
  return {
    at(fields, bucket) {
      const key = `${bucket} ${keyOf(fields)}`;
      const known = atoms.get(key);
      if (known) return known.values;
      const values: Values = new Map();
      atoms.set(key, { fields, bucket, values });
      return values;
    },
    all: () => atoms.values(),
  };
}

/** Adds a list that counts only hits with the fact; the remaining counts of the row go to `NO_VALUE`. */
export function addOptional(into: Values, list: string | null, counts: Tally, sign: 1 | -1): void {
  const none = tallyOf(into, NO_VALUE);
  addTally(none, counts, sign);
  if (list === null) return;
  eachValue(list, (value, tally) => {
    addTally(tallyOf(into, value), tally, sign);
    addTally(none, tally, sign === 1 ? -1 : 1);
  });
}
