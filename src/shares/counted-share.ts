import type { Channel } from '../channels/registry.ts';

/** A share with a code, and what it has brought so far. */
export interface CountedShare {
  rowId: number;
  /** The public `shr_…`. */
  id: string;
  parentRowId: number | null;
  generation: number;
  channel: Channel;
  /** UTC milliseconds. */
  at: number;
  code: string;
  /** Clicks on its own short link; `ownClicks` of them by the person who shared. */
  clicks: number;
  ownClicks: number;
  previews: number;
  /** Shares by people who came through it. */
  reshares: number;
}
