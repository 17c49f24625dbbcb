import { type Bar, hasClicks } from '../charts/bar.ts';
import { DayChart } from '../charts/days.tsx';
import type { View } from '../frame/view.ts';
import { Section } from '../parts/section.tsx';
import { stepsOf } from '../period.ts';
import { figuresOf, Lead } from './answer.tsx';
import { Channels } from './channels.tsx';
import { TopContents } from './contents.tsx';
import { Controls, type Filters } from './controls.tsx';
import { CrossedChannels } from './crossed.tsx';
import { FirstSteps } from './first-steps.tsx';
import { NotCounted } from './not-counted.tsx';
import type { Overview } from './read-overview.ts';
import { Readers } from './readers.tsx';
import { WhereSeen } from './seen.tsx';

interface OverviewPageOf {
  view: View;
  overview: Overview;
  filters: Filters;
  /** Whether the member may give out addresses of reports. */
  mayShare: boolean;
}

export function OverviewPage({ view, overview, filters, mayShare }: OverviewPageOf) {
  const { period, series, sightings, scope, readers, turnedAway, hasContents, shared } = overview;
  if (!hasContents) return <FirstSteps view={view} mayMake={mayShare} />;
  const { now } = figuresOf(overview);
  return (
    <div class="wrap">
      <Controls view={view} period={period} filters={filters} mayShare={mayShare} />
      <Lead view={view} overview={overview} />
      <ClicksPerDay view={view} overview={overview} />
      <Channels view={view} period={period} series={series} sightings={sightings} shared={shared} />
      <CrossedChannels view={view} period={period} scope={scope} sightings={sightings} />
      <WhereSeen view={view} period={period} sightings={sightings} />
      <TopContents view={view} overview={overview} />
      <Readers view={view} readers={readers} whole={now.clicks} />
      <NotCounted view={view} counts={now} turnedAway={turnedAway} />
    </div>
  );
}

/** The bars of the time before, of the period, and of today. */
export function barsOfOverview(
  { series, period }: Pick<Overview, 'series' | 'period'>,
  isCompared = true,
): Bar[] {
  const { today, step } = period;
  const barOf = (of: Bar['of']) => (days: { from: string; to: string }) => ({
    ...days,
    of,
    clicks: series.byKind(days),
  });
  return [
    ...(isCompared ? stepsOf(period.before, step).map(barOf('before')) : []),
    ...stepsOf(period, step).map(barOf('now')),
    barOf('today')({ from: today, to: today }),
  ];
}

function ClicksPerDay({ view, overview }: { view: View; overview: Overview }) {
  const { words } = view;
  const { period } = overview;
  const isWeekly = period.step > 1;
  const bars = barsOfOverview(overview);
  const note = isWeekly ? words.time.noteByWeek : words.time.note;
  return (
    <Section
      id="time"
      head={isWeekly ? words.time.headByWeek : words.time.head}
      notes={hasClicks(bars) ? [note] : []}
      isFirst
    >
      <DayChart view={view} bars={bars} beforeLabel={words.period.before(period.words)} />
    </Section>
  );
}
