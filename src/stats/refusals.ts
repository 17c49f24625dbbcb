/** Refusals: visits that a link did not redirect, counted by link, UTC day and reason. */
import type { RefusalReason } from '../hits/hit.ts';
import type { Deps } from '../ports.ts';
import { dayOfOrNull, isoDay } from '../time.ts';
import { linkFields } from './link-fields.ts';
import { readQuestion, type StatsQuestion } from './question.ts';
import { type RowRange, readSlices } from './rows/row-range.ts';
import type { StatsPlan } from './stats-plan.ts';

/** The dimensions that refusals can be grouped by. */
export const REFUSAL_DIMENSIONS = ['reason', 'day', 'link', 'content', 'channel'] as const;
export type RefusalDimension = (typeof REFUSAL_DIMENSIONS)[number];

/** Every reason and what it means. */
export const REFUSAL_REASONS: Record<RefusalReason, string> = {
  archived: 'The link is archived.',
  deleted: 'The link is deleted.',
  blocked: 'The link is blocked.',
  not_started: 'The link is not active yet.',
  expired: 'The link has expired.',
  used_up: 'The link has reached its maximum number of clicks.',
  password: 'The visitor was asked for the password.',
  wrong_password: 'The visitor entered a wrong password.',
};

/** The rows of a page, unless the caller says otherwise. */
export const ROWS = 100;

/** A question about refusals with every default filled in, ready for the store. */
export interface RefusalPlan {
  groupBy: RefusalDimension[];
  /** Filters by facts of the link. */
  filters: StatsPlan['filters'];
  /** Accepted reasons; an empty list accepts all. */
  reasons: RefusalReason[];
  /** UTC days since 1970, `toDay` exclusive; null is unbounded. */
  fromDay: number | null;
  toDay: number | null;
  limit: number;
  /** The number of rows that come before the first one; 0 if absent. */
  offset?: number;
}

export interface RefusalResult {
  /**
   * If grouped by day, the newest day comes first; then the largest count. `day` is the number of UTC days since
   * 1970.
   */
  rows: { keys: Record<string, string | number | null>; times: number }[];
  /** The sum over all rows, including those beyond the limit. */
  total: number;
}

/** A caller's question, as texts. `from` and `to` are UTC days like 2026-05-12, both included. */
export interface RefusalQuestion
  extends Pick<StatsQuestion, 'filters' | 'contentIds' | 'linkIds' | 'from' | 'to'>,
    Pick<RefusalPlan, 'groupBy' | 'reasons'>,
    Partial<RowRange> {}

/** An answer ready for JSON: each row has the keys of its group and `times`. */
export interface RefusalAnswer {
  data: ({ times: number } & Record<string, string | number | null>)[];
  total: { times: number };
  from: string | null;
  to: string | null;
  /** The offset of the next page; null after the last one. */
  next: number | null;
}

type Keys = RefusalResult['rows'][number]['keys'];

function show(name: RefusalDimension, keys: Keys, publicUrl: string): Keys {
  switch (name) {
    case 'reason':
      return { reason: keys.reason ?? null };
    case 'day':
      return { day: isoDay(Number(keys.day ?? 0)) };
    default:
      return linkFields(name, keys, publicUrl);
  }
}

const fieldsIn = (groupBy: RefusalDimension[], keys: Keys, publicUrl: string): Keys =>
  Object.assign({}, ...groupBy.map((name) => show(name, keys, publicUrl)));

/** The fields of an answer's rows, in their order. */
export const refusalFields = (groupBy: RefusalDimension[], publicUrl: string): string[] => [
  ...Object.keys(fieldsIn(groupBy, {}, publicUrl)),
  'times',
];

/** Counts the refusals of links that still exist. Throws `validation` for a wrong period or filter. */
export async function readRefusals(
  { store, clock, settings }: Pick<Deps, 'store' | 'clock' | 'settings'>,
  { groupBy, reasons, limit = ROWS, offset = 0, ...question }: RefusalQuestion,
): Promise<RefusalAnswer> {
  const statsQuestion = { ...question, groupBy: [], timezone: 'UTC', sort: null, limit: null };
  const { filters, from, to } = readQuestion(statsQuestion, settings.publicUrl, clock()).plan;
  const plan = { groupBy, filters, reasons, fromDay: dayOfOrNull(from), toDay: dayOfOrNull(to) };
  const { rows, total } = await store.refusals.read({ ...plan, limit: limit + 1, offset });
  return {
    data: rows
      .slice(0, limit)
      .map(({ keys, times }) => ({ ...fieldsIn(groupBy, keys, settings.publicUrl), times })),
    total: { times: total },
    from: question.from,
    to: question.to,
    next: rows.length > limit ? offset + limit : null,
  };
}

/** All rows from an offset on, in slices. Each is read when it is needed. */
export const exportRefusals = (
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  question: RefusalQuestion,
): AsyncGenerator<RefusalAnswer['data'], void> =>
  readSlices(question.offset, (range) => readRefusals(deps, { ...question, ...range }));
