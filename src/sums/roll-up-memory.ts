/** What a roll-up remembers for the next slice. It is valid only while nobody else has changed the sums. */

import { dayOf, HOUR, HOURS_PER_DAY } from '../time.ts';
import { linkDays } from './days-near-value-cap.ts';
import type { HitSlice } from './plan-slice.ts';
import { type SumRow, UNIT_CODE } from './sum-row.ts';
import { type DayValues, dayKey, dayOfKey } from './value-caps.ts';

/** As many rows as a slice touches at most, apart from days and wider scopes. A row takes 3 kB. */
export const MAX_ROWS = 4_000;
/** Days whose values are remembered; a day of a link has at most 200 referrers and 200 marks. */
const MAX_DAYS = 1_000;
/** Days of links of which only is remembered that they are far from a cap. */
const MAX_FAR_DAYS = 20_000;

export interface RollUpMemory {
  /** The version of the sums that it is valid for. */
  version: number;
  /** By `sumKey`: hours of today of channels and of all links, whose rows are long, and the newest hour of links. */
  rows: ReadonlyMap<string, SumRow>;
  /** By `dayKey`: the values of days that may be near a cap. */
  days: ReadonlyMap<string, DayValues>;
  /** By `dayKey`: days of links of which no hour has many values. */
  farFromCap: Set<string>;
}

export const emptyMemory = (version = -1): RollUpMemory => ({
  version,
  rows: new Map(),
  days: new Map(),
  farFromCap: new Set(),
});

/** The first `most` entries of the maps that `isKept` accepts. An entry in several maps is that of the first one. */
function firstEntries<Value>(
  maps: readonly ReadonlyMap<string, Value>[],
  isKept: (value: Value, key: string) => boolean,
  most: number,
): Map<string, Value> {
  const kept = new Map<string, Value>();
  for (const entries of maps) {
    for (const [key, value] of entries) {
      if (kept.size === most) return kept;
      if (isKept(value, key) && !kept.has(key)) kept.set(key, value);
    }
  }
  return kept;
}

/**
 * The memory after a slice was added. `rows` are those of the slice, `before` is the memory until then; `newestAt` is the
 * time of the slice's last hit or share, `maxRows` the number of rows to remember.
 */
export function memoryAfter(
  slice: HitSlice,
  { version, rows, days }: Pick<RollUpMemory, 'version' | 'rows' | 'days'>,
  before: RollUpMemory,
  newestAt: number,
  maxRows = MAX_ROWS,
): RollUpMemory {
  const { farFromCap } = before;
  const [today, hour] = [dayOf(newestAt), Math.floor(newestAt / HOUR)];
  const isNext = ({ unit, time, scope }: SumRow) =>
    unit === UNIT_CODE.hour && time >= (scope <= 0 ? today * HOURS_PER_DAY : hour);
  const isLasting = (_: DayValues, key: string) => dayOfKey(key) >= today;
  if (farFromCap.size > MAX_FAR_DAYS) farFromCap.clear();
  // A day that is not near a cap after its hits were added has no hour with many values.
  for (const key of linkDays(slice).map(([link, day]) => dayKey(link, day))) {
    if (days.has(key)) farFromCap.delete(key);
    else farFromCap.add(key);
  }
  return {
    version,
    rows: firstEntries([rows, before.rows], isNext, maxRows),
    days: firstEntries([days], isLasting, MAX_DAYS),
    farFromCap,
  };
}
