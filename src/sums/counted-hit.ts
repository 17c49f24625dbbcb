/** A stored hit as the sums count it, and what it adds to a row. */
import type { Kind } from '../hits/hit.ts';
import { DAY, HOUR, QUARTER_HOUR } from '../time.ts';
import { type SumRow, UNIT } from './sum-row.ts';
import { addPlaces, tallyOf } from './tally.ts';

/** Facts are ids of their dictionaries; `at` is UTC milliseconds. */
export interface CountedHit {
  id: number;
  at: number;
  linkRowId: number;
  kind: Kind;
  isUnique: boolean;
  anonymous: boolean;
  agentId: number;
  placeId: number;
  referrerId: number;
  mark: string | null;
  /**
   * The domain and channel of its link; null if the link is deleted or the hit is erased, so that it does not count.
   */
  domain: string | null;
  channel: string | null;
  /** The app of a preview; '' if it is unknown, and for other kinds. */
  app: string;
  certainty: string;
}

/** A hit that counts. */
export type LiveHit = CountedHit & { domain: string; channel: string };
export const isLive = (hit: CountedHit | null): hit is LiveHit => hit !== null && hit.domain !== null;

/** A stored hit that counts differently because of a later hit. */
export interface ChangedHit {
  /** The id of the change. */
  id: number;
  wasKind: Kind;
  wasUnique: boolean;
  /** The hit as it is now; null if it has been deleted. */
  hit: CountedHit | null;
}

/** The position of each kind's count in a tally. */
const PLACE: Record<Kind, number> = { click: 0, repeat: 2, preview: 4, prefetch: 5, scanner: 6, bot: 7 };
const UNIQUE = 1;
const ANONYMOUS = 3;

/** The positions of a tally to which one hit adds 1. */
export function placesOf({
  kind,
  isUnique,
  anonymous,
}: Pick<CountedHit, 'kind' | 'isUnique' | 'anonymous'>): number[] {
  const places = [PLACE[kind]];
  if (isUnique) places.push(UNIQUE);
  if (anonymous) places.push(ANONYMOUS);
  return places;
}

/** The values under which a hit counts in a scope; they may be `(other)`. */
export interface CountedValues {
  referrer: number | string;
  mark: number | string | null;
}

/** Adds one hit to a row at these positions of its tallies; `sign` −1 subtracts it. */
export function addHit(
  row: SumRow,
  hit: CountedHit,
  values: CountedValues,
  places: readonly number[],
  sign: 1 | -1,
): void {
  const { agent, place, referrer, mark } = row.facets;
  addPlaces(row.counts, places, sign);
  if (row.unit === UNIT.hour) {
    addPlaces(tallyOf(row.quarters, Math.floor((hit.at % HOUR) / QUARTER_HOUR)), places, sign);
  }
  addPlaces(tallyOf(agent, hit.agentId), places, sign);
  addPlaces(tallyOf(place, hit.placeId), places, sign);
  addPlaces(tallyOf(referrer, values.referrer), places, sign);
  if (values.mark !== null) addPlaces(tallyOf(mark, values.mark), places, sign);
  if (row.scope > 0 && sign === 1 && hit.kind === 'click') {
    row.lastClickAt = Math.max(row.lastClickAt ?? 0, row.unit === UNIT.day ? row.time * DAY : hit.at);
  }
}

/** Extends the range of ids that contains the hits of an hour. */
export function noteIds(row: SumRow, first: number, last: number): void {
  row.firstHitId = Math.min(row.firstHitId ?? first, first);
  row.lastHitId = Math.max(row.lastHitId ?? last, last);
}
