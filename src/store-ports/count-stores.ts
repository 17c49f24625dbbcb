/** What the store counts: statistics, and answers of links that are not hits. */
import type { RefusalReason } from '../hits/hit.ts';
import type { RefusalPlan, RefusalResult } from '../stats/refusals.ts';
import type { StatsPlan, StatsResult } from '../stats/stats-plan.ts';

/** An answer of a link that is not a hit, on a UTC day. */
export interface Refusal {
  linkRowId: number;
  day: number;
  reason: RefusalReason;
}

/**
 * A request for an unknown slug on a UTC day. It counts as '(other)' if its slug is not in the list of that day and
 * domain, and `mayList` is false or the list is full.
 */
export interface UnknownSlug {
  domain: string;
  slug: string;
  day: number;
  mayList: boolean;
}

/** What is counted together, each with how often it happened. */
export interface RefusalCounts {
  refusals: (Refusal & { times: number })[];
  unknownSlugs: (UnknownSlug & { times: number })[];
}

/** Answers of links that are not hits, and requests for unknown slugs. */
export interface RefusalStore {
  /** Counts all of them, or none. */
  count(counts: RefusalCounts): Promise<void>;
  /** Those of one link by UTC day, oldest first. */
  ofLink(linkRowId: number): Promise<{ day: number; reason: RefusalReason; times: number }[]>;
  /** Their counts, grouped. */
  read(plan: RefusalPlan): Promise<RefusalResult>;
}

export interface LinkTotals {
  clicks: number;
  /** UTC milliseconds of the newest click, null when none. */
  lastClickAt: number | null;
  turnedAway: number;
}

export interface LastClickPlan {
  dimension: 'link' | 'content';
  /** Filters by facts of the link. */
  filters: StatsPlan['filters'];
  descending: boolean;
  limit: number;
}

/** A link or content by its public id, and the UTC milliseconds of its last click. */
export interface LastClicked {
  id: string;
  at: number;
}

export interface StatsStore {
  /** By link `rowId`; links without any are absent. Includes every stored hit. */
  totals(linkRowIds: number[]): Promise<Map<number, LinkTotals>>;
  /** The clicks on all links of contents, by their `rowId`, however many they are. Contents without any may be absent. */
  clicksOfContents(contentRowIds: number[]): Promise<[contentRowId: number, clicks: number][]>;
  read(plan: StatsPlan): Promise<StatsResult>;
  /** Links or contents in the order of their last clicks. */
  lastClicked(plan: LastClickPlan): Promise<LastClicked[]>;
  /** About how many stored hits still have to be rolled up into the sums. */
  waiting(): Promise<number>;
}
