/**
 * Clicks per day in a report, with the days before on the same axis. A hidden count has no bar. If all counts are hidden, a
 * sentence replaces the chart.
 */
import { Axis } from '../charts/axis.tsx';
import { daysText, PeriodLabel } from '../charts/day-labels.tsx';
import { heightsOf, px, slotsOf } from '../charts/scale.ts';
import { Grid, gutterOf, ScaleLabels } from '../charts/scale-labels.tsx';
import { ChartTable } from '../charts/table.tsx';
import { BORDER_GAP } from '../charts/text-room.ts';
import type { View } from '../frame/view.ts';
import type { ReportBar, ReportView } from './read-report.ts';
import { REPORT_WORDS } from './words.ts';

const TOP = 22;
const HEIGHT = 120;
const BOTTOM = 22;

export function ReportBars({ view, shown }: { view: View; shown: ReportView }) {
  const words = REPORT_WORDS[view.language];
  const { format } = view;
  const bars = [
    ...shown.barsBefore.map((bar) => ({ ...bar, of: 'before' as const })),
    ...shown.bars.map((bar) => ({ ...bar, of: 'now' as const })),
  ];
  const most = Math.max(0, ...bars.map(({ clicks }) => clicks ?? 0));
  if (most === 0) return <p class="note">{shown.period.step > 1 ? words.noWeek : words.noDay}</p>;
  const heights = heightsOf(most, HEIGHT);
  const base = TOP + HEIGHT;
  const slots = slotsOf(bars.length);
  const first = shown.barsBefore.length;
  const label = `${view.words.time.head}, ${format.days(shown.period.from, shown.period.to)}`;
  return (
    <figure>
      <svg class={gutterOf(view, heights).name} height={base + BOTTOM} role="img" aria-label={label}>
        <Grid view={view} heights={heights} base={base} />
        {bars.map(({ clicks }, at) =>
          clicks === null ? null : (
            <rect
              class={at < first ? 'ghost' : 'private'}
              x={slots.x(at)}
              width={slots.width}
              y={px(base - heights.of(clicks))}
              height={heights.of(clicks)}
            />
          ),
        )}
        <line class="base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
        <line class="split-line" x1={slots.edge(first)} x2={slots.edge(first)} y1="6" y2={base} />
        <text class="m-hide" x={slots.edge(first)} dx={-BORDER_GAP} y="10" text-anchor="end">
          {words.daysBefore}
        </text>
        <PeriodLabel text={daysText(view, shown.period.from, shown.period.to)} slots={slots} at={first} />
        <Axis view={view} bars={bars} slots={slots} base={base} />
        <ScaleLabels view={view} heights={heights} base={base} />
      </svg>
      <BarTable view={view} bars={shown.bars} />
    </figure>
  );
}

function BarTable({ view, bars }: { view: View; bars: ReportBar[] }) {
  const words = REPORT_WORDS[view.language];
  const { format } = view;
  return (
    <ChartTable
      view={view}
      caption={words.days}
      heads={[view.words.table.day, view.words.table.total]}
      rows={bars.toReversed().map(({ from, to, clicks }) => ({
        head: from === to ? format.day(from, 'weekday') : format.days(from, to, 'short'),
        cells: [clicks === null ? words.fewer : format.number(clicks)],
      }))}
    />
  );
}
