/** Scales of charts: x in per cent, y in pixels, so that one drawing fits every width. */
import { scaleBand, scaleLinear } from 'd3-scale';

/** The part of its slot that a bar fills. */
const FILL = 0.74;

const round = (value: number) => Math.round(value * 100) / 100;
export const percentOf = (value: number): string => `${round(value)}%`;
export const px = round;

export interface Slots {
  count: number;
  /** The left edge, the width of the bar, and the middle of a slot, in per cent. */
  x(at: number): string;
  width: string;
  middle(at: number): string;
  edge(at: number): string;
}

/** Equal slots, one for each bar. */
export function slotsOf(count: number): Slots {
  const band = scaleBand<number>()
    .domain(Array.from({ length: count }, (_, at) => at))
    .range([0, 100])
    .paddingInner(1 - FILL)
    .paddingOuter((1 - FILL) / 2);
  const left = (at: number) => band(at) ?? 0;
  return {
    count,
    x: (at) => percentOf(left(at)),
    width: percentOf(band.bandwidth()),
    middle: (at) => percentOf(left(at) + band.bandwidth() / 2),
    edge: (at) => percentOf(at * (count === 0 ? 0 : 100 / count)),
  };
}

export interface Heights {
  /** Grid lines above zero, at whole numbers. */
  ticks: number[];
  /** The pixels of a count; at least one if there is any. */
  of(count: number): number;
}

/** About how many grid lines a chart has: few of them, and those that leave the least room above the largest count. */
const LINES = [2, 3];

/** Heights from zero to a round number that holds the largest count. */
export function heightsOf(most: number, height: number): Heights {
  const scales = LINES.map((lines) => {
    const scale = scaleLinear()
      .domain([0, Math.max(1, most)])
      .range([0, height])
      .nice(lines);
    return { scale, top: scale.domain()[1] ?? 0, ticks: scale.ticks(lines) };
  });
  const { scale, ticks } = scales.reduce((best, each) => (each.top < best.top ? each : best));
  return {
    ticks: ticks.filter((tick) => tick > 0 && Number.isInteger(tick)),
    of: (count) => (count === 0 ? 0 : Math.max(1, px(scale(count)))),
  };
}
