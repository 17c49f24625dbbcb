import type { Channel } from '../channels/registry.ts';
import type { StatsPlan } from '../stats/plan.ts';
import type { Certainty, Kind } from './hit.ts';

/** Which hits are asked for, with every default filled in, ready for the store. */
export interface HitPlan extends Pick<StatsPlan, 'filters' | 'from' | 'to'> {
  /** Accepted kinds; none accepts all. */
  kinds: Kind[];
  /** Only hits of smaller row ids; null begins with the newest. */
  before: number | null;
  limit: number;
}

/** A hit as it was judged, with its facts as they were logged; null where one is unknown. */
export interface StoredHit {
  rowId: number;
  nonce: number;
  linkId: string;
  contentId: string;
  channel: Channel;
  /** UTC milliseconds. */
  at: number;
  kind: Kind;
  /** Why it is no click, or what flags it; null for a plain click. */
  reason: string | null;
  app: string | null;
  certainty: Certainty | null;
  country: string | null;
  region: string | null;
  city: string | null;
  device: string | null;
  os: string | null;
  browser: string | null;
  referrer: string | null;
  mark: string | null;
  /** The first click of its visitor on its link and UTC day; null for a click of nobody known. */
  unique: boolean | null;
}

export interface HitSlice {
  /** Newest first; fewer than asked, even none, where finding more would have read too much at once. */
  hits: StoredHit[];
  /** What the next slice is to begin before; null once there is nothing more. */
  next: number | null;
}
