/** Contents that spread again: old ones that were clicked much more in the last seven days than in their usual week. */
import { Temporal } from 'temporal-polyfill';
import type { Deps } from '../ports.ts';
import { DAY } from '../time.ts';
import type { StatsQuestion } from './question.ts';
import { readStats, type StatsAnswer } from './read-stats.ts';

/** At least this old, with at least so many clicks in the last week, and at least so many times the usual week. */
export const MIN_AGE_DAYS = 28;
export const MIN_CLICKS = 20;
export const MIN_FACTOR = 2;

const WEEK = 7;
/** The usual week is the median of the weeks before the last one. */
const WEEKS_BEFORE = 4;
/** Only the contents with most clicks of the week are looked at. */
const CANDIDATES = 200;
/** A run of busy days survives a weekend. */
const QUIET_DAYS = 2;

export interface Spreading {
  contentId: string;
  title: string | null;
  url: string;
  /** Clicks of the last seven whole days. */
  clicks: number;
  /** Clicks of the usual week; may be a half. */
  usual: number;
  /** The day (`2026-11-19`) on which the present run of busy days began. */
  since: string;
  /** Whether no week before was under half or over twice the usual one. */
  wasSteady: boolean;
  /** The channel with most clicks of the week, and its clicks. */
  channel: string | null;
  channelClicks: number;
}

export interface SpreadingQuestion {
  /** An IANA time zone, whose whole days count. */
  timezone: string;
  /** Filters of statistics; times and dimensions of the hit are possible too. */
  filters: StatsQuestion['filters'];
  contentIds: string[];
}

type Row = StatsAnswer['data'][number];

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The clicks of each day, oldest first. */
type Daily = { day: string; clicks: number }[];

/** The first day of the run of busy days that reaches the end; a busy day has more than its part of two usual weeks. */
function startOfRun(daily: Daily, usual: number): string {
  const busy = (MIN_FACTOR * usual) / WEEK;
  let start = daily.at(-1)?.day ?? '';
  let quiet = 0;
  for (const { day, clicks } of daily.toReversed()) {
    if (clicks > busy) {
      start = day;
      quiet = 0;
    } else if (++quiet > QUIET_DAYS) break;
  }
  return start;
}

/** What a content's days say; null if it does not spread again. `daily` has the four weeks before and the last one. */
export function judgeDays(daily: Daily): Pick<Spreading, 'clicks' | 'usual' | 'since' | 'wasSteady'> | null {
  const weeks = Array.from({ length: WEEKS_BEFORE + 1 }, (_, week) =>
    daily.slice(week * WEEK, (week + 1) * WEEK).reduce((sum, { clicks }) => sum + clicks, 0),
  );
  const clicks = weeks.pop() ?? 0;
  const usual = median(weeks);
  if (clicks < MIN_CLICKS || clicks < MIN_FACTOR * usual) return null;
  const wasSteady = weeks.every((week) => week >= usual / 2 && week <= usual * 2);
  return { clicks, usual, since: startOfRun(daily, usual), wasSteady };
}

function byContent(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = String(row.contentId);
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return groups;
}

/** The contents that spread again, those furthest above their usual week first. Throws `validation` as statistics do. */
export async function findSpreading(
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  { timezone, filters, contentIds }: SpreadingQuestion,
): Promise<Spreading[]> {
  const now = deps.clock();
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  const back = (days: number) => today.subtract({ days }).toString();
  const ask = (groupBy: string[], from: string, ids: string[], limit: number | null) => {
    const question = { groupBy, filters, contentIds: ids, linkIds: [], timezone, sort: null, limit };
    return readStats(deps, { ...question, from, to: back(1) });
  };
  const week = await ask(['content'], back(WEEK), contentIds, CANDIDATES);
  const busy = week.data.filter(({ clicks }) => clicks >= MIN_CLICKS).map((row) => String(row.contentId));
  if (busy.length === 0) return [];
  const known = await deps.store.contents.list(
    { archived: false, ids: busy },
    { limit: busy.length, before: null },
  );
  const old = known.filter(({ createdAt }) => now - createdAt >= MIN_AGE_DAYS * DAY);
  if (old.length === 0) return [];
  const ids = old.map(({ id }) => id);
  const [days, channels] = await Promise.all([
    ask(['content', 'day'], back((WEEKS_BEFORE + 1) * WEEK), ids, CANDIDATES),
    ask(['content', 'channel'], back(WEEK), ids, null),
  ]);
  const daily = byContent(days.data);
  const mixes = byContent(channels.data);
  const found = old.flatMap(({ id, title, url }): Spreading[] => {
    const rows = daily.get(id) ?? [];
    const verdict = judgeDays(rows.map(({ day, clicks }) => ({ day: String(day), clicks })));
    if (!verdict) return [];
    const top = (mixes.get(id) ?? []).toSorted((a, b) => b.clicks - a.clicks)[0];
    const channel = top ? String(top.channel) : null;
    return [{ contentId: id, title, url, ...verdict, channel, channelClicks: top?.clicks ?? 0 }];
  });
  const above = ({ clicks, usual }: Spreading) => clicks / Math.max(1, usual);
  return found.sort((a, b) => above(b) - above(a) || b.clicks - a.clicks);
}
