/** Positions in the answer to a question, which belong to that question alone. */
import { invalid } from '../errors.ts';
import { shortHash } from '../short-hash.ts';
import { type DimensionName, dimension } from './dimensions.ts';
import { orderFields } from './group-rows.ts';
import { isDimension, type StatsQuestion } from './question.ts';
import type { GroupPosition } from './stats-plan.ts';

/** A position in the answer to a question. */
export interface StatsCursor {
  /** Identifies the question. */
  query: string;
  position: GroupPosition;
}

/** Identifies the question that a cursor belongs to: everything but the size of its pages. */
export function fingerprint({ limit: _, ...question }: StatsQuestion): string {
  const filters = Object.entries(question.filters)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => [name, values.toSorted()])
    .sort();
  const text = JSON.stringify({
    ...question,
    filters,
    contentIds: question.contentIds.toSorted(),
    linkIds: question.linkIds.toSorted(),
  });
  return shortHash(text);
}

/** The position of a cursor; null without one. Throws `validation` if it belongs to another question. */
export function positionIn(cursor: StatsCursor | null, question: StatsQuestion): GroupPosition | null {
  if (cursor === null) return null;
  const keys = orderFields(question.groupBy.filter(isGroup)).length;
  if (cursor.query === fingerprint(question) && cursor.position.keys.length === keys) return cursor.position;
  throw invalid('?cursor', 'Invalid cursor: it belongs to a query with other filters, groups or order.');
}

/** Whether this is a dimension other than time. */
export const isGroup = (name: string): name is DimensionName =>
  isDimension(name) && dimension(name).of !== 'time';
