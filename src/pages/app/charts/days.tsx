/** Clicks per day by kind of channel: the time before, the period, and today so far, on one axis. */
import type { Child } from 'hono/jsx';
import type { View } from '../frame/view.ts';
import { Axis } from './axis.tsx';
import { type Bar, hasClicks, KINDS, type Mark, totalOf } from './bar.ts';
import { Border, Key, Marks } from './day-labels.tsx';
import { Peak } from './peak.tsx';
import { heightsOf, px, slotsOf } from './scale.ts';
import { Grid, gutterOf, ScaleLabels } from './scale-labels.tsx';
import { ChartTable } from './table.tsx';

const TOP = 30;
const BOTTOM = 24;
const GAP = 1;
/** With fewer bars, each is as wide as if there were seven. */
const FEWEST = 7;

interface DayChartOf {
  view: View;
  bars: Bar[];
  /** What the time before is called. */
  beforeLabel?: string;
  /** The height of the bars' area in pixels. */
  height?: number;
  marks?: Mark[];
  /** The sentence in place of a chart without any click. */
  none?: string;
  /** Follows the drawing, before its table. */
  children?: Child;
}

export function DayChart({ none, ...chart }: DayChartOf) {
  if (hasClicks(chart.bars)) return <Drawing {...chart} />;
  return (
    <>
      <p class="note">{none ?? chart.view.words.time.none}</p>
      {chart.children}
    </>
  );
}

function Drawing({ view, bars, beforeLabel = '', height = 190, marks = [], children }: DayChartOf) {
  const { words, format } = view;
  const top = TOP + (marks.length > 0 ? 32 : 0);
  const base = top + height;
  const slots = slotsOf(Math.max(FEWEST, bars.length));
  const most = Math.max(0, ...bars.map(({ clicks }) => totalOf(clicks)));
  const heights = heightsOf(most, height);
  const days = { from: bars[0]?.from ?? '', to: bars.at(-1)?.to ?? '' };
  return (
    <figure data-chart={words.time.how} data-slots={slots.count}>
      <Key view={view} bars={bars} beforeLabel={beforeLabel} />
      <svg
        class={gutterOf(view, heights).name}
        height={base + BOTTOM}
        role="img"
        aria-label={`${words.time.head}, ${format.days(days.from, days.to)}`}
      >
        <Grid view={view} heights={heights} base={base} />
        <rect class="cursor" x="0" y={top} width="0" height={height} visibility="hidden" />
        {bars.map((bar, at) => (
          <Stack bar={bar} x={slots.x(at)} width={slots.width} base={base} heightOf={heights.of} />
        ))}
        <line class="base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
        <Marks marks={marks} slots={slots} base={base} />
        <Axis view={view} bars={bars} slots={slots} base={base} />
        <Border view={view} bars={bars} slots={slots} base={base} />
        <Peak
          view={view}
          bars={bars}
          slots={slots}
          y={(count) => base - heights.of(count)}
          ticks={heights.ticks}
        />
        <ScaleLabels view={view} heights={heights} base={base} />
      </svg>
      {children}
      <DayTable view={view} bars={bars} beforeLabel={beforeLabel} />
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

/** The bars as a table, in which days outside the period say what they are. */
function DayTable({ view, bars, beforeLabel }: Required<Pick<DayChartOf, 'view' | 'bars' | 'beforeLabel'>>) {
  const { words, format } = view;
  const labels = { before: beforeLabel, now: '', today: words.period.todaySoFar };
  const lastBefore = bars.findLast(({ of }) => of === 'before');
  const nameOf = (bar: Bar) => {
    const { from, to, of } = bar;
    const days = from === to ? format.day(from, 'weekday') : format.days(from, to, 'short');
    if (labels[of] === '') return days;
    // Said once for those who see the rows, and in each row for those who hear it.
    const isSaid = of === 'today' || bar === lastBefore;
    return (
      <>
        {days}
        <span class="vh"> · </span>
        <span class={isSaid ? 'which' : 'vh'}>{labels[of]}</span>
      </>
    );
  };
  const heads = [words.table.day, ...KINDS.map((kind) => words.kinds[kind].toLowerCase()), words.table.total];
  const rows = bars.toReversed().map((bar) => ({
    head: nameOf(bar),
    cells: [...KINDS.map((kind) => format.number(bar.clicks[kind])), format.number(totalOf(bar.clicks))],
  }));
  return <ChartTable view={view} caption={words.time.head} heads={heads} rows={rows} isSeries />;
}
