/** Everything that the overview shows, from the functions of the API. */
import type { Deps } from '../../../ports.ts';
import { groupSightings, type ShownGroup } from '../../../sightings/group-sightings.ts';
import type { SightingDimension } from '../../../sightings/sighting.ts';
import { readStats, type StatsAnswer } from '../../../stats/read-stats.ts';
import { readRefusals } from '../../../stats/refusals.ts';
import { findSpreading, type Spreading } from '../../../stats/spreading.ts';
import type { Days, Period } from '../period.ts';
import { readShared, type SharedLinks } from './read-shared.ts';
import { type Series, seriesOf } from './series.ts';

export type PageDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

/** Which links a page is about. */
export interface Scope {
  /** Filters of statistics, by name. */
  filters: Record<string, string[]>;
  contentIds: string[];
}

export type Row = StatsAnswer['data'][number];

export const TOP_CONTENTS = 8;
const MANY = 10_000;
/** Filters of sightings are facts of links; these are facts of hits. */
const HIT_FILTERS = new Set(['mark', 'country', 'device']);

export interface Sightings {
  /** By channel and app; by channel and whether they crossed; by app and day. */
  pairs: ShownGroup[];
  crossed: ShownGroup[];
  days: ShownGroup[];
  apps: ShownGroup[];
  crossedApps: ShownGroup[];
  /** Those of the time before, by whether they crossed. */
  before: ShownGroup[];
}

export interface TopContent {
  row: Row;
  before: number;
  days: Row[];
  channels: Row[];
}

export interface Readers {
  countries: Row[];
  devices: Row[];
  placements: Row[];
}

export interface Overview {
  period: Period;
  scope: Scope;
  /** Clicks and shares by channel and day: before, in the period, and today. */
  series: Series;
  sightings: Sightings;
  readers: Readers;
  /** The links that were shared in the period, by channel. */
  shared: SharedLinks[];
  top: TopContent[];
  spreading: { found: Spreading; days: Row[] }[];
  /** Visits that were turned away in the period (UTC days). */
  turnedAway: number;
  /** UTC milliseconds of the newest hit. */
  asOf: number | null;
  hasContents: boolean;
}

export type Ask = (
  groupBy: string[],
  days: Days,
  more?: { limit?: number; contentIds?: string[]; sort?: string },
) => Promise<StatsAnswer>;

/** Asks for statistics of a scope in the reader's zone. */
export const asker =
  (deps: PageDeps, { filters, contentIds }: Scope, timezone: string): Ask =>
  (groupBy, days, { limit = MANY, contentIds: ids = contentIds, sort = null as string | null } = {}) =>
    readStats(deps, { groupBy, filters, contentIds: ids, linkIds: [], ...days, timezone, sort, limit });

/** The sightings of a scope in a period, counted in the ways that pages show. */
export async function readSightings(
  deps: PageDeps,
  { filters, contentIds }: Scope,
  period: Period,
): Promise<Sightings> {
  const linkFilters = Object.fromEntries(Object.entries(filters).filter(([name]) => !HIT_FILTERS.has(name)));
  const question = {
    filters: linkFilters,
    contentIds,
    linkIds: [],
    apps: [],
    certainties: [],
    crossed: null,
  };
  const ask = async (groupBy: SightingDimension[], { from, to }: Days, crossed: boolean | null = null) =>
    (await groupSightings(deps, { ...question, crossed, from, to }, { groupBy, limit: MANY })).data;
  const [pairs, crossed, days, apps, crossedApps, before] = await Promise.all([
    ask(['channel', 'app'], period),
    ask(['channel', 'app'], period, true),
    ask(['app', 'day'], period),
    ask(['app'], period),
    ask(['app'], period, true),
    ask(['crossed'], period.before),
  ]);
  return { pairs, crossed, days, apps, crossedApps, before };
}

export async function readReaders(ask: Ask, period: Days): Promise<Readers> {
  const answers = await Promise.all(['country', 'device', 'mark'].map((name) => ask([name], period)));
  const [countries = [], devices = [], placements = []] = answers.map(({ data }) =>
    data.filter(({ clicks }) => clicks > 0),
  );
  return { countries, devices, placements };
}

const rowsOf = (rows: Row[], id: unknown) => rows.filter(({ contentId }) => contentId === id);

/** The contents with most clicks, each with its days, channels and clicks of the time before. */
async function readTop(ask: Ask, period: Period): Promise<TopContent[]> {
  const { data } = await ask(['content'], period, { limit: TOP_CONTENTS });
  const rows = data.filter(({ clicks }) => clicks > 0);
  if (rows.length === 0) return [];
  const contentIds = rows.map(({ contentId }) => String(contentId));
  const [before, days, channels] = await Promise.all([
    ask(['content'], period.before, { contentIds }),
    ask(['content', 'day'], period, { contentIds }),
    ask(['content', 'channel'], period, { contentIds }),
  ]);
  return rows.map((row) => ({
    row,
    before: rowsOf(before.data, row.contentId)[0]?.clicks ?? 0,
    days: rowsOf(days.data, row.contentId),
    channels: rowsOf(channels.data, row.contentId),
  }));
}

async function readSpreading(deps: PageDeps, scope: Scope, ask: Ask, period: Period, timezone: string) {
  const found = await findSpreading(deps, { ...scope, timezone });
  if (found.length === 0) return [];
  const days = await ask(['content', 'day'], period, { contentIds: found.map(({ contentId }) => contentId) });
  return found.map((each) => ({ found: each, days: rowsOf(days.data, each.contentId) }));
}

export async function readOverview(
  deps: PageDeps,
  scope: Scope,
  period: Period,
  timezone: string,
): Promise<Overview> {
  const ask = asker(deps, scope, timezone);
  const wide = { from: period.before.from, to: period.today };
  const refusalFilters = { ...scope, linkIds: [], from: period.from, to: period.to };
  const [byDay, sightings, readers, top, spreading, refusals, some] = await Promise.all([
    ask(['channel', 'day'], wide),
    readSightings(deps, scope, period),
    readReaders(ask, period),
    readTop(ask, period),
    readSpreading(deps, scope, ask, period, timezone),
    Object.keys(scope.filters).some((name) => HIT_FILTERS.has(name))
      ? null
      : readRefusals(deps, { ...refusalFilters, groupBy: ['reason'], reasons: [], limit: MANY }),
    deps.store.contents.list({ archived: false }, { limit: 1, before: null }),
  ]);
  const series = seriesOf(byDay.data);
  const { asOf } = byDay.meta;
  return {
    period,
    scope,
    series,
    sightings,
    readers,
    shared: await readShared(ask, series, period),
    top,
    spreading,
    turnedAway: refusals?.total.times ?? 0,
    asOf: asOf === null ? null : Date.parse(asOf),
    hasContents: some.length > 0,
  };
}
