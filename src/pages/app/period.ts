/** The period of a page: whole days in the reader's zone. Today is not over, so it is shown but never counted in. */
import { Temporal } from 'temporal-polyfill';
import type { PeriodWords } from './words/sentences.ts';

export const PRESETS = ['7d', '30d', '90d', '12m'] as const;
export type Preset = (typeof PRESETS)[number];

/** Twelve months are 52 whole weeks, so that weeks begin on the same day in both periods that are compared. */
const PRESET_DAYS: Record<Preset, number> = { '7d': 7, '30d': 30, '90d': 90, '12m': 364 };
const DEFAULT: Preset = '30d';
/** Longer periods are drawn by the week. */
const MOST_BARS = 92;
const MAX_DAYS = 3 * 366;
const WEEK = 7;

/** Days such as `2026-10-07`, both included. */
export interface Days {
  from: string;
  to: string;
}

export interface Period extends Days {
  preset: Preset | null;
  /** How many days it has. */
  length: number;
  /** As many days just before. */
  before: Days;
  today: string;
  /** How many days a bar has. */
  step: number;
  words: PeriodWords;
}

const shift = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** How many days there are from one day to another, both included. */
export const lengthOf = ({ from, to }: Days): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days + 1;

export const dayOfInstant = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();

/** How often the date has changed since a moment: the one rule for ages of a day or more. */
export const daysSince = (at: number, now: number, zone: string): number =>
  Math.max(0, lengthOf({ from: dayOfInstant(at, zone), to: dayOfInstant(now, zone) }) - 1);

export { shift as shiftDay };

function parseDay(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}

/** The days of the reader's choice, cut to those that are over; null if they are not a period. */
function chosenDays(query: URLSearchParams, yesterday: string): Days | null {
  const [from, until] = [parseDay(query.get('from')), parseDay(query.get('to'))];
  if (from === null || until === null) return null;
  const to = until < yesterday ? until : yesterday;
  const days = { from, to };
  return from <= to && lengthOf(days) <= MAX_DAYS ? days : null;
}

/** A period, and the periods that are compared with it. */
export function periodOf(days: Days, preset: Preset | null, today: string): Period {
  const length = lengthOf(days);
  return {
    ...days,
    preset,
    length,
    before: { from: shift(days.from, -length), to: shift(days.from, -1) },
    today,
    step: length > MOST_BARS ? WEEK : 1,
    words: preset === null ? { preset, ...days } : { preset },
  };
}

/** Whether the period has every day before today, so that only those of today seem to be missing. */
export const endsYesterday = ({ to, today }: Period): boolean => to === shift(today, -1);

/** Reads `period`, or `from` and `to`. An invalid period becomes the default, so that a page always shows something. */
export function readPeriod(query: URLSearchParams, now: number, zone: string): Period {
  const today = dayOfInstant(now, zone);
  const yesterday = shift(today, -1);
  const chosen = chosenDays(query, yesterday);
  if (chosen) return periodOf(chosen, null, today);
  const preset = PRESETS.find((name) => name === query.get('period')) ?? DEFAULT;
  return periodOf({ from: shift(yesterday, 1 - PRESET_DAYS[preset]), to: yesterday }, preset, today);
}

/** The steps of some days, each ending where the next begins; the first is shorter if they do not divide evenly. */
export function stepsOf({ from, to }: Days, step: number): Days[] {
  const steps: Days[] = [];
  for (let end = to; end >= from; end = shift(end, -step)) {
    const start = shift(end, 1 - step);
    steps.unshift({ from: start < from ? from : start, to: end });
  }
  return steps;
}

/** Every day from the first to the last. */
export const daysOf = (days: Days): string[] => stepsOf(days, 1).map(({ from }) => from);

/** The year of a day such as `2026-11-29`. */
export const yearOf = (day: string): string => day.slice(0, 4);

/** Whether a day is a Monday. */
export const isMonday = (day: string): boolean => Temporal.PlainDate.from(day).dayOfWeek === 1;
