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
  /** Only groups behind this position in the order of the answer; all if absent. */
  after?: GroupPosition | null;
  /** Whether all groups are counted, however many they are, where that takes no more than a moment. */
  countsGroups?: boolean;
}

/** The place of a group in an ordered answer: its measure, and the first field of each of its dimensions. */
export interface GroupPosition {
  size: number;
  keys: (string | number | null)[];
}

export interface StatsResult {
  rows: StatsRow[];
  /** The number of all groups, however few are among the rows; null if counting them would take too long. */
  groups: number | null;
  total: Counts;
  /** UTC milliseconds of the newest stored hit; every stored hit is counted. Null without any. */
  asOf: number | null;
  /** UTC days before this one are compacted to daily totals; 0 if there are none. */
  compactedDay: number;
  source: 'sums' | 'raw';
}
