/** What sentences of the catalogue are about: facts and ready-made pieces, so that no language joins parts of another. */
import type { Child } from 'hono/jsx';
import type { Format, Part } from './format.ts';

/** The period of a page: one of the presets, or days of the reader's choice. */
export type PeriodWords =
  | { preset: '7d' | '30d' | '90d' | '12m' }
  | { preset: null; from: string; to: string };

/** The pieces of the answer that lead somewhere. */
export interface AnswerFacts {
  period: PeriodWords;
  clicks: number;
  privates: Part;
  /** The channel with most clicks, as a link. */
  top: Child;
  /** How many older contents spread again, and the link around the words for them. */
  spreading: number;
  spreadingLink: (words: Child) => Child;
}

export interface ChannelFacts {
  period: PeriodWords;
  channel: string;
  clicks: number;
  before: number;
}

export interface ContentFacts {
  /** Clicks until yesterday; `today` has the others. */
  clicks: number;
  days: number;
  today: number;
  privates: Part;
  /** The first week's part of all clicks. */
  firstWeek: Part;
  /** Since when it spreads again, how many times its usual week it has, and what carries it. */
  spreading: {
    since: string;
    factor: number | null;
    wasQuiet: boolean;
    channel: string | null;
    part: Part;
  } | null;
}

export interface SampleFacts {
  period: PeriodWords;
  privates: Part;
  before: number;
}

/** Counts that were left out, largest first, already named: "4,322 previews". */
export type LeftOut = {
  previews: number;
  bots: number;
  repeats: number;
  prefetches: number;
  scanners: number;
};

export type Say<Facts> = (facts: Facts, format: Format) => Child;
