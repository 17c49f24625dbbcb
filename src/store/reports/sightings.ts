import type { Sighting, SightingPlan } from '../../sightings/sighting.ts';
import type { SightingStore } from '../../store-ports/hit-stores.ts';
import type { Reader } from '../sql/engine.ts';
import { fewLinks } from './link-filter.ts';
import { type NewestSightings, readNewest } from './newest-sightings.ts';
import { groupOf, groupsQuery, type SightingScope, sightingOf, sightingsQuery } from './sightings-query.ts';

/** The number of days that are read first, and the factor by which it grows while they have too few sightings. */
const FIRST_DAYS = 1;
const GROWTH = 4;

type Period = Pick<SightingPlan, 'fromDay' | 'toDay'> & Partial<Pick<SightingPlan, 'after'>>;

/** The days that may have matching sightings; none if `fromDay` is not before `toDay`. */
function daysOf({ fromDay, toDay, after }: Period, { days }: NewestSightings): SightingScope['days'] {
  if (days === null) return { from: 0, end: 0 };
  const ends = [days.last + 1, ...(toDay === null ? [] : [toDay]), ...(after ? [after.day + 1] : [])];
  return { from: Math.max(days.first, fromDay ?? days.first), end: Math.min(...ends) };
}

/**
 * Without a list of links, reads the days backwards: no index has sightings by the time they were last seen, but that
 * time is on their day.
 */
async function readDays(read: Reader['read'], plan: SightingPlan, { days, links, newest }: SightingScope) {
  const sightings: Sighting[] = [];
  let { end } = days;
  for (let size = FIRST_DAYS; days.from < end && sightings.length < plan.limit; size *= GROWTH) {
    const from = links === null ? Math.max(days.from, end - size) : days.from;
    const rest = { ...plan, limit: plan.limit - sightings.length };
    const [rows = []] = await read([sightingsQuery(rest, { days: { from, end }, links, newest })]);
    sightings.push(...rows.map(sightingOf));
    end = from;
  }
  return sightings;
}

/** The sightings in the sums, with the changes by hits that are not rolled up yet. */
export function createSightingStore({ read }: Reader): SightingStore {
  return {
    async slice(plan) {
      const [links, newest] = [await fewLinks(plan.filters, read), await readNewest(read)];
      const scope = { days: daysOf(plan, newest), links, newest: newest.rows };
      return { sightings: await readDays(read, plan, scope), asOf: newest.asOf };
    },

    async groups(plan) {
      const [links, newest] = [await fewLinks(plan.filters, read), await readNewest(read)];
      const scope = { days: daysOf(plan, newest), links, newest: newest.rows };
      const [rows = []] = await read([groupsQuery(plan, scope)]);
      return { groups: rows.map(groupOf), asOf: newest.asOf };
    },
  };
}
