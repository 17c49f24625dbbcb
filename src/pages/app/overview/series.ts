/** Counts by channel and day, added up as pages need them. */
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import { COUNTS, type Counts } from '../../../stats/measures.ts';
import type { StatsAnswer } from '../../../stats/read-stats.ts';
import { isChannel, kindOf } from '../parts/name-texts.ts';
import type { Days } from '../period.ts';

export const NO_COUNTS: Counts = {
  clicks: 0,
  uniqueClicks: 0,
  repeats: 0,
  anonymousClicks: 0,
  previews: 0,
  prefetches: 0,
  scanners: 0,
  bots: 0,
  ownClicks: 0,
  shares: 0,
};

export interface ByKind {
  private: number;
  public: number;
  offline: number;
}

/** A row of an answer grouped by channel and day. */
type Row = StatsAnswer['data'][number];

const inside = ({ from, to }: Days, day: string) => day >= from && day <= to;

export type Series = ReturnType<typeof seriesOf>;

/** Reads the rows of `groupBy=channel,day`. */
export function seriesOf(rows: readonly Row[]) {
  const byChannel = new Map<Channel, Map<string, Counts>>();
  for (const row of rows) {
    if (!isChannel(row.channel)) continue;
    const days = byChannel.get(row.channel) ?? new Map<string, Counts>();
    // Answers about facts of hits have no shares.
    days.set(String(row.day), { ...row, shares: row.shares ?? 0 });
    byChannel.set(row.channel, days);
  }

  const countsIn = (days: Days, channel: Channel) =>
    [...(byChannel.get(channel) ?? [])].flatMap(([day, counts]) => (inside(days, day) ? [counts] : []));

  const sum = (days: Days, channels: Iterable<Channel> = byChannel.keys()): Counts => {
    const total = { ...NO_COUNTS };
    for (const counts of [...channels].flatMap((channel) => countsIn(days, channel))) {
      for (const name of COUNTS) total[name] += counts[name];
    }
    return total;
  };

  return {
    channels: CHANNEL_NAMES.filter((name) => byChannel.has(name)),
    sum,
    clicks: (days: Days, channel: Channel) => sum(days, [channel]).clicks,
    byKind(days: Days): ByKind {
      const clicks = { private: 0, public: 0, offline: 0 };
      for (const channel of byChannel.keys()) clicks[kindOf(channel)] += sum(days, [channel]).clicks;
      return clicks;
    },
  };
}
