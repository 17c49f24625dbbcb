import type { Channel } from '../channels/registry.ts';
import type { Hash64 } from '../hits/judge/hash-map.ts';

/** How a share was noticed: a share link was opened, or a browser or app reported it (`POST /api/v1/shares`). */
export const SHARE_SOURCES = ['link', 'browser'] as const;
export type ShareSource = (typeof SHARE_SOURCES)[number];

/** Somebody pressed a share button or opened a share link. Row ids are the store's own numbers, times UTC milliseconds. */
export interface Share {
  rowId: number;
  /** The public `shr_…`. */
  id: string;
  at: number;
  contentRowId: number;
  /** The public ids of content and link. */
  contentId: string;
  linkId: string;
  linkRowId: number;
  channel: Channel;
  /** The mark of the short link that was shared; null if the content had no share codes. */
  code: string | null;
  /** The row id of the share by whose link the person came; null if none is known. */
  parentRowId: number | null;
  /** Its public id; also null if the parent is erased or no longer stored. */
  parentId: string | null;
  /** How many shares are before this one in its line: 0 without a parent. */
  generation: number;
  source: ShareSource;
}

export type NewShare = Pick<
  Share,
  'id' | 'at' | 'contentRowId' | 'linkRowId' | 'code' | 'parentRowId' | 'generation' | 'source'
>;

/** The person who pressed, as the key of a visitor on the link; it is kept for two days, apart from the share. */
export interface Press {
  visitor: Hash64;
  /** Two presses of one visitor on one link within this time are one share. */
  onceWithinMs: number;
}
