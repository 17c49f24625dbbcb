import { expect, it } from 'vitest';
import { heightsOf } from '../../../src/pages/app/charts/scale.ts';
import { Strip } from '../../../src/pages/app/charts/strip.tsx';

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

it('bars of a row are whole pixels above its line, and every count has one', () => {
  const strip = Strip({ counts: [0, 1, 300, 525], most: 525, height: 24, lowest: 8, label: '', fill: 'x' });
  const html = String(strip);
  const bars = [...html.matchAll(/<rect[^>]* y="([^"]+)" height="([^"]+)"/g)].map(([, y, height]) => [
    Number(y),
    Number(height),
  ]);
  expect(bars).toEqual([
    [23, 1],
    [10, 14],
    [0, 24],
  ]);
  expect(html).toContain('y1="24.5"');
});
