/** Finds the ids of hits to read: the sums of each hour have the range of ids of its hits. */

import { type SQL, sql } from 'drizzle-orm';
import type { HitPlan } from '../../hits/hit-plan.ts';
import { UNIT_CODE } from '../../sums/sum-row.ts';
import { HOUR, HOURS_PER_DAY } from '../../time.ts';
import { allOf } from '../sql/conditions.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { COMPACTED_HOUR } from '../sums/progress-row.ts';
import { hasRow } from '../sums/row-id.ts';

/** The rows of the sums that are looked up first. While they show no hits, the number grows by this factor. */
const FIRST_LOOK_UPS = 1_600;
const GROWTH = 4;

/** Hit ids from the first up to the second, exclusive. */
export type IdRange = [from: number, end: number];

/** Hit ids from the first to the last, inclusive. */
export interface IdSpan {
  first: number;
  last: number;
}

/** The range of ids that contains all rolled-up hits of an hour. `hour` is the number of hours since 1970. */
export interface HourIdSpan extends IdSpan {
  hour: number;
}

/** Which hits are in the sums, and the newest hit. */
const STATE = sql`SELECT hit_id, (SELECT coalesce(max(id), 0) FROM hits) AS newest FROM sums_state`;

/** Selects the hours of the period. Compacted days no longer have hits. */
function spansQuery({ from, to, before }: Pick<HitPlan, 'from' | 'to' | 'before'>): SQL {
  const conditions = [
    sql`last_hit_id IS NOT NULL AND time >= ${COMPACTED_HOUR}`,
    ...(from === null ? [] : [sql`time >= ${Math.floor(from / HOUR)}`]),
    ...(to === null ? [] : [sql`time < ${Math.ceil(to / HOUR)}`]),
    ...(before === null ? [] : [sql`first_hit_id < ${before}`]),
  ];
  return sql`SELECT time AS hour, first_hit_id AS first, last_hit_id AS last FROM sums
    WHERE ${allOf(conditions)}`;
}

/** Selects the hours in which one of the links has hits. For closed days the day rows are checked first. */
function busyHours(hours: readonly number[], links: readonly number[]): SQL {
  return sql`WITH wanted AS (SELECT value AS hour, value / ${raw(HOURS_PER_DAY)} AS day FROM json_each(${JSON.stringify(hours)})),
    idle AS MATERIALIZED (SELECT day FROM (SELECT DISTINCT day FROM wanted) days
      WHERE day < (SELECT closed_day FROM sums_state) AND NOT ${hasRow(links, UNIT_CODE.day, sql`days.day`)})
    SELECT hour FROM wanted WHERE day NOT IN (SELECT day FROM idle) AND ${hasRow(links, UNIT_CODE.hour, sql`wanted.hour`)}`;
}

/**
 * Of the hours whose first id is below `before`, the `most` hours with the highest last ids. All ids of the others
 * are below `floor`.
 */
export function lastHours(
  spans: readonly HourIdSpan[],
  before: number,
  most: number,
): { taken: HourIdSpan[]; floor: number } {
  const ordered = spans.filter(({ first }) => first < before).sort((a, b) => b.last - a.last);
  const beyond = ordered[most];
  return { taken: ordered.slice(0, most), floor: beyond ? Math.min(beyond.last + 1, before) : 0 };
}

/** The spans as disjoint ranges between two ids, the newest first. */
export function mergeSpans(spans: readonly IdSpan[], floor: number, before: number): IdRange[] {
  const merged: IdRange[] = [];
  const clipped = spans
    .map(({ first, last }): IdRange => [Math.max(first, floor, 1), Math.min(last + 1, before)])
    .filter(([from, end]) => from < end)
    .sort((a, b) => b[1] - a[1]);
  for (const [from, end] of clipped) {
    const above = merged.at(-1);
    if (above && end >= above[0]) above[0] = Math.min(above[0], from);
    else merged.push([from, end]);
  }
  return merged;
}

/** The newest of these ranges, `most` ids together, and the remaining ones. */
export function newestOf(ranges: IdRange[], most: number): { taken: IdRange[]; left: IdRange[] } {
  const taken: IdRange[] = [];
  const left: IdRange[] = [];
  let free = most;
  for (const [lowest, end] of ranges) {
    const from = Math.max(lowest, end - free);
    if (from < end) taken.push([from, end]);
    if (lowest < from) left.push([lowest, from]);
    free -= end - from;
  }
  return { taken, left };
}

/** The number of ids in these ranges. */
export const idsIn = (ranges: IdRange[]): number => ranges.reduce((sum, [from, end]) => sum + end - from, 0);

/** The ids to read next, and the id below which nothing has been read yet: 0 at the end. */
export interface HitIdWindow {
  ranges: IdRange[];
  floor: number;
}

/** The spans of these hours that may contain hits of the links; null: of any link. */
async function spansOf(
  read: Reader['read'],
  hours: HourIdSpan[],
  links: readonly number[] | null,
): Promise<IdSpan[]> {
  if (links === null || hours.length === 0) return hours;
  const wanted = hours.map(({ hour }) => hour);
  const [rows = []] = await read([busyHours(wanted, links)]);
  const busy = new Set(rows.map(({ hour }) => Number(hour)));
  return hours.filter(({ hour }) => busy.has(hour));
}

async function readSpans(read: Reader['read'], plan: Pick<HitPlan, 'from' | 'to' | 'before'>, all: boolean) {
  const [states, rows = []] = await read([STATE, ...(all ? [] : [spansQuery(plan)])]);
  const [rolledUp, newest] = [Number(states?.[0]?.hit_id ?? 0), Number(states?.[0]?.newest ?? 0)];
  const spans = rows.map(({ hour, first, last }): HourIdSpan => {
    return { hour: Number(hour), first: Number(first), last: Number(last) };
  });
  return { rolledUp, newest, spans: all ? [{ hour: 0, first: 1, last: rolledUp }] : spans };
}

/**
 * Answers a function that gives the next window of at most `most` ids, downwards from the newest hit or from
 * `plan.before`. Together the windows contain every hit of the period on these links; null: on any link.
 */
export async function openWindows(
  read: Reader['read'],
  plan: Pick<HitPlan, 'from' | 'to' | 'before'>,
  links: readonly number[] | null,
): Promise<(most: number) => Promise<HitIdWindow>> {
  const all = links === null && plan.from === null && plan.to === null;
  const { rolledUp, newest, spans } = await readSpans(read, plan, all);
  let floor = Math.min(plan.before ?? newest + 1, newest + 1);
  let pending: IdRange[] = [];
  let hours = links === null ? spans.length : Math.max(1, Math.floor(FIRST_LOOK_UPS / links.length));

  async function refill(): Promise<void> {
    const before = floor;
    const last = lastHours(spans, before, hours);
    // If hours overlap this much, as after a clock was set back, they are useless as an index: everything is read.
    const overlap = last.floor >= before;
    floor = overlap ? 0 : last.floor;
    const known = overlap ? [{ first: 1, last: before }] : await spansOf(read, last.taken, links);
    pending = mergeSpans([...known, { first: rolledUp + 1, last: before }], floor, before);
    if (pending.length === 0) hours *= GROWTH;
  }

  return async (most) => {
    while (pending.length === 0 && floor > 0) await refill();
    const { taken, left } = newestOf(pending, most);
    pending = left;
    return { ranges: taken, floor: left[0]?.[1] ?? floor };
  };
}
