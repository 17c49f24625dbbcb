/** Reproducible random numbers. */

/** Values with their weights, which may have any sum. */
export type Weighted<T> = readonly (readonly [value: T, weight: number])[];

export interface Random {
  /** In [0, 1). */
  next(): number;
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  /** Exponentially distributed, less than `within`. */
  after(mean: number, within: number): number;
  /** An integer that is `mean` on average. */
  count(mean: number): number;
  pick<T>(values: Weighted<T>): T;
  /** `length` characters of an alphabet. */
  text(alphabet: string, length: number): string;
}

/** Equal seeds give equal numbers on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  // A Weyl sequence (steps of the golden ratio) whose bits are mixed.
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  };

  return {
    next,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    after: (mean, within) => -Math.log(1 - next() * (1 - Math.exp(-within / mean))) * mean,
    count: (mean) => Math.floor(mean + next()),
    pick: (values) => pickBy(next(), values),
    text: (alphabet, length) =>
      Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join(''),
  };
}

function pickBy<T>(fraction: number, values: Weighted<T>): T {
  let left = fraction * values.reduce((sum, [, weight]) => sum + weight, 0);
  const found = values.find(([, weight]) => {
    left -= weight;
    return left < 0;
  });
  const [value] = found ?? values.at(-1) ?? [];
  if (value === undefined) throw new Error('Nothing to pick from');
  return value;
}
