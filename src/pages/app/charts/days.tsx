/** Clicks per day by kind of channel: the time before, the period, and today so far, on one axis. */
import type { Child } from 'hono/jsx';
import type { View } from '../frame/view.ts';
import type { ByKind } from '../overview/series.ts';
import { type Days, isMonday } from '../period.ts';
import { heightsOf, px, type Slots, slotsOf } from './scale.ts';
import { ChartTable } from './table.tsx';

const TOP = 30;
const BOTTOM = 24;
const GAP = 1;
const KINDS = ['private', 'public', 'offline'] as const;
/** About how many labels fit below the axis. */
const LABELS = 9;

export interface Bar extends Days {
  clicks: ByKind;
  of: 'before' | 'now' | 'today';
}

/** A number above the chart, at a bar. Diamonds are crossings. */
export interface Mark {
  at: number;
  number: number;
  isCrossing: boolean;
}

interface DayChartOf {
  view: View;
  bars: Bar[];
  /** What the time before is called. */
  beforeLabel?: string;
  /** The height of the bars' area in pixels. */
  height?: number;
  marks?: Mark[];
  /** Follows the drawing, before its table. */
  children?: Child;
}

export const totalOf = ({ private: a, public: b, offline: c }: ByKind): number => a + b + c;

export function DayChart({ view, bars, beforeLabel = '', height = 190, marks = [], children }: DayChartOf) {
  const { words, format } = view;
  const top = TOP + (marks.length > 0 ? 32 : 0);
  const base = top + height;
  const slots = slotsOf(bars.length);
  const most = Math.max(0, ...bars.map(({ clicks }) => totalOf(clicks)));
  const heights = heightsOf(most, height);
  const days = { from: bars[0]?.from ?? '', to: bars.at(-1)?.to ?? '' };
  return (
    <figure data-chart={words.time.how}>
      <Key view={view} bars={bars} beforeLabel={beforeLabel} />
      <svg
        class="ch"
        height={base + BOTTOM}
        role="img"
        aria-label={`${words.time.head}, ${format.days(days.from, days.to)}`}
      >
        {heights.ticks.map((tick) => (
          <line class="grid" x1="0" x2="100%" y1={base - heights.of(tick)} y2={base - heights.of(tick)} />
        ))}
        <rect class="cursor" x="0" y={top} width="0" height={height} visibility="hidden" />
        {bars.map((bar, at) => (
          <Stack bar={bar} x={slots.x(at)} width={slots.width} base={base} heightOf={heights.of} />
        ))}
        <line class="base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
        <Axis view={view} bars={bars} slots={slots} base={base} />
        <Border view={view} bars={bars} slots={slots} base={base} />
        <Peak view={view} bars={bars} slots={slots} y={(count) => base - heights.of(count)} />
        {heights.ticks.map((tick, at) => (
          <text x="0" y={base - heights.of(tick) - 4}>
            {at === heights.ticks.length - 1 ? words.time.clicks(format.number(tick)) : format.number(tick)}
          </text>
        ))}
        <Marks marks={marks} slots={slots} base={base} />
      </svg>
      {children}
      <DayTable view={view} bars={bars} />
    </figure>
  );
}

interface StackOf {
  bar: Bar;
  x: string;
  width: string;
  base: number;
  heightOf: (count: number) => number;
}

/** One bar. Only bars of the period are divided by kind. */
function Stack({ bar, x, width, base, heightOf }: StackOf) {
  const total = totalOf(bar.clicks);
  if (total === 0) return null;
  if (bar.of !== 'now') {
    const height = heightOf(total);
    return (
      <rect
        class={bar.of === 'today' ? 'today' : 'ghost'}
        x={x}
        width={width}
        y={px(base - height)}
        height={height}
      />
    );
  }
  let below = 0;
  return (
    <>
      {KINDS.filter((kind) => bar.clicks[kind] > 0).map((kind) => {
        const from = below === 0 ? 0 : heightOf(below) + GAP;
        below += bar.clicks[kind];
        const height = Math.max(0.6, px(heightOf(below) - from));
        return <rect class={kind} x={x} width={width} y={px(base - from - height)} height={height} />;
      })}
    </>
  );
}

