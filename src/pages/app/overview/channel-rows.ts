/** The rows of the channel table: what each channel has in a period. */
import type { ChannelEntry } from '../../../channels/channel.ts';
import { CHANNELS, type Channel } from '../../../channels/registry.ts';
import type { Counts } from '../../../stats/measures.ts';
import { isChannel } from '../parts/name-texts.ts';
import { type Period, stepsOf } from '../period.ts';
import { countSightings } from './count-sightings.ts';
import type { Sightings } from './read-overview.ts';
import type { SharedLinks } from './read-shared.ts';
import type { Series } from './series.ts';

export interface ChannelFigures {
  channel: Channel;
  now: Counts;
  before: Counts;
  bars: number[];
  sightings: number;
  crossed: number;
  /** Those of its links that were shared. */
  shared: SharedLinks | undefined;
}

export interface ChannelFacts {
  period: Period;
  series: Series;
  sightings: Sightings;
  /** The links that were shared, by channel. */
  shared?: readonly SharedLinks[];
}

/** Whether its links may be in any app, so that none of their sightings is crossed. */
export const acceptsAny = (channel: Channel) => (CHANNELS[channel] as ChannelEntry).acceptsAnyApp === true;

/** The channels with figures, most clicked first. */
export function channelRows({ series, sightings, period, shared = [] }: ChannelFacts): ChannelFigures[] {
  const seen = sightings.pairs.flatMap(({ channel }) => (isChannel(channel) ? [channel] : []));
  const steps = stepsOf(period, period.step);
  return [...new Set([...series.channels, ...seen])]
    .map((channel) => ({
      channel,
      now: series.sum(period, [channel]),
      before: series.sum(period.before, [channel]),
      bars: steps.map((step) => series.clicks(step, channel)),
      sightings: countSightings(sightings.pairs, (group) => group.channel === channel),
      crossed: countSightings(sightings.crossed, (group) => group.channel === channel),
      shared: shared.find((each) => each.channel === channel),
    }))
    .filter((row) => row.now.clicks + row.before.clicks + row.sightings + row.now.shares > 0)
    .sort((a, b) => b.now.clicks - a.now.clicks || b.sightings - a.sightings);
}
