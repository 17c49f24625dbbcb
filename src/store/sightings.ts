import type { Sighting, SightingPlan } from '../sightings/sighting.ts';
import type { SightingStore } from '../store-ports.ts';
import type { Reader, Row } from './engine.ts';
import { DAYS, type Days, sightingOf, sightingsQuery } from './sightings-query.ts';
import { NEWEST } from './stats.ts';

/** Days that are looked through first, for the last seen; what they lack is looked for in so many times more. */
const FIRST_DAYS = 1;
const GROWTH = 4;

/** The days on which there may be what is asked for; none where `from` is not before `to`. */
function daysOf({ fromDay, toDay, after }: SightingPlan, known: Row | undefined): Days {
  if (known === undefined || known.first === null || known.last === null) return { from: 0, to: 0 };
  return {
    from: Math.max(Number(known.first), fromDay ?? Number.MIN_SAFE_INTEGER),
    to: Math.min(
      Number(known.last) + 1,
      toDay ?? Number.MAX_SAFE_INTEGER,
      after === null ? Number.MAX_SAFE_INTEGER : after.day + 1,
    ),
  };
}

/** Walks the days backwards: no index has sightings by when they were last seen, but each was on its day. */
export function createSightingStore({ read }: Reader): SightingStore {
  return {
    async slice(plan) {
      const [newest, known] = await read([NEWEST, DAYS]);
      const asOf = newest?.[0]?.at;
      const sightings: Sighting[] = [];
      let { from: first, to } = daysOf(plan, known?.[0]);
      for (let days = FIRST_DAYS; first < to && sightings.length < plan.limit; days *= GROWTH) {
        const from = Math.max(first, to - days);
        const rest = { ...plan, limit: plan.limit - sightings.length };
        const [rows = []] = await read([sightingsQuery(rest, { from, to })]);
        sightings.push(...rows.map(sightingOf));
        to = from;
      }
      return { sightings, asOf: asOf === undefined ? null : Number(asOf) };
    },
  };
}
