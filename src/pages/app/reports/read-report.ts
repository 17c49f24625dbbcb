/** What a shared report shows: the figures of the overview, in which no group of fewer than five clicks can be found. */
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import type { Content } from '../../../links/contents/content.ts';
import {
  type Counted,
  type Protected,
  protect,
  protectKinds,
  protectSeries,
  published,
} from '../../../shared-reports/protect.ts';
import type { SharedReport } from '../../../shared-reports/shared-report.ts';
import { hitsIn } from '../../../stats/measures.ts';
import { findSpreading, type Spreading } from '../../../stats/spreading.ts';
import {
  type Ask,
  asker,
  type PageDeps,
  type Row,
  readReaders,
  readSightings,
  type Scope,
  type Sightings,
} from '../overview/read-overview.ts';
import { type Series, seriesOf } from '../overview/series.ts';
import { isChannel, kindOf } from '../parts/name-texts.ts';
import { type Days, type Period, readPeriod, stepsOf } from '../period.ts';
import type { Part } from '../words/format.ts';

const LISTED_CONTENTS = 8;
const LISTED_READERS = 6;
const LISTED_APPS = 8;
/** More contents than these are only counted together. */
const MANY = 1_000;

export interface Named {
  title: string | null;
  url: string;
}

/** A bar of the chart; null where a count is hidden. */
export interface ReportBar extends Days {
  clicks: number | null;
}

export interface ReportView {
  report: SharedReport;
  /** The content that the report is about; null for all of them. */
  content: Content | null;
  period: Period;
  /** Null below five clicks: then there is nothing else to show. */
  clicks: number | null;
  before: number | null;
  visitors: number | null;
  /** Requests that were not counted as clicks. */
  leftOut: number | null;
  bars: ReportBar[];
  barsBefore: ReportBar[];
  channels: Protected<Channel>;
  /** Channels with their published clicks of the time before. */
  channelsBefore: Map<Channel, number>;
  /** Private clicks of all; null if that would show a small group. */
  privates: Part | null;
  contents: Protected<Named>;
  countries: Protected<string | null>;
  devices: Protected<string | null>;
  apps: Protected<string>;
  /** The pair of channel and app with most crossings. */
  crossing: { channel: Channel; app: string; sightings: number } | null;
  spreading: Spreading[];
}

const channelCounts = (series: Series, days: Days): Counted<Channel>[] =>
  CHANNEL_NAMES.map((group) => ({ group, count: series.clicks(days, group) }));

function barsOf(series: Series, days: Days, step: number): ReportBar[] {
  const steps = stepsOf(days, step);
  const counts = protectSeries(steps.map((each) => series.sum(each).clicks));
  return steps.map((each, at) => ({ ...each, clicks: counts[at] ?? null }));
}

const byValue = (rows: Row[], field: string): Counted<string | null>[] =>
  rows.map((row) => ({
    group: row[field] === null ? null : String(row[field]),
    count: row.clicks,
  }));

/** All contents by their clicks; those beyond the first many are only counted together. */
async function readContents(ask: Ask, period: Period, whole: number): Promise<Protected<Named>> {
  const { data } = await ask(['content'], period, { limit: MANY });
  const counted = data.map((row): Counted<Named> => {
    const title = typeof row.title === 'string' ? row.title : null;
    return { group: { title, url: String(row.url ?? '') }, count: row.clicks };
  });
  const listed = counted.reduce((sum, { count }) => sum + count, 0);
  return protect(counted, { most: LISTED_CONTENTS, beyond: Math.max(0, whole - listed) });
}

/** The pair that crossed most, if neither it nor what else was seen in its app is a small group. */
function crossingOf({ crossed, apps }: Sightings): ReportView['crossing'] {
  const [top] = crossed.toSorted((a, b) => b.sightings - a.sightings);
  const sightings = published(top?.sightings ?? 0);
  if (!top || sightings === null || !isChannel(top.channel)) return null;
  const inApp = apps.find(({ app }) => app === top.app)?.sightings ?? top.sightings;
  const others = inApp - top.sightings;
  if (others > 0 && published(others) === null) return null;
  return { channel: top.channel, app: String(top.app), sightings };
}

function privatesOf(counts: Counted<Channel>[], channels: Protected<Channel>, clicks: number | null) {
  const kinds = protectKinds(counts, kindOf, channels.shown);
  return kinds === null || clicks === null ? null : { part: kinds.get('private') ?? 0, whole: clicks };
}

export async function readReport(deps: PageDeps, report: SharedReport): Promise<ReportView> {
  const { filters, contentId, timezone } = report;
  const scope: Scope = {
    filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, [value]])),
    contentIds: contentId === null ? [] : [contentId],
  };
  const ask = asker(deps, scope, timezone);
  const period = readPeriod(new URLSearchParams(report.period), deps.clock(), timezone);
  const [byDay, sightings, readers, spreading, content] = await Promise.all([
    ask(['channel', 'day'], { from: period.before.from, to: period.to }),
    readSightings(deps, scope, period),
    readReaders(ask, period),
    findSpreading(deps, { ...scope, timezone }),
    contentId === null ? undefined : deps.store.contents.get(contentId),
  ]);
  const series = seriesOf(byDay.data);
  const now = series.sum(period);
  const counts = channelCounts(series, period);
  const channels = protect(counts);
  const clicks = published(now.clicks);
  const before = protect(channelCounts(series, period.before));
  return {
    report,
    content: content ?? null,
    period,
    clicks,
    before: published(series.sum(period.before).clicks),
    visitors: published(now.uniqueClicks),
    leftOut: published(hitsIn(now) - now.clicks),
    bars: barsOf(series, period, period.step),
    barsBefore: barsOf(series, period.before, period.step),
    channels,
    channelsBefore: new Map(before.shown.map(({ group, count }) => [group, count])),
    privates: privatesOf(counts, channels, clicks),
    contents: contentId === null ? await readContents(ask, period, now.clicks) : { shown: [], rest: null },
    countries: protect(byValue(readers.countries, 'country'), { most: LISTED_READERS }),
    devices: protect(byValue(readers.devices, 'device'), { most: LISTED_READERS }),
    apps: protect(
      sightings.apps.map(({ app, sightings: count }) => ({ group: String(app), count })),
      { most: LISTED_APPS },
    ),
    crossing: crossingOf(sightings),
    spreading,
  };
}
