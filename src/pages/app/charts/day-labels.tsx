/** What is written at the bars of a chart of days: totals, days, periods, the peak and numbered marks. */
import type { View } from '../frame/view.ts';
import type { ByKind } from '../overview/series.ts';
import { dayOfInstant, isMonday } from '../period.ts';
import { type Bar, KINDS, type Mark, totalOf } from './bar.ts';
import { px, type Slots } from './scale.ts';

/** About how many labels fit below the axis. */
const LABELS = 9;
/** As many fit on a narrow screen. */
const NARROW_LABELS = 3;
/** Of more than these, every third has room there if it names a year. */
const MANY_LABELS = 7;
/** Bars up to this many are wide enough for a label under the first one's middle. */
const FEW = 10;

/** The totals, which turn into the reading of a bar under the pointer. */
export function Key({ view, bars, beforeLabel }: { view: View; bars: Bar[]; beforeLabel: string }) {
  const { words, format } = view;
  const sum = (of: Bar['of'], count: (clicks: ByKind) => number) =>
    bars.filter((bar) => bar.of === of).reduce((total, { clicks }) => total + count(clicks), 0);
  const kinds = KINDS.map((kind) => ({ kind, clicks: sum('now', (clicks) => clicks[kind]) }));
  const clicked = kinds.filter(({ clicks }) => clicks > 0);
  return (
    <div class="read tn">
      {(clicked.length > 0 ? clicked : kinds.slice(0, 1)).map(({ kind, clicks }) => (
        <span>
          <span class={`sw ${kind}`} />
          {words.kinds[kind]} <b>{format.number(clicks)}</b>
        </span>
      ))}
      {bars.some(({ of }) => of === 'before') ? (
        <span class="when">
          <span class="sw ghost" />
          {beforeLabel} <b>{format.number(sum('before', totalOf))}</b>
        </span>
      ) : null}
      {bars.some(({ of }) => of === 'today') ? (
        <span class="when">
          <span class="sw today" />
          {words.period.todaySoFar} <b>{format.number(sum('today', totalOf))}</b>
        </span>
      ) : null}
    </div>
  );
}

/** What a bar is about, whatever it counts. */
type BarDays = Pick<Bar, 'from' | 'to' | 'of'>;

const yearOf = (day = '') => day.slice(0, 4);
const spansYears = (from: string, to: string) => yearOf(from) !== yearOf(to);

interface AxisOf {
  view: View;
  bars: BarDays[];
  slots: Slots;
  base: number;
}

/** Which of the labelled days name their year: those where one begins, and the first unless all days are of this year. */
export function namedYears(view: View, days: string[], allDays = days): boolean[] {
  const years = days.map(yearOf);
  const thisYear = yearOf(dayOfInstant(view.now, view.zone));
  const isKnown = allDays.every((day) => yearOf(day) === thisYear);
  return years.map((year, at) => (at === 0 ? !isKnown : year !== years[at - 1]));
}

/** Which labels narrow screens show. The first has no room for a year, and of many with years there is room for a third. */
function shownWhereNarrow(years: boolean[]): (index: number) => boolean {
  const { length } = years;
  if (length <= NARROW_LABELS) return () => true;
  if (length > MANY_LABELS && years.lastIndexOf(true) > 0) return (index) => index > 0 && index % 3 === 0;
  return (index) => index % 2 === (years[0] ? 1 : 0);
}

/** Ticks on Mondays, or evenly where a bar is a week; of many, a few have labels, and fewer on narrow screens. */
export function Axis({ view, bars, slots, base }: AxisOf) {
  const isWeekly = bars.some(({ from, to }) => from !== to);
  const regular = bars.flatMap(({ from, of }, at) =>
    of !== 'today' && (isWeekly || isMonday(from)) ? [at] : [],
  );
  // Days without a Monday are less than a week, so that all of them have room.
  const ticks = regular.length > 0 ? regular : bars.map((_, at) => at);
  const every = Math.max(1, Math.ceil(ticks.length / LABELS));
  const labelled = ticks.filter((_, index) => index % every === 0);
  const dayAt = (at: number) => bars[at]?.from ?? '';
  const days = labelled.map(dayAt);
  const wide = namedYears(view, days);
  const isShown = shownWhereNarrow(wide);
  const shown = labelled.filter((_, index) => isShown(index));
  const narrow = namedYears(view, shown.map(dayAt), days);
  return (
    <>
      {labelled.map((at, index) => (
        <>
          <line class="tick-line" x1={slots.middle(at)} x2={slots.middle(at)} y1={base} y2={base + 4} />
          <AxisLabel
            view={view}
            day={dayAt(at)}
            x={slots.middle(at)}
            y={base + 17}
            anchor={at === 0 && bars.length > FEW ? 'start' : 'middle'}
            hasYear={wide[index] === true}
            hasNarrowYear={narrow[shown.indexOf(at)]}
          />
        </>
      ))}
    </>
  );
}

