/** The grid of a chart and its counts, in a gutter at the left of the bars. */
import type { View } from '../frame/view.ts';
import type { Heights } from './scale.ts';

/** The widths of gutters by the signs of the longest count in them, in pixels; `charts.css` makes room for each. */
const GUTTERS = [
  { name: 'ch gutter-s', signs: 3, width: 28 },
  { name: 'ch gutter-m', signs: 6, width: 46 },
  { name: 'ch gutter-l', signs: Number.POSITIVE_INFINITY, width: 66 },
] as const;

/** The gutter of a chart, and its classes. The uppermost count stands above all bars, so only the others need room. */
export function gutterOf({ format }: View, { ticks }: Heights) {
  const signs = Math.max(0, ...ticks.slice(0, -1).map((tick) => format.number(tick).length));
  if (signs === 0) return { name: 'ch', width: 0 };
  return GUTTERS.find((gutter) => signs <= gutter.signs) ?? GUTTERS[2];
}

interface ScaleOf {
  view: View;
  heights: Heights;
  base: number;
}

/** Lines below the bars, also across the gutter. */
export function Grid({ view, heights, base }: ScaleOf) {
  const { width } = gutterOf(view, heights);
  return (
    <>
      {heights.ticks.map((tick) => (
        <line class="grid" x1={-width} x2="100%" y1={base - heights.of(tick)} y2={base - heights.of(tick)} />
      ))}
    </>
  );
}

export function ScaleLabels({ view, heights, base }: ScaleOf) {
  const { width } = gutterOf(view, heights);
  const { ticks } = heights;
  return (
    <>
      {ticks.map((tick, at) => (
        <text class={at === ticks.length - 1 ? 'unit' : undefined} x={-width} y={base - heights.of(tick) - 4}>
          {at === ticks.length - 1 ? view.words.time.clicks(tick, view.format) : view.format.number(tick)}
        </text>
      ))}
    </>
  );
}
