/** Works out which rows of the sums count the hits and shares of a slice, once for all of a scope in an hour. */
import { DAY, dayOf, HOUR } from '../time.ts';
import { type ChangedHit, type CountedHit, type CountedShare, isLive, type LiveHit } from './counted-hit.ts';
import { openDayOf, type SumsState } from './progress.ts';
import { ALL_LINKS_SCOPE, type SumKey, type SumRow, UNIT_CODE } from './sum-row.ts';
import type { DayValues } from './value-caps.ts';

export interface HitSlice {
  state: SumsState;
  /** New hits, in the order of their ids. */
  hits: readonly CountedHit[];
  /** Rolled-up hits that count differently now. */
  changed: readonly ChangedHit[];
  /** New shares, which count. */
  shares: readonly CountedShare[];
  /** The scope of a domain's channel. */
  channelScope(domain: string, channel: string): number;
}

/** The hits and shares of one scope in one hour. */
export interface ScopeHour {
  readonly scope: number;
  readonly day: number;
  /** The keys of the rows that count them: the hour's, and the day's if that has a row already. */
  readonly keys: readonly SumKey[];
  /** Whether the link's totals include this day. */
  readonly isInTotals: boolean;
  /** The number of new hits in this cell. */
  hits: number;
  /** The rows that its hits and shares are added to, set once they are read. */
  rows: readonly SumRow[];
  /** The values of its day if the day may be near a cap. */
  values: DayValues | undefined;
}

/** A hit with the cells that count it: of its link, of its channel, of all links. */
export interface PlannedHit {
  hit: LiveHit;
  cells: readonly ScopeHour[];
}

/** A share with its cells. */
export interface PlannedShare {
  share: CountedShare;
  cells: readonly ScopeHour[];
}

/** The ids of the slice's first and last hit of an hour, for the row that records the range of ids of that hour. */
export interface HourIds {
  key: SumKey;
  first: number;
  last: number;
}

export interface SlicePlan {
  /** The hits that count. */
  hits: readonly PlannedHit[];
  /** One entry per hour with hits, including hits that do not count: they must be found to be deleted. */
  hourIds: readonly HourIds[];
  /** In the order of the slice's changes; undefined for a hit that does not count. */
  changed: readonly (PlannedHit | undefined)[];
  shares: readonly PlannedShare[];
  cells: readonly ScopeHour[];
}

/** When a hit or share counts: on a compacted day, at the beginning of the day. */
const countedAt = ({ at }: Pick<CountedHit, 'at'>, { compactedDay }: SumsState): number =>
  dayOf(at) < compactedDay ? dayOf(at) * DAY : at;

function keysOf(hour: SumKey, state: SumsState): SumKey[] {
  const ofDay: SumKey = { unit: UNIT_CODE.day, time: dayOf(hour.time * HOUR), scope: hour.scope };
  if (ofDay.time < state.compactedDay) return [ofDay];
  return ofDay.time < openDayOf(state, hour.scope) ? [hour, ofDay] : [hour];
}

function newCell(hour: SumKey, state: SumsState): ScopeHour {
  const { scope } = hour;
  const day = dayOf(hour.time * HOUR);
  const isInTotals = scope > 0 && day < openDayOf(state, scope);
  return { scope, day, keys: keysOf(hour, state), isInTotals, hits: 0, rows: [], values: undefined };
}

const plans = new WeakMap<HitSlice, SlicePlan>();

/** The plan of a slice, which is made once and cached. */
export function planOf(slice: HitSlice): SlicePlan {
  const known = plans.get(slice);
  if (known) return known;
  const plan = makePlan(slice);
  plans.set(slice, plan);
  return plan;
}

function makePlan({ state, hits, changed, shares, channelScope }: HitSlice): SlicePlan {
  const hours = new Map<number, Map<number, ScopeHour>>();
  const channels = new Map<number, number>();
  const cells: ScopeHour[] = [];

  const channelOf = ({ linkRowId, domain, channel }: CountedShare) => {
    const known = channels.get(linkRowId);
    if (known !== undefined) return known;
    const scope = channelScope(domain, channel);
    channels.set(linkRowId, scope);
    return scope;
  };

  const plan = <Found extends CountedShare>(found: Found): { counted: Found; cells: ScopeHour[] } => {
    const at = countedAt(found, state);
    const time = Math.floor(at / HOUR);
    const ofHour = hours.get(time) ?? new Map<number, ScopeHour>();
    hours.set(time, ofHour);
    const cellOf = (scope: number) => {
      const known = ofHour.get(scope);
      if (known) return known;
      const cell = newCell({ unit: UNIT_CODE.hour, time, scope }, state);
      ofHour.set(scope, cell);
      cells.push(cell);
      return cell;
    };
    const counted = at === found.at ? found : { ...found, at };
    return { counted, cells: [cellOf(found.linkRowId), cellOf(channelOf(found)), cellOf(ALL_LINKS_SCOPE)] };
  };
  const planHit = (found: LiveHit): PlannedHit => {
    const { counted, cells } = plan(found);
    return { hit: counted, cells };
  };

  const planned = hits.filter(isLive).map(planHit);
  for (const each of planned) for (const cell of each.cells) cell.hits += 1;
  return {
    hits: planned,
    hourIds: hourIdsOf(hits, state),
    changed: changed.map(({ hit }) => (isLive(hit) ? planHit(hit) : undefined)),
    shares: shares.map((share) => {
      const { counted, cells } = plan(share);
      return { share: counted, cells };
    }),
    cells,
  };
}

function hourIdsOf(hits: readonly CountedHit[], state: SumsState): HourIds[] {
  const hours = new Map<number, HourIds>();
  for (const hit of hits) {
    const time = Math.floor(countedAt(hit, state) / HOUR);
    const known = hours.get(time);
    if (known) known.last = hit.id;
    else {
      const key: SumKey = { unit: UNIT_CODE.hour, time, scope: ALL_LINKS_SCOPE };
      hours.set(time, { key, first: hit.id, last: hit.id });
    }
  }
  return [...hours.values()];
}
