/** What the store keeps of shares. */
import type { NewShare, Press, Share } from '../shares/share.ts';
import type { Page } from './row-page.ts';

/** A stored share, and whether it is a new one. */
export interface StoredShare {
  share: Share;
  isNew: boolean;
}

/** Shares of live links only; erased ones are absent. */
export interface ShareStore {
  /**
   * Stores a share, unless the same visitor has just shared the same link: then `share` is that one. A null press is never
   * recognized again. 'taken': the content has another share with this code. Undefined if the link was deleted.
   */
  add(share: NewShare, press: Press | null): Promise<StoredShare | 'taken' | undefined>;
  get(id: string): Promise<Share | undefined>;
  /** The share of a content whose short link has this mark. */
  byCode(contentRowId: number, code: string): Promise<Share | undefined>;
  /** Newest first, of one link or of all links of a content. */
  list(of: { linkRowId: number } | { contentRowId: number }, page: Page): Promise<Share[]>;
}
