/** Small charts of one row: the stave of a channel, and the life of a content. */
import { slotsOf } from './scale.ts';

interface StripOf {
  /** Clicks of each bar. */
  counts: number[];
  /** The largest count on the scale, and its height in pixels. */
  most: number;
  height: number;
  /** The row is no lower than this; it is as high as its own largest bar. */
  lowest: number;
  label: string;
  /** The class that gives the bars their colour. */
  fill: string;
}

/** The line under the bars, in pixels: it covers none of them, however low. */
const FOOT = 1;

/** Bars on a scale, in whole pixels, that several rows share, so that heights compare. */
export function Strip({ counts, most, height, lowest, label, fill }: StripOf) {
  const heightOf = (count: number) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / Math.max(1, most)) * height));
  const own = Math.max(lowest, ...counts.map(heightOf));
  const slots = slotsOf(counts.length);
  return (
    <svg class="ch" height={own + FOOT} role="img" aria-label={label}>
      {counts.map((count, at) =>
        count === 0 ? null : (
          <rect
            class={fill}
            x={slots.x(at)}
            width={slots.width}
            y={own - heightOf(count)}
            height={heightOf(count)}
          />
        ),
      )}
      <line class="foot" x1="0" x2="100%" y1={own + FOOT / 2} y2={own + FOOT / 2} />
    </svg>
  );
}
