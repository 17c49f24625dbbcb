/** The bars of a chart of days, and the marks above them. */
import type { ByKind } from '../overview/series.ts';
import type { Days } from '../period.ts';

/** The kinds of channels, from the bottom of a bar to its top. */
export const KINDS = ['private', 'public', 'offline'] as const;

export interface Bar extends Days {
  clicks: ByKind;
  of: 'before' | 'now' | 'today';
}

/** A number above the chart, at a bar. Diamonds are crossings. */
export interface Mark {
  at: number;
  number: number;
  isCrossing: boolean;
}

export const totalOf = ({ private: a, public: b, offline: c }: ByKind): number => a + b + c;

/** Whether there is anything to draw. */
export const hasClicks = (bars: Bar[]): boolean => bars.some(({ clicks }) => totalOf(clicks) > 0);
