/** Which raw hits to look at: the sums are their index. */
import { type SQL, sql } from 'drizzle-orm';
import type { HitPlan } from '../hits/hit-plan.ts';
import type { Row } from './engine.ts';
import { QUARTER } from './judged.ts';
import { oneOf } from './text-match.ts';

const raw = (value: number) => sql.raw(String(value));

/** Quarter-hours looked up at once. */
const MOST_SPANS = 64;

/** Stretches of hit ids, newest first and disjoint, each from its first id to its second, which is left out. */
export interface Windows {
  stretches: [from: number, to: number][];
  /** Nothing below was looked for yet; 0: there is nothing more. */
  floor: number;
}

/**
 * The queries that `windowsOf` takes the answers of: how far the log and its fold are, and the id spans of the
 * quarter-hours in which these links have hits, or, without links, the one span of the whole period.
 */
export function windowQueries({ from, to }: HitPlan, links: number[] | undefined, before: number): SQL[] {
  const first = Math.floor((from ?? 0) / QUARTER);
  const last = to === null ? Number.MAX_SAFE_INTEGER : Math.floor((to - 1) / QUARTER);
  const within = sql`quarter >= ${first} AND quarter <= ${last}`;
  const state = sql`SELECT hit_id AS folded, (SELECT coalesce(max(id), 0) FROM hits) AS newest FROM fold_state`;
  if (links === undefined && from === null && to === null) {
    return [state, sql`SELECT 1 AS first, hit_id AS last FROM fold_state`];
  }
  if (links === undefined) {
    return [state, sql`SELECT min(first_id) AS first, max(last_id) AS last FROM quarter_ids WHERE ${within}`];
  }
  return [
    state,
    sql`SELECT first_id AS first, last_id AS last FROM quarter_ids
      WHERE quarter IN (SELECT quarter FROM link_quarters WHERE ${oneOf(sql`link_id`, links)} AND ${within})
      AND first_id < ${before} ORDER BY last_id DESC LIMIT ${raw(MOST_SPANS + 1)}`,
  ];
}

/** Where hits below `before` may be. What is not folded yet may be of anybody. */
export function windowsOf([states, rows]: Row[][], before: number): Windows {
  const { folded = 0, newest = 0 } = states?.[0] ?? {};
  const spans = (rows ?? []).filter(({ last }) => last !== null);
  const end = Math.min(before, Number(newest) + 1);
  const beyond = spans[MOST_SPANS];
  const floor = beyond ? Number(beyond.last) + 1 : 0;
  // Quarter-hours that overlap so much, as after a clock was set back, are no index: look at everything.
  if (floor >= end) return { stretches: merge([[1, end]]), floor: 0 };
  const known = spans
    .slice(0, MOST_SPANS)
    .map(({ first, last }) => [Number(first), Number(last) + 1] as const);
  const clipped = [...known, [Number(folded) + 1, end] as const].map(([from, to]): [number, number] => [
    Math.max(from, floor, 1),
    Math.min(to, end),
  ]);
  return { stretches: merge(clipped), floor };
}

function merge(stretches: [number, number][]): Windows['stretches'] {
  const merged: Windows['stretches'] = [];
  for (const [from, to] of stretches.filter(([from, to]) => from < to).sort((a, b) => b[1] - a[1])) {
    const above = merged.at(-1);
    if (above && to >= above[0]) above[0] = Math.min(above[0], from);
    else merged.push([from, to]);
  }
  return merged;
}

/** How many ids these are. */
export const idsIn = ({ stretches }: Windows): number =>
  stretches.reduce((sum, [from, to]) => sum + to - from, 0);

/** The newest of them, `most` ids at most. */
export function newestOf({ stretches, floor }: Windows, most: number): Windows {
  const taken: Windows['stretches'] = [];
  let left = most;
  for (const [lowest, to] of stretches) {
    const from = Math.max(lowest, to - left);
    if (from < to) taken.push([from, to]);
    left -= to - from;
    if (from > lowest) return { stretches: taken, floor: from };
  }
  return { stretches: taken, floor };
}
