/** Estimates how much a question reads, before it is answered. */

import { cellCount } from '../../../stats/rows/cells.ts';
import type { StatsPlan } from '../../../stats/stats-plan.ts';
import { HOUR, QUARTER_HOUR } from '../../../time.ts';
import { linkConditions } from '../link-filter.ts';
import type { PreparedStats } from './stats-prepare.ts';
import type { StatsSubject } from './stats-subject.ts';

/** The most rows that may be read in a thread for which others wait. */
export const MAX_INLINE_ROWS = 5_000;

// What costs as much as reading one row of a link.
const LOOK_UPS_PER_ROW = 4;
const NEW_HITS_PER_ROW = 2;
const WIDE_LISTS_PER_ROW = 1 / 10;
/** The links that a list of the most clicked ones usually looks up. */
const TOP_CANDIDATES = 200;

/** Whether only single hits can answer: two facts combined, or a time that the sums cannot divide. */
export function readsHits({ plan, facets, crossed, unit }: StatsSubject): boolean {
  const length = facets.length === 0 ? QUARTER_HOUR : HOUR;
  const cut = (at: number | null) => at !== null && at % length !== 0;
  const odd = unit !== null && plan.offsets.some(({ offset }) => offset % length !== 0);
  return crossed || odd || cut(plan.from) || cut(plan.to);
}

/** Whether all links must be read to find those that the filters accept. */
export const searchesLinks = ({ scopes, plan }: StatsSubject): boolean =>
  scopes === 'links' && linkConditions(plan.filters).length > 0 && !namesLinks(plan);

const namesLinks = ({ filters }: StatsPlan): boolean =>
  filters.link !== undefined || filters.content !== undefined;

/** The cost, in rows, of looking up each scope in each cell. */
function lookUps({ subject, cells, scopes }: PreparedStats): number {
  const all = cellCount(cells) * (scopes?.size ?? 0);
  const wide = subject.scopes !== 'links' && subject.facets.length > 0;
  return wide ? all / WIDE_LISTS_PER_ROW : all / LOOK_UPS_PER_ROW;
}

/** The most rows that the links can have in the cells. */
export const rowsOfLinks = ({ cells, newestLink, newestHit }: PreparedStats) =>
  Math.min(cellCount(cells) * newestLink, newestHit * 2);

/** Reads all rows of the cells if looking up the links one by one would cost more. */
export function readAllRowsIfCheaper(prepared: PreparedStats): PreparedStats {
  if (prepared.subject.scopes !== 'links' || prepared.scopes === null) return prepared;
  return lookUps(prepared) > rowsOfLinks(prepared) ? { ...prepared, scopes: null } : prepared;
}

/** About how many rows the answer reads; `top` marks a list of the most clicked links. */
export function rowsToRead(prepared: PreparedStats, top: boolean): number {
  const { state, newestHit, scopes, cells, subject } = prepared;
  const newHits = Math.max(0, newestHit - state.hitId) / NEW_HITS_PER_ROW;
  if (subject.crossed || cells.partialHours.length > 0) return Number.POSITIVE_INFINITY;
  if (scopes !== null) return lookUps(prepared) + newHits;
  if (top) return (cellCount(cells) * TOP_CANDIDATES) / LOOK_UPS_PER_ROW + newHits;
  return rowsOfLinks(prepared) + newHits;
}
