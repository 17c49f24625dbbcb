/** Stored hits and shares as the sums count them, and what they add to a row. */
import type { HitKind } from '../hits/hit.ts';
import { COUNTS, KIND_COUNT } from '../stats/measures.ts';
import { DAY, HOUR, QUARTER_HOUR } from '../time.ts';
import { type SumRow, UNIT_CODE } from './sum-row.ts';
import { addAtPositions, noTally, type Tally, tallyOf } from './tally.ts';

/** Facts are ids of their dictionaries; `at` is UTC milliseconds. */
export interface CountedHit {
  id: number;
  at: number;
  linkRowId: number;
  kind: HitKind;
  isUnique: boolean;
  anonymous: boolean;
  agentId: number;
  placeId: number;
  referrerId: number;
  mark: string | null;
  /** The share by whose code it came. */
  shareRowId: number | null;
  /** It is a click of the person who shared the link. */
  isOwn: boolean;
  /**
   * The domain and channel of its link; null if the link is deleted or the hit is erased, so that it does not count.
   */
  domain: string | null;
  channel: string | null;
  /** The app of a preview; '' if it is unknown, and for other kinds. */
  app: string;
  certainty: string;
}

/** A stored share as the sums count it: by its link and time alone. */
export interface CountedShare {
  id: number;
  at: number;
  linkRowId: number;
  domain: string;
  channel: string;
}

/** A hit that counts. */
export type LiveHit = CountedHit & { domain: string; channel: string };
export const isLive = (hit: CountedHit | null): hit is LiveHit => hit !== null && hit.domain !== null;

/** A stored hit that counts differently because of a later hit. */
export interface ChangedHit {
  /** The id of the change. */
  id: number;
  wasKind: HitKind;
  wasUnique: boolean;
  /** The hit as it is now; null if it has been deleted. */
  hit: CountedHit | null;
}

/** The position of each kind's count in a tally. */
const POSITION = Object.fromEntries(
  Object.entries(KIND_COUNT).map(([kind, count]) => [kind, COUNTS.indexOf(count)]),
) as Record<HitKind, number>; // every kind was just set
const UNIQUE = COUNTS.indexOf('uniqueClicks');
const ANONYMOUS = COUNTS.indexOf('anonymousClicks');
const OWN = COUNTS.indexOf('ownClicks');
const SHARE = [COUNTS.indexOf('shares')];

/** The positions of a tally to which one hit adds 1. */
export function positionsOf({
  kind,
  isUnique,
  anonymous,
  isOwn,
}: Pick<CountedHit, 'kind' | 'isUnique' | 'anonymous' | 'isOwn'>): number[] {
  const positions = [POSITION[kind]];
  if (isUnique) positions.push(UNIQUE);
  if (anonymous) positions.push(ANONYMOUS);
  if (isOwn && kind === 'click') positions.push(OWN);
  return positions;
}

/** The values under which a hit counts in a scope; they may be `(other)`. */
export interface CountedValues {
  referrer: number | string;
  mark: number | string | null;
}

function addAtTime(row: SumRow, at: number, positions: readonly number[], sign: 1 | -1): void {
  addAtPositions(row.counts, positions, sign);
  if (row.unit !== UNIT_CODE.hour) return;
  addAtPositions(tallyOf(row.quarters, Math.floor((at % HOUR) / QUARTER_HOUR)), positions, sign);
}

/** Adds one share to a row. Shares have no facts, so that they are in no list of values. */
export const addShare = (row: SumRow, { at }: CountedShare): void => addAtTime(row, at, SHARE, 1);

/** What one share adds to the totals of its link. */
export function shareTally(): Tally {
  const tally = noTally();
  addAtPositions(tally, SHARE, 1);
  return tally;
}

/** Adds one hit to a row at these positions of its tallies; `sign` −1 subtracts it. */
export function addHit(
  row: SumRow,
  hit: CountedHit,
  values: CountedValues,
  positions: readonly number[],
  sign: 1 | -1,
): void {
  const { agent, place, referrer, mark } = row.facets;
  addAtTime(row, hit.at, positions, sign);
  addAtPositions(tallyOf(agent, hit.agentId), positions, sign);
  addAtPositions(tallyOf(place, hit.placeId), positions, sign);
  addAtPositions(tallyOf(referrer, values.referrer), positions, sign);
  if (values.mark !== null) addAtPositions(tallyOf(mark, values.mark), positions, sign);
  if (row.scope > 0 && sign === 1 && hit.kind === 'click') {
    row.lastClickAt = Math.max(row.lastClickAt ?? 0, row.unit === UNIT_CODE.day ? row.time * DAY : hit.at);
  }
}

/** Extends the range of ids that contains the hits of an hour. */
export function extendIdRange(row: SumRow, first: number, last: number): void {
  row.firstHitId = Math.min(row.firstHitId ?? first, first);
  row.lastHitId = Math.max(row.lastHitId ?? last, last);
}
