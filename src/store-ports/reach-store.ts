/** What the store reads of the shares of a content. */
import type { CountedShare } from '../shares/counted-share.ts';
import type { ChannelShares } from '../shares/reach.ts';

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

export interface ReachStore {
  read(plan: ReachPlan): Promise<ReachRows>;
}
