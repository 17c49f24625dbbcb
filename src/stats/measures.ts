/** The stored counts. One row of sums, or one hit, is such a tuple; they add up over any group. */
export const COUNTS = [
  'clicks',
  'uniques',
  'repeats',
  'anonymous',
  'previews',
  'prefetches',
  'scanners',
  'bots',
] as const;
export type Counts = Record<(typeof COUNTS)[number], number>;

/** What the API shows. hits = clicks + repeats + previews + prefetches + scanners + bots. Null: does not exist here. */
export interface Measures {
  hits: number;
  clicks: number;
  repeats: number;
  uniqueClicks: number;
  anonymousClicks: number;
  previews: number;
  prefetches: number;
  scanners: number;
  bots: number;
  shares: number | null;
  conversions: number | null;
  revenue: Record<string, string> | null;
}

export function measuresOf(counts: Counts): Measures {
  const { clicks, repeats, previews, prefetches, scanners, bots } = counts;
  return {
    hits: clicks + repeats + previews + prefetches + scanners + bots,
    clicks,
    repeats,
    uniqueClicks: counts.uniques,
    anonymousClicks: counts.anonymous,
    previews,
    prefetches,
    scanners,
    bots,
    shares: null,
    conversions: null,
    revenue: null,
  };
}
