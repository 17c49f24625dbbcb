/** The edges of a period in SQL: exact where hits are told apart, whole UTC days where they no longer are. */
import { type SQL, sql } from 'drizzle-orm';
import type { StatsPlan } from '../stats/plan.ts';
import { wholeDay } from '../stats/retention.ts';
import { COARSE_DAY, DAY, HOUR, QUARTER } from './judged.ts';

export const LENGTH = { quarter: QUARTER, hour: HOUR, day: DAY };
export type Unit = keyof typeof LENGTH;

type Period = Pick<StatsPlan, 'from' | 'to' | 'offsets'>;
type Edges = Pick<Period, 'from' | 'to'>;

const raw = (text: string | number) => sql.raw(String(text));

/** Whole units inside the period, and the stretches at its edges that cut one. Milliseconds. */
export function cut({ from, to }: Edges, length: number) {
  const lo = from === null ? null : Math.ceil(from / length);
  const hi = to === null ? null : Math.floor(to / length);
  const first = from !== null && lo !== null && lo * length > from ? [{ from, to: lo * length }] : [];
  const last = to !== null && hi !== null && hi * length < to ? [{ from: hi * length, to }] : [];
  const within = lo !== null && hi !== null && lo > hi;
  return { edges: within && from !== null && to !== null ? [{ from, to }] : [...first, ...last] };
}

/**
 * The CTE `given` with what the rest of this file reads: the edges of the period, and the UTC days that they stand for
 * among old ones. A statement's text does not depend on them, so that it is prepared once for all periods.
 */
export function given({ from, to, offsets }: Period): SQL {
  // Numbers may be bound as floats, which are not divided as integers are.
  const whole = (value: number | null) => sql`CAST(${value} AS INTEGER)`;
  const dayOf = (at: number | null) => (at === null ? null : wholeDay(at, offsets));
  return sql`given AS (SELECT ${whole(from)} AS from_at, ${whole(dayOf(from))} AS from_day,
    ${whole(to)} AS to_at, ${whole(dayOf(to))} AS to_day)`;
}

// In units of `length`, rounded to whole ones of `align`.
const up = (at: string, align: number, length: number) =>
  `(${at} + ${align - 1}) / ${align} * ${align / length}`;
const down = (at: string, align: number, length: number) => `${at} / ${align} * ${align / length}`;
const ofGiven = (value: string): SQL => raw(`(SELECT ${value} FROM given)`);

/** The first UTC day of the period, which it may cut. */
export const FIRST_DAY: SQL = ofGiven(down('from_at', DAY, DAY));
/** The UTC day after its last. */
export const END_DAY: SQL = ofGiven(up('to_at', DAY, DAY));

// Which it is stands in the database, and is read with what it decides on.
const edge = (name: 'from' | 'to', fine: string, length: number): SQL =>
  raw(`(SELECT CASE WHEN ${name}_at < coarse_day * ${DAY}
    THEN min(${name}_day, coarse_day) * ${DAY / length} ELSE ${fine} END FROM fold_state, given)`);

/** The condition that a column, a number of `length` milliseconds, lies in the period: within whole ones of `align`. */
export function inside(column: SQL, { from, to }: Edges, length: number, align = length): SQL {
  const bounds = [
    ...(from === null ? [] : [sql`${column} >= ${edge('from', up('from_at', align, length), length)}`]),
    ...(to === null ? [] : [sql`${column} < ${edge('to', down('to_at', align, length), length)}`]),
  ];
  return bounds.length === 0 ? sql`true` : sql.join(bounds, sql` AND `);
}

/** A stretch within one UTC day, at an edge of the period. */
export interface CutDay {
  day: SQL;
  /** The condition that a column lies in it, as `inside` has it. */
  inside(column: SQL, length: number, align: number): SQL;
}

/** What the period has beside whole UTC days. */
export function cutDays({ from, to }: Edges): CutDay[] {
  const stretch = (
    at: 'from_at' | 'to_at',
    bounds: (align: number, length: number) => [first: string, end: string],
  ): CutDay => ({
    day: ofGiven(down(at, DAY, DAY)),
    inside: (column, length, align) => {
      const [first, end] = bounds(align, length);
      return sql`${column} >= ${ofGiven(first)} AND ${column} < ${ofGiven(end)}`;
    },
  });
  const [cutsFirst, cutsLast] = [from, to].map((at) => at !== null && at % DAY !== 0);
  if (cutsFirst && from !== null && to !== null && Math.floor(from / DAY) === Math.floor(to / DAY)) {
    return [
      stretch('from_at', (align, length) => [up('from_at', align, length), down('to_at', align, length)]),
    ];
  }
  const first = stretch('from_at', (align, length) => [
    up('from_at', align, length),
    up('from_at', DAY, length),
  ]);
  const last = stretch('to_at', (align, length) => [
    down('to_at', DAY, length),
    down('to_at', align, length),
  ]);
  return [...(cutsFirst ? [first] : []), ...(cutsLast ? [last] : [])];
}

/** The first unit whose hits are told apart. */
export const fineFrom = (length: number): SQL => sql`${COARSE_DAY} * ${raw(DAY / length)}`;
