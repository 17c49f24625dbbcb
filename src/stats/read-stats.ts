/** Answers statistics questions page by page. */
import { isoTimeOrNull } from '../time.ts';
import { type Measures, measuresOf } from './measures.ts';
import { isDimension, type StatsQuestion } from './question.ts';
import { facetsOf, type RetentionNotes, retentionNotes } from './retention.ts';
import { NO_COUNTS, type Shown } from './rows/time-buckets.ts';
import { ask, present, readPage, type StatsDeps } from './stats-page.ts';
import type { GroupPosition, StatsPlan } from './stats-plan.ts';

/** A row ready for JSON or a file. */
export type ShownStats = Measures & Record<string, unknown>;

/**
 * An answer ready for JSON: each row has the fields of its group and its measures. Times are ISO 8601 in UTC; null is
 * unbounded.
 */
export interface StatsAnswer {
  data: ShownStats[];
  total: Measures;
  from: string | null;
  to: string | null;
  timezone: string;
  /**
   * `asOf` is the time of the newest stored hit, null without any; every stored hit is counted. `groups` is the number
   * of all groups, null if it was not counted; `complete` is whether this answer has all of them.
   */
  meta: {
    asOf: string | null;
    source: 'sums' | 'raw';
    groups: number | null;
    complete: boolean;
  } & RetentionNotes;
  /** Where the next page begins; null after the last one. */
  next: GroupPosition | null;
}

/** The fields of an answer's rows, in their order. */
export function fieldsOf(groupBy: string[], publicUrl: string): string[] {
  return Object.keys({ ...present({}, groupBy.filter(isDimension), publicUrl), ...measuresOf(NO_COUNTS) });
}

/** Answers a function that shows the rows of an answer to this plan. */
export const rowShower = (plan: StatsPlan) => {
  const ofFacts = facetsOf(plan).length > 0;
  return ([fields, counts]: Shown): ShownStats => ({ ...fields, ...measuresOf(counts, ofFacts) });
};

/**
 * Answers one page of a question exactly, the newest click included. Throws `validation`, also for a position of other
 * groups, and `too_many_rows`.
 */
export async function readStats(
  deps: StatsDeps,
  question: StatsQuestion,
  after: GroupPosition | null = null,
): Promise<StatsAnswer> {
  const asked = ask(deps, question, after);
  const { plan, timezone, period } = asked.resolved;
  const { rows, total, groups, next, asOf, source, compactedDay } = await readPage(asked);
  const complete = next === null && after === null;
  return {
    data: rows.map(rowShower(plan)),
    total: measuresOf(total, facetsOf(plan).length > 0),
    from: isoTimeOrNull(period.from),
    to: isoTimeOrNull(period.to),
    timezone,
    meta: {
      asOf: isoTimeOrNull(asOf),
      source,
      groups,
      complete,
      ...retentionNotes(plan, compactedDay),
    },
    next,
  };
}
