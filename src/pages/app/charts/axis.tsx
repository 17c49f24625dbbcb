/** The days below the bars of a chart. */
import type { View } from '../frame/view.ts';
import { dayOfInstant, isMonday, yearOf } from '../period.ts';
import type { Bar } from './bar.ts';
import type { Slots } from './scale.ts';
import { type Anchor, extentOf, PLOTS, type Screen, widthOf } from './text-room.ts';

/** At most so many labels are on a screen. */
const LABELS = { wide: 9, narrow: 3 } as const;
/** With more ticks than this per label, nobody notices that the distances between labels differ by one tick. */
const MANY = 4;
/** The room between two labels, in pixels. */
const GAP = 8;

/** What a bar is about, whatever it counts. */
type BarDays = Pick<Bar, 'from' | 'to' | 'of'>;

interface AxisOf {
  view: View;
  bars: BarDays[];
  slots: Slots;
  base: number;
}

/** Which of the labelled days name their year: those where one begins, and the first unless all are of this year. */
export function namedYears(view: View, days: string[]): boolean[] {
  const thisYear = yearOf(dayOfInstant(view.now, view.zone));
  const isKnown = days.every((day) => yearOf(day) === thisYear);
  return days.map((day, at) => (at === 0 ? !isKnown : yearOf(day) !== yearOf(days[at - 1] ?? '')));
}

interface Label {
  at: number;
  text: string;
  /** `middle`: the text is centred at its bar. The first text may start, and the last one end, with the chart. */
  anchor: Anchor;
}

/** Some of the ticks, at equal distances. If there are very many ticks, the first and the last are among them. */
function spread(ticks: number[], most: number): number[] {
  if (ticks.length <= MANY * most) {
    const every = Math.ceil(ticks.length / most);
    return ticks.filter((_, index) => index % every === 0);
  }
  const step = (ticks.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => ticks[Math.round(index * step)] ?? 0);
}

/** The labels of a screen: as many as have room, and if two have none, the first alone. */
function labelsOn(screen: Screen, axis: AxisOf, ticks: number[]): Label[] {
  for (let most = LABELS[screen]; most > 1; most -= 1) {
    const labels = placed(screen, axis, spread(ticks, most));
    if (labels) return labels;
  }
  return placed(screen, axis, ticks.slice(0, 1)) ?? [];
}

/** The labels of these ticks; null if two would touch. */
function placed(screen: Screen, { view, bars, slots }: AxisOf, ticks: number[]): Label[] | null {
  const plot = PLOTS[screen];
  const days = ticks.map((at) => bars[at]?.from ?? '');
  const hasYear = namedYears(view, days);
  let end = Number.NEGATIVE_INFINITY;
  const labels: Label[] = [];
  for (const [index, at] of ticks.entries()) {
    const text = view.format.day(days[index] ?? '', hasYear[index] ? 'shortYear' : 'short');
    const width = widthOf(text);
    const x = ((at + 0.5) / slots.count) * plot;
    const anchor = x < width / 2 ? 'start' : x > plot - width / 2 ? 'end' : 'middle';
    const [from, to] = extentOf({ start: 0, middle: x, end: plot }[anchor], width, anchor);
    if (from < end + GAP) return null;
    labels.push({ at, text, anchor });
    end = to;
  }
  return labels;
}

/** Ticks on Mondays, or evenly where a bar is a week; of many, a few have labels, and fewer on narrow screens. */
export function Axis(axis: AxisOf) {
  const { bars, slots, base } = axis;
  const isWeekly = bars.some(({ from, to }) => from !== to);
  const regular = bars.flatMap(({ from, of }, at) =>
    of !== 'today' && (isWeekly || isMonday(from)) ? [at] : [],
  );
  // Days without a Monday are less than a week, so that all of them have room.
  const ticks = regular.length > 0 ? regular : bars.map((_, at) => at);
  const wide = labelsOn('wide', axis, ticks);
  const narrow = labelsOn('narrow', axis, ticks);
  return (
    <>
      {ticks.map((at) => (
        <AxisLabel
          x={slots.middle(at)}
          base={base}
          wide={wide.find((label) => label.at === at)}
          narrow={narrow.find((label) => label.at === at)}
        />
      ))}
    </>
  );
}

interface AxisLabelOf {
  x: string;
  base: number;
  /** The labels of the screens that have one here. */
  wide: Label | undefined;
  narrow: Label | undefined;
}

function AxisLabel({ x, base, wide, narrow }: AxisLabelOf) {
  if (!wide && !narrow) return null;
  const drawn = ({ text, anchor }: Label, name?: string) => (
    <text class={name} x={{ start: '0', middle: x, end: '100%' }[anchor]} y={base + 17} text-anchor={anchor}>
      {text}
    </text>
  );
  const isSame = wide?.text === narrow?.text && wide?.anchor === narrow?.anchor;
  return (
    <>
      <line class={wide ? 'tick-line' : 'tick-line m-only'} x1={x} x2={x} y1={base} y2={base + 4} />
      {wide && drawn(wide, isSame ? undefined : 'm-hide')}
      {narrow && !isSame ? drawn(narrow, 'm-only') : null}
    </>
  );
}
