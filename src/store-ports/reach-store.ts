/** What the store reads of the shares of a content. */
import type { CountedShare } from '../shares/counted-share.ts';
import type { ChannelShares } from '../shares/reach.ts';
import type { StatsPlan } from '../stats/stats-plan.ts';

/** Shares of one content, by when they were pressed: UTC milliseconds, `to` exclusive; null for no bound. */
export interface ReachPlan {
  contentRowId: number;
  from: number | null;
  to: number | null;
  /** The most shares with a code that are read: the newest. */
  most: number;
}

export interface ReachRows {
  /** All shares, by channel. */
  channels: ChannelShares[];
  /** Those with a code, with every stored hit that came by it; newest first. */
  shares: CountedShare[];
  /** UTC milliseconds of the newest hit that is counted; null without hits. */
  asOf: number | null;
}

/** Shares of the links that the filters accept, by when they were pressed, as in statistics. */
export type ShareCountPlan = Pick<StatsPlan, 'filters' | 'from' | 'to'>;

export interface ReachStore {
  /** All shares, with and without codes, by channel. Filters by facts of hits accept none. */
  count(plan: ShareCountPlan): Promise<ChannelShares[]>;
  read(plan: ReachPlan): Promise<ReachRows>;
}
