import type { Channel } from '../channels/registry.ts';
import type { StatsPlan } from '../stats/stats-plan.ts';
import type { Certainty, HitKind } from './hit.ts';

/** A query for hits with all defaults filled in, as the store takes it. */
export interface HitPlan extends Pick<StatsPlan, 'filters' | 'from' | 'to'> {
  /** Accepted kinds; an empty list accepts all. */
  kinds: HitKind[];
  /** Only hits with smaller row ids; null begins with the newest. */
  before: number | null;
  limit: number;
}

/** A place in the order of arrival: behind this row, or at the start with row id 0. */
export interface TailPosition {
  rowId: number;
  /** The nonce of the hit in this row; null if it is not known. */
  nonce: number | null;
}

/** A query for settled hits in the order of their arrival. */
export interface TailPlan extends Omit<HitPlan, 'before'> {
  after: TailPosition;
}

/** A stored hit with the judge's verdict. Unknown facts are null. */
export interface StoredHit {
  rowId: number;
  nonce: number;
  linkId: string;
  contentId: string;
  channel: Channel;
  /** UTC milliseconds. */
  at: number;
  kind: HitKind;
  /** Why it is not a click, or the sign that flags it; null for a plain click. */
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
  /** The public id of the share by whose code it came. */
  shareId: string | null;
  /** Whether it is its visitor's first click on the link on that UTC day; null if the visitor is unknown. */
  unique: boolean | null;
  /** Whether the verdict is final: no later hit can change it. */
  settled: boolean;
}

export interface HitSlice {
  /** Newest first. There may be fewer than `limit`, even none, since one slice reads a bounded number of hits. */
  hits: StoredHit[];
  /** `before` of the next slice; null after the last one. */
  next: number | null;
}

export interface HitTailSlice {
  /** In the order of arrival, all settled. There may be fewer than `limit`, even none. */
  hits: StoredHit[];
  /** Where the next slice begins. */
  next: TailPosition;
  /** Whether the slice has reached the newest settled hit. */
  isLast: boolean;
}

/** How far somebody has read the log: up to the newest hit, and the newest change of an earlier one. */
export interface LogPosition {
  hit: number;
  change: number;
}

/** What the log has got since a position. */
export interface LogNews {
  /** New hits, newest first, settled or not. */
  hits: StoredHit[];
  /** Hits up to the position whose verdicts later hits have changed, as they are now. */
  changed: StoredHit[];
  /** Whether there are older new hits than these. */
  isCut: boolean;
  /** Up to where this answer goes. */
  position: LogPosition;
}
