import type { DimensionName } from './dimensions.ts';
import type { Counts } from './measures.ts';

/**
 * One row per group: the fields of its dimensions (null: unknown; a time is the number of its bucket), and the
 * counts.
 */
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
  /** The offsets of the question's time zone. */
  offsets: { from: number; offset: number }[];
  /** Null: rows are in the order of their groups. */
  order: { measure: keyof Counts | 'hits'; descending: boolean } | null;
  limit: number;
}

export interface StatsResult {
  rows: StatsRow[];
  total: Counts;
  /** UTC milliseconds of the newest stored hit; every stored hit is counted. Null without any. */
  asOf: number | null;
  /** UTC days before this one are compacted to daily totals; 0 if there are none. */
  compactedDay: number;
  source: 'sums' | 'raw';
}