interface AxisLabelOf {
  view: View;
  day: string;
  x: string;
  y: number;
  anchor: 'start' | 'middle';
  /** Whether the year is named. */
  hasYear: boolean;
  /** The same on narrow screens; undefined if the label is hidden there. */
  hasNarrowYear: boolean | undefined;
}

function AxisLabel({ view, day, x, y, anchor, hasYear, hasNarrowYear }: AxisLabelOf) {
  const label = (isNamed: boolean, name?: string) => (
    <text class={name} x={x} y={y} text-anchor={anchor}>
      {view.format.day(day, isNamed ? 'shortYear' : 'short')}
    </text>
  );
  if (hasNarrowYear === hasYear) return label(hasYear);
  return (
    <>
      {label(hasYear, 'm-hide')}
      {hasNarrowYear === undefined ? null : label(hasNarrowYear, 'm-only')}
    </>
  );
}

/** A range of days, with their years where they are of two. */
export const daysText = ({ format }: View, from: string, to: string) =>
  format.days(from, to, spansYears(from, to) ? 'shortYear' : 'short');

/** The dotted line between the time before and the period, each named. */
export function Border({ view, bars, slots, base }: { view: View; bars: Bar[]; slots: Slots; base: number }) {
  const at = bars.findIndex(({ of }) => of === 'now');
  const last = bars.findLast(({ of }) => of === 'now');
  const [first, now, end] = [bars[0], bars[at], bars[at - 1]];
  if (at <= 0 || !first || !now || !end || !last) return null;
  const x = slots.edge(at);
  return (
    <>
      <text class="m-hide" x={x} dx="-8" y="10" text-anchor="end">
        {daysText(view, first.from, end.to)}
      </text>
      <text class="lab-strong" x={x} dx="8" y="10">
        {daysText(view, now.from, last.to)}
      </text>
      <line class="split-line" x1={x} x2={x} y1="0" y2={base} />
    </>
  );
}

/** Heights closer than this would write one label over another, which then goes so far to the right. */
const LABEL = 14;
const BESIDE = 80;
/** The part of a chart at whose left the labels of the axis are. */
const EARLY = 0.25;
/** Between these parts of the width, a label has room on both sides of its bar; less of them on a narrow screen. */
const WIDE_ENDS = [0.12, 0.88] as const;
const NARROW_ENDS = [0.45, 0.7] as const;

const anchorAt = (part: number, [from, to]: readonly [number, number]) =>
  part < from ? 'start' : part > to ? 'end' : 'middle';

/** The largest bar of the period is written at the bar. */
export function Peak({
  view,
  bars,
  slots,
  y,
  ticks,
}: {
  view: View;
  bars: Bar[];
  slots: Slots;
  y: (count: number) => number;
  /** The counts at which the axis has a label at the left. */
  ticks: number[];
}) {
  const { words, format } = view;
  const now = bars
    .map((bar, at) => ({ ...bar, at, total: totalOf(bar.clicks) }))
    .filter(({ of }) => of === 'now');
  const peak = now.reduce(
    (best, bar) => (bar.total > best.total ? bar : best),
    now[0] ?? { total: 0, at: 0, from: '', to: '' },
  );
  if (peak.total === 0) return null;
  const part = (peak.at + 0.5) / slots.count;
  const isAtLabel = part < EARLY && ticks.some((tick) => Math.abs(y(tick) - y(peak.total)) < LABEL);
  const anchor = isAtLabel ? 'start' : anchorAt(part, WIDE_ENDS);
  const text = peak.from === peak.to ? words.time.peak : words.time.peakWeek;
  return (
    <text
      class={`lab n-${anchorAt(part, NARROW_ENDS)}`}
      x={slots.middle(peak.at)}
      dx={isAtLabel ? BESIDE : undefined}
      y={px(y(peak.total) - 5)}
      text-anchor={anchor}
    >
      {text(format.number(peak.total), format.day(peak.from, 'short'))}
    </text>
  );
}

export function Marks({ marks, slots, base }: { marks: Mark[]; slots: Slots; base: number }) {
  return (
    <>
      {marks.map(({ at, number, isCrossing }, index) => {
        const y = index % 2 === 0 ? 11 : 32;
        return (
          <>
            <line
              class={isCrossing ? 'mark-line dotted' : 'mark-line'}
              x1={slots.middle(at)}
              x2={slots.middle(at)}
              y1={y + 9}
              y2={base}
            />
            <svg x={slots.middle(at)} y={y} overflow="visible" aria-hidden="true">
              {isCrossing ? (
                <rect class="num-mark" x="-7.5" y="-7.5" width="15" height="15" transform="rotate(45)" />
              ) : (
                <circle class="num-mark" r="8.5" />
              )}
              <text class={number > 9 ? 'two-digits' : undefined} x="0" y="4" text-anchor="middle">
                {number}
              </text>
            </svg>
          </>
        );
      })}
    </>
  );
}