/** The totals, which turn into the reading of a bar under the pointer. */
function Key({ view, bars, beforeLabel }: { view: View; bars: Bar[]; beforeLabel: string }) {
  const { words, format } = view;
  const sum = (of: Bar['of'], count: (clicks: ByKind) => number) =>
    bars.filter((bar) => bar.of === of).reduce((total, { clicks }) => total + count(clicks), 0);
  const kinds = KINDS.map((kind) => ({ kind, clicks: sum('now', (clicks) => clicks[kind]) }));
  return (
    <div class="read tn">
      {kinds
        .filter(({ kind, clicks }) => kind === 'private' || clicks > 0)
        .map(({ kind, clicks }) => (
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
      <span class="when">
        <span class="sw today" />
        {words.period.todaySoFar} <b>{format.number(sum('today', totalOf))}</b>
      </span>
    </div>
  );
}

/** Ticks on Mondays, or evenly where a bar is a week; of many, a few have labels, and half of those on narrow screens. */
function Axis({ view, bars, slots, base }: { view: View; bars: Bar[]; slots: Slots; base: number }) {
  const isWeekly = bars.some(({ from, to }) => from !== to);
  const ticks = bars.flatMap(({ from, of }, at) =>
    of !== 'today' && (isWeekly || isMonday(from)) ? [at] : [],
  );
  const every = Math.max(1, Math.ceil(ticks.length / LABELS));
  return (
    <>
      {ticks
        .filter((_, index) => index % every === 0)
        .map((at, index) => (
          <>
            <line class="tick-line" x1={slots.middle(at)} x2={slots.middle(at)} y1={base} y2={base + 4} />
            <text
              class={index % 2 === 0 ? undefined : 'm-hide'}
              x={slots.middle(at)}
              y={base + 17}
              text-anchor={at === 0 ? 'start' : 'middle'}
            >
              {view.format.day(bars[at]?.from ?? '', 'short')}
            </text>
          </>
        ))}
    </>
  );
}

/** The dotted line between the time before and the period, each named. */
function Border({ view, bars, slots, base }: { view: View; bars: Bar[]; slots: Slots; base: number }) {
  const at = bars.findIndex(({ of }) => of === 'now');
  const last = bars.findLast(({ of }) => of === 'now');
  const [first, now, end] = [bars[0], bars[at], bars[at - 1]];
  if (at <= 0 || !first || !now || !end || !last) return null;
  const x = slots.edge(at);
  return (
    <>
      <text class="m-hide" x={x} dx="-8" y="10" text-anchor="end">
        {view.format.days(first.from, end.to, 'short')}
      </text>
      <text class="lab-strong" x={x} dx="8" y="10">
        {view.format.days(now.from, last.to, 'short')}
      </text>
      <line class="split-line" x1={x} x2={x} y1="0" y2={base} />
    </>
  );
}

/** The largest bar of the period is written at the bar. */
function Peak({
  view,
  bars,
  slots,
  y,
}: {
  view: View;
  bars: Bar[];
  slots: Slots;
  y: (count: number) => number;
}) {
  const { words, format } = view;
  const now = bars
    .map((bar, at) => ({ ...bar, at, total: totalOf(bar.clicks) }))
    .filter(({ of }) => of === 'now');
  const peak = now.reduce(
    (best, bar) => (bar.total > best.total ? bar : best),
    now[0] ?? { total: 0, at: 0, from: '' },
  );
  if (peak.total === 0) return null;
  const anchor = peak.at > bars.length / 4 ? 'end' : 'start';
  return (
    <text class="lab" x={slots.middle(peak.at)} y={px(y(peak.total) - 5)} text-anchor={anchor}>
      {words.time.peak(format.number(peak.total), format.day(peak.from, 'short'))}
    </text>
  );
}

function Marks({ marks, slots, base }: { marks: Mark[]; slots: Slots; base: number }) {
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
                <rect class="num-mark" x="-7" y="-7" width="14" height="14" transform="rotate(45)" />
              ) : (
                <circle class="num-mark" r="8.5" />
              )}
              <text x="0" y="4" text-anchor="middle">
                {number}
              </text>
            </svg>
          </>
        );
      })}
    </>
  );
}

function DayTable({ view, bars }: { view: View; bars: Bar[] }) {
  const { words, format } = view;
  const nameOf = ({ from, to }: Bar) =>
    from === to ? format.day(from, 'weekday') : format.days(from, to, 'short');
  const heads = [words.table.day, ...KINDS.map((kind) => words.kinds[kind].toLowerCase()), words.table.total];
  const rows = bars.toReversed().map((bar) => ({
    head: nameOf(bar),
    cells: [...KINDS.map((kind) => format.number(bar.clicks[kind])), format.number(totalOf(bar.clicks))],
  }));
  return <ChartTable view={view} caption={words.time.head} heads={heads} rows={rows} isSeries />;
}
