/** Everything that the summary of a week shows, from the functions of the API. */
import { groupSightings, type ShownGroup } from '../../../sightings/group-sightings.ts';
import { type RefusalAnswer, readRefusals } from '../../../stats/refusals.ts';
import { findSpreading, type Spreading } from '../../../stats/spreading.ts';
import {
  type Ask,
  asker,
  type PageDeps,
  readSightings,
  type Scope,
  type Sightings,
} from '../overview/read-overview.ts';
import { type Series, seriesOf } from '../overview/series.ts';
import type { Days, Period } from '../period.ts';
import { endOf, type Week } from './week.ts';

const EVERYTHING: Scope = { filters: {}, contentIds: [] };
/** The contents of each week that are compared: those with most clicks. */
const COMPARED = 200;
const LISTED = 5;
const MANY = 10_000;

export interface Mover {
  contentId: string;
  title: string | null;
  url: string;
  now: number;
  before: number;
}

/** An app in which a content was not seen before. */
export interface FirstSeen {
  contentId: string;
  title: string | null;
  url: string;
  app: string;
  /** UTC milliseconds. */
  at: number;
}

export interface Weekly {
  week: Week;
  series: Series;
  sightings: Sightings;
  risers: Mover[];
  fallers: Mover[];
  firstSeen: FirstSeen[];
  spreading: Spreading[];
  turnedAway: RefusalAnswer;
  asOf: number | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The contents whose clicks have changed most, of those with most clicks in either week. */
async function readMovers(ask: Ask, period: Period): Promise<{ risers: Mover[]; fallers: Mover[] }> {
  const tops = await Promise.all(
    [period, period.before].map((days) => ask(['content'], days, { limit: COMPARED })),
  );
  const ids = new Set(tops.flatMap(({ data }) => data.map(({ contentId }) => String(contentId))));
  if (ids.size === 0) return { risers: [], fallers: [] };
  const countIn = async (days: Days) => {
    const { data } = await ask(['content'], days, { contentIds: [...ids], limit: ids.size });
    return new Map(data.map((row) => [String(row.contentId), row]));
  };
  const [now, before] = await Promise.all([countIn(period), countIn(period.before)]);
  const movers = [...ids].map((contentId): Mover => {
    const row = now.get(contentId) ?? before.get(contentId);
    const counts = { now: now.get(contentId)?.clicks ?? 0, before: before.get(contentId)?.clicks ?? 0 };
    return { contentId, title: textOrNull(row?.title), url: textOrNull(row?.url) ?? '', ...counts };
  });
  const sorted = movers.toSorted((a, b) => b.now - b.before - (a.now - a.before));
  return {
    risers: sorted.filter((mover) => mover.now > mover.before).slice(0, LISTED),
    fallers: sorted
      .filter((mover) => mover.now < mover.before)
      .reverse()
      .slice(0, LISTED),
  };
}

const pairOf = ({ contentId, app }: ShownGroup) => `${contentId} ${app}`;

/** Apps in which contents were seen for the first time, oldest first. */
async function readFirstSeen(deps: PageDeps, { from, to }: Days): Promise<FirstSeen[]> {
  const question = { filters: {}, linkIds: [], apps: [], certainties: [], crossed: null };
  const grouping = { groupBy: ['content' as const, 'app' as const], limit: MANY };
  const inWeek = await groupSightings(deps, { ...question, contentIds: [], from, to }, grouping);
  const contentIds = [...new Set(inWeek.data.map(({ contentId }) => String(contentId)))];
  if (contentIds.length === 0) return [];
  const all = await groupSightings(deps, { ...question, contentIds, from: null, to }, grouping);
  const firstAt = new Map(all.data.map((group) => [pairOf(group), group.firstSeenAt]));
  return inWeek.data
    .filter((group) => firstAt.get(pairOf(group)) === group.firstSeenAt)
    .map((group) => ({
      contentId: String(group.contentId),
      title: textOrNull(group.title),
      url: textOrNull(group.url) ?? '',
      app: String(group.app),
      at: Date.parse(group.firstSeenAt),
    }))
    .sort((a, b) => a.at - b.at);
}

export async function readWeekly(deps: PageDeps, week: Week, zone: string): Promise<Weekly> {
  const { period } = week;
  const ask = asker(deps, EVERYTHING, zone);
  const refusals = { ...EVERYTHING, linkIds: [], from: period.from, to: period.to, reasons: [] };
  // What spread again is judged by the days of this week, as it was when the week was over.
  const atItsEnd = { ...deps, clock: () => endOf(week, zone) };
  const [byDay, sightings, movers, firstSeen, spreading, turnedAway] = await Promise.all([
    ask(['channel', 'day'], { from: period.before.from, to: period.to }),
    readSightings(deps, EVERYTHING, period),
    readMovers(ask, period),
    readFirstSeen(deps, period),
    findSpreading(atItsEnd, { ...EVERYTHING, timezone: zone }),
    readRefusals(deps, { ...refusals, groupBy: ['reason'], limit: MANY }),
  ]);
  const { asOf } = byDay.meta;
  return {
    ...{ week, sightings, firstSeen, spreading, turnedAway, ...movers },
    series: seriesOf(byDay.data),
    asOf: asOf === null ? null : Date.parse(asOf),
  };
}
