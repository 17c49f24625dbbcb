/** The edges of a period in SQL: exact where hits are told apart, whole UTC days where they no longer are. */
import { type SQL, sql } from 'drizzle-orm';
import type { StatsPlan } from '../stats/plan.ts';
import { wholeDay } from '../stats/retention.ts';
import { COARSE_DAY, DAY, HOUR, QUARTER } from './judged.ts';

export const LENGTH = { quarter: QUARTER, hour: HOUR, day: DAY };
export type Unit = keyof typeof LENGTH;

type Period = Pick<StatsPlan, 'from' | 'to' | 'offsets'>;

const raw = (value: number) => sql.raw(String(value));

/** Whole units inside the period, and the stretches at its edges that cut one. Milliseconds. */
export function cut({ from, to }: Pick<Period, 'from' | 'to'>, length: number) {
  const lo = from === null ? null : Math.ceil(from / length);
  const hi = to === null ? null : Math.floor(to / length);
  const first = from !== null && lo !== null && lo * length > from ? [{ from, to: lo * length }] : [];
  const last = to !== null && hi !== null && hi * length < to ? [{ from: hi * length, to }] : [];
  const within = lo !== null && hi !== null && lo > hi;
  return { lo, hi, edges: within && from !== null && to !== null ? [{ from, to }] : [...first, ...last] };
}

// Which it is stands in the database, and is read with what it decides on.
function edge(at: number, fine: number, length: number, offsets: Period['offsets']): SQL {
  const day = wholeDay(at, offsets);
  if (day * DAY === at) return raw(fine);
  return sql`(SELECT CASE WHEN ${raw(at)} < coarse_day * ${raw(DAY)}
    THEN min(${raw(day)}, coarse_day) * ${raw(DAY / length)} ELSE ${raw(fine)} END FROM fold_state)`;
}

/** The condition that a column, a number of `length` milliseconds, lies in the period: within whole ones of `align`. */
export function inside(column: SQL, { from, to, offsets }: Period, length: number, align = length): SQL {
  const fine = (units: number) => (units * align) / length;
  const bounds = [
    ...(from === null
      ? []
      : [sql`${column} >= ${edge(from, fine(Math.ceil(from / align)), length, offsets)}`]),
    ...(to === null ? [] : [sql`${column} < ${edge(to, fine(Math.floor(to / align)), length, offsets)}`]),
  ];
  return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` AND `);
}

/** The first unit whose hits are told apart. */
export const fineFrom = (length: number): SQL => sql`${COARSE_DAY} * ${raw(DAY / length)}`;
