/** The largest bar of the period, written at the bar. */
import type { View } from '../frame/view.ts';
import { type Bar, totalOf } from './bar.ts';
import { px, type Slots } from './scale.ts';
import { type Anchor, BORDER_GAP, extentOf, PLOTS, type Screen, widthOf } from './text-room.ts';

/** Heights closer than this would write one label over another, which then goes so far to the right. */
const LABEL = 14;
const BESIDE = 80;
/** The part of a chart at whose left the labels of the axis are. */
const EARLY = 0.25;
/** Between these parts of the width, a label has room on both sides of its bar; less of them on a narrow screen. */
const ENDS = { wide: [0.12, 0.88], narrow: [0.45, 0.7] } as const;

const anchorAt = (part: number, [from, to]: readonly [number, number]): Anchor =>
  part < from ? 'start' : part > to ? 'end' : 'middle';

interface Place {
  text: string;
  x: string;
  dx: number | undefined;
  anchor: Anchor;
}

interface PeakOf {
  view: View;
  bars: Bar[];
  slots: Slots;
  y: (count: number) => number;
  /** The counts at which the axis has a label at the left. */
  ticks: number[];
}

export function Peak({ view, bars, slots, y, ticks }: PeakOf) {
  const { format } = view;
  const { time } = view.words;
  const now = bars
    .map((bar, at) => ({ ...bar, at, total: totalOf(bar.clicks) }))
    .filter(({ of }) => of === 'now');
  const peak = now.reduce(
    (best, bar) => (bar.total > best.total ? bar : best),
    now[0] ?? { total: 0, at: 0, from: '', to: '' },
  );
  if (peak.total === 0) return null;
  const part = (peak.at + 0.5) / slots.count;
  const first = now[0]?.at ?? 0;
  const isAtLabel = part < EARLY && ticks.some((tick) => Math.abs(y(tick) - y(peak.total)) < LABEL);
  const [count, day] = [format.number(peak.total), format.day(peak.from, 'short')];
  const isWeek = peak.from !== peak.to;
  const text = (isWeek ? time.peakWeek : time.peak)(count, day);

  const placeOn = (screen: Screen): Place => {
    const anchor = isAtLabel ? 'start' : anchorAt(part, ENDS[screen]);
    const place = { text, x: slots.middle(peak.at), dx: isAtLabel ? BESIDE : undefined, anchor };
    if (first === 0) return place;
    const [plot, border] = [PLOTS[screen], (first / slots.count) * PLOTS[screen]];
    const isLong = widthOf(text) > plot - border - BORDER_GAP;
    const shown = isWeek && isLong ? time.peakWeekShort(count, day) : text;
    const [from] = extentOf(part * plot, widthOf(shown), anchor);
    if (from >= border + BORDER_GAP) return { ...place, text: shown };
    return { text: shown, x: slots.edge(first), dx: BORDER_GAP, anchor: 'start' };
  };
  const [wide, narrow] = [placeOn('wide'), placeOn('narrow')];
  const at = px(y(peak.total) - 6);
  const isSame = wide.text === narrow.text && wide.x === narrow.x && wide.dx === narrow.dx;
  if (isSame) return <PeakText {...wide} y={at} name={`lab n-${narrow.anchor}`} />;
  return (
    <>
      <PeakText {...wide} y={at} name="lab m-hide" />
      <PeakText {...narrow} y={at} name="lab m-only" />
    </>
  );
}

const PeakText = ({ text, x, dx, anchor, y, name }: Place & { y: number; name: string }) => (
  <text class={name} x={x} dx={dx} y={y} text-anchor={anchor}>
    {text}
  </text>
);
