/** Counts as the sums store them: tallies, and lists of values with their tallies as JSON. */
import { COUNTS, type Counts } from '../stats/measures.ts';

/** One number for each of `COUNTS`, in their order. */
export type Tally = number[];
/** A tally for each value of a fact: the id in its dictionary, or a text. */
export type Values = Map<number | string, Tally>;

const SIZE = COUNTS.length;

const NOTHING: readonly number[] = COUNTS.map(() => 0);

export const noTally = (): Tally => NOTHING.slice(); // copying is faster than filling a new array

const SHARES = COUNTS.indexOf('shares');

/** The same counts without shares, which have no facts. */
export const hitsTally = (tally: Tally): Tally => tally.with(SHARES, 0);

export const isEmpty = (tally: Tally): boolean => tally.every((count) => count === 0);

/** Adds a tally; `sign` −1 subtracts it. */
export function addTally(into: Tally, added: Tally, sign: 1 | -1 = 1): void {
  for (let at = 0; at < SIZE; at++) into[at] = (into[at] ?? 0) + sign * (added[at] ?? 0);
}

/** Adds `sign` at each of these positions. */
export function addAtPositions(into: Tally, positions: readonly number[], sign: 1 | -1): void {
  for (const position of positions) into[position] = (into[position] ?? 0) + sign;
}

/** The tally of a value, which is created if it is missing. */
export function tallyOf(values: Values, value: number | string): Tally {
  const known = values.get(value);
  if (known) return known;
  const tally = noTally();
  values.set(value, tally);
  return tally;
}

export function countsOf(tally: Tally): Counts {
  const counts = Object.fromEntries(COUNTS.map((name, at) => [name, tally[at] ?? 0]));
  return counts as Counts; // every name of COUNTS was just set
}

/**
 * Encodes values as a flat JSON list: each value, a bit mask of its counts other than 0, and these counts. A value
 * with one unique click, the most frequent case, takes four numbers. Values without counts are left out.
 */
export function encodeValues(values: Values): string {
  const list: (number | string)[] = [];
  for (const [value, tally] of values) {
    const start = list.push(value, 0) - 2;
    let bits = 0;
    for (let at = 0; at < SIZE; at++) {
      const count = tally[at] ?? 0;
      if (count === 0) continue;
      bits |= 1 << at;
      list.push(count);
    }
    if (bits === 0) list.length = start;
    else list[start + 1] = bits;
  }
  return JSON.stringify(list);
}

/** Calls `each` with every value of an encoded list. The tally is reused, so it is valid only during the call. */
export function eachValue(encoded: string, each: (value: number | string, tally: Tally) => void): void {
  const list: (number | string)[] = JSON.parse(encoded);
  const tally = noTally();
  for (let next = 0; next < list.length; ) {
    const value = list[next++] ?? 0;
    const bits = Number(list[next++]);
    for (let at = 0; at < SIZE; at++) tally[at] = bits & (1 << at) ? Number(list[next++]) : 0;
    each(value, tally);
  }
}

/** Adds an encoded list; null is an empty one. */
export function addEncoded(into: Values, encoded: string | null, sign: 1 | -1 = 1): Values {
  if (encoded !== null) eachValue(encoded, (value, tally) => addTally(tallyOf(into, value), tally, sign));
  return into;
}
