import type { DimensionName } from './dimensions.ts';
import type { Counts } from './measures.ts';

/** One row per group: the fields its dimensions show (null: unknown; a time is its bucket's number), and the counts. */
export interface StatsRow {
  group: Record<string, string | number | null>;
  counts: Counts;
}

/** A stats question with every default filled in, ready for the store. */
export interface StatsPlan {
  groupBy: DimensionName[];
  /** Accepted values; an empty list accepts none. */
  filters: Partial<Record<DimensionName, string[]>>;
  /** UTC milliseconds, `to` exclusive; null is unbounded. */
  from: number | null;
  to: number | null;
  /** Offsets of the asked zone in milliseconds, each from its instant on, ascending; the first covers all before. */
  offsets: { from: number; offset: number }[];
  /** Null: in the order of the groups. */
  order: { measure: keyof Counts | 'hits'; descending: boolean } | null;
  limit: number;
}

export interface StatsResult {
  rows: StatsRow[];
  total: Counts;
  /** UTC milliseconds of the newest stored hit, all of which are counted; null without any. */
  asOf: number | null;
  /** Sums of UTC days before this one are kept by the day alone; 0: of none. */
  compactedDay: number;
  source: 'sums' | 'raw';
}
