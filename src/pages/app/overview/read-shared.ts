/** How far shared links get: their clicks, for each time that they were shared. */
import type { Channel } from '../../../channels/registry.ts';
import { isChannel } from '../parts/name-texts.ts';
import type { Days } from '../period.ts';
import type { Ask } from './read-overview.ts';
import type { Series } from './series.ts';

/** The links of a channel that were shared in a period: how often, and their clicks in the period. */
export interface SharedLinks {
  channel: Channel;
  shares: number;
  clicks: number;
}

/** More links are not read: those that were shared most are. */
const MOST_LINKS = 10_000;

/** By channel. Links that nobody shared in the period are left out: their clicks have other reasons. */
export async function readShared(ask: Ask, series: Series, { from, to }: Days): Promise<SharedLinks[]> {
  // Questions about facts of hits have no shares, and cannot be sorted by them.
  if (series.sum({ from, to }).shares === 0) return [];
  const { data } = await ask(['link', 'channel'], { from, to }, { sort: '-shares', limit: MOST_LINKS });
  const found = new Map<Channel, SharedLinks>();
  for (const { channel, shares, clicks } of data) {
    if (!isChannel(channel) || !shares) continue;
    const known = found.get(channel) ?? { channel, shares: 0, clicks: 0 };
    found.set(channel, { channel, shares: known.shares + shares, clicks: known.clicks + clicks });
  }
  return [...found.values()];
}

/** All channels together; undefined without shares. */
export function allShared(shared: readonly SharedLinks[]): Omit<SharedLinks, 'channel'> | undefined {
  const sum = (of: 'shares' | 'clicks') => shared.reduce((total, each) => total + each[of], 0);
  return shared.length === 0 ? undefined : { shares: sum('shares'), clicks: sum('clicks') };
}

export const perShare = ({ clicks, shares }: Omit<SharedLinks, 'channel'>): number => clicks / shares;
