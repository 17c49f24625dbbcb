import { expect, it } from 'vitest';
import { heightsOf } from '../../../src/pages/app/charts/scale.ts';

it.each([
  [0, [1]],
  [1, [1]],
  [6, [2, 4, 6]],
  [210, [100, 200, 300]],
  [2_125, [1_000, 2_000, 3_000]],
  [701_250, [200_000, 400_000, 600_000, 800_000]],
  [10_481_460, [5_000_000, 10_000_000, 15_000_000]],
])('a chart of at most %i has few round lines close above it', (most, ticks) => {
  const heights = heightsOf(most, 190);
  expect(heights.ticks).toEqual(ticks);
  expect(heights.of(most)).toBeLessThanOrEqual(190);
  expect(heights.of(0)).toBe(0);
  if (most > 0) expect(heights.of(1)).toBeGreaterThanOrEqual(1);
});
