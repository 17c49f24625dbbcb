import type { HitKind } from '../hits/hit.ts';

/** The stored counts, in their stored order. They add up over any group of hits and shares. */
export const COUNTS = [
  'clicks',
  'uniqueClicks',
  'repeats',
  'anonymousClicks',
  'previews',
  'prefetches',
  'scanners',
  'bots',
  'ownClicks',
  'shares',
] as const;
export type Counts = Record<(typeof COUNTS)[number], number>;

/** The count of each kind of hit. */
export const KIND_COUNT = {
  click: 'clicks',
  repeat: 'repeats',
  preview: 'previews',
  prefetch: 'prefetches',
  scanner: 'scanners',
  bot: 'bots',
} as const satisfies Record<HitKind, keyof Counts>;

/** The counts whose sum is the number of hits: each hit is in exactly one of them. */
export const KIND_COUNTS = Object.values(KIND_COUNT);

/** The number of hits in these counts. */
export const hitsIn = (counts: Counts): number => KIND_COUNTS.reduce((sum, name) => sum + counts[name], 0);

/** Each hit and each share is in exactly one of these counts. */
export const EVENT_COUNTS = [...KIND_COUNTS, 'shares'] as const;

/** Whether the counts contain a hit or a share. */
export const isCounted = (counts: Counts): boolean => EVENT_COUNTS.some((name) => counts[name] > 0);

/** One of the counts, or the number of hits. */
export const countOf = (counts: Counts, measure: keyof Counts | 'hits'): number =>
  measure === 'hits' ? hitsIn(counts) : counts[measure];

/**
 * The measures that the API shows. hits = clicks + repeats + previews + prefetches + scanners + bots. `shares` is null
 * where a question is about a fact of hits, such as the country: shares have none.
 */
export interface Measures extends Omit<Counts, 'shares'> {
  hits: number;
  shares: number | null;
}

/** With `ofFacts`, the counts are of hits with a fact. */
export const measuresOf = (counts: Counts, ofFacts = false): Measures => ({
  hits: hitsIn(counts),
  clicks: counts.clicks,
  repeats: counts.repeats,
  uniqueClicks: counts.uniqueClicks,
  anonymousClicks: counts.anonymousClicks,
  ownClicks: counts.ownClicks,
  previews: counts.previews,
  prefetches: counts.prefetches,
  scanners: counts.scanners,
  bots: counts.bots,
  shares: ofFacts ? null : counts.shares,
});
