/** Everything stored of the visits to a link, but for the visitors' hashes, which leave with nothing. */
import { exportHits } from '../hits/list-hits.ts';
import type { Link } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { exportSightings } from '../sightings/list-sightings.ts';
import { DIMENSION_NAMES, type DimensionName, dimension } from '../stats/dimensions.ts';
import { measuresOf } from '../stats/measures.ts';
import { bucketName } from '../stats/period.ts';
import type { StatsRow } from '../stats/plan.ts';
import { DAY } from '../time.ts';

/**
 * One line of an export. A `sum` is the counts of one UTC day: `dimension` null, or those of its hits that share a
 * `value`; a `turnedAway` has day, reason and times; sightings and hits are as their lists show them.
 */
export type VisitRecord = { type: 'turnedAway' | 'sum' | 'sighting' | 'hit' } & Record<string, unknown>;

type ExportDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

const UTC = [{ from: 0, offset: 0 }];
/** Hits whose sums are read at once: more rows there cannot be. */
const AT_ONCE = 10_000;
const MOST_ROWS = Number.MAX_SAFE_INTEGER;

const FACTS = DIMENSION_NAMES.filter((name) => dimension(name).of === 'hit');

const nameOf = (day: number) => bucketName('day', day, UTC);

async function daysOf(deps: ExportDeps, link: Link, by: DimensionName[], from: number, to: number | null) {
  const filters = { link: [link.id] };
  const period = { from: from * DAY, to: to === null ? null : to * DAY };
  const { rows } = await deps.store.stats.read({
    ...period,
    ...{ filters, groupBy: ['day', ...by], offsets: UTC, order: null, limit: MOST_ROWS },
  });
  return rows;
}

/** Days in their order, in stretches of so many hits at most; a day is never cut. */
function stretchesOf(days: StatsRow[]): { from: number; to: number }[] {
  const stretches: { from: number; to: number; hits: number }[] = [];
  for (const { group, counts } of days) {
    const day = Number(group.day);
    const { hits } = measuresOf(counts);
    const last = stretches.at(-1);
    if (last && last.hits + hits <= AT_ONCE) Object.assign(last, { to: day + 1, hits: last.hits + hits });
    else stretches.push({ from: day, to: day + 1, hits });
  }
  return stretches;
}

async function* sums(deps: ExportDeps, link: Link): AsyncGenerator<VisitRecord[], void> {
  const show = (rows: StatsRow[], name: DimensionName | null): VisitRecord[] =>
    rows.map(({ group, counts }) => ({
      type: 'sum',
      linkId: link.id,
      day: nameOf(Number(group.day)),
      dimension: name,
      value: name === null || group[name] === null ? null : String(group[name]),
      ...measuresOf(counts),
    }));
  const days = await daysOf(deps, link, [], 0, null);
  yield show(days, null);
  for (const { from, to } of stretchesOf(days)) {
    for (const name of FACTS) yield show(await daysOf(deps, link, [name], from, to), name);
  }
}

/**
 * Who was turned away, the sums of every UTC day, sightings and, newest first, the single hits; slice by slice, and
 * nothing is read before it is asked for.
 */
export async function* exportVisits(deps: ExportDeps, link: Link): AsyncGenerator<VisitRecord[], void> {
  const away = await deps.store.refusals.ofLink(link.rowId);
  yield away.map(({ day, ...rest }) => ({ type: 'turnedAway', linkId: link.id, day: nameOf(day), ...rest }));
  yield* sums(deps, link);
  const period = { from: null, to: null, timezone: 'UTC' };
  const question = { ...period, filters: {}, contentIds: [], linkIds: [link.id] };
  const sightings = { ...question, apps: [], certainties: [], crossed: null };
  for await (const slice of exportSightings(deps, sightings, null)) {
    yield slice.map((sighting) => ({ type: 'sighting', ...sighting }));
  }
  for await (const slice of exportHits(deps, { ...question, kinds: [] }, null)) {
    yield slice.map((hit) => ({ type: 'hit', ...hit }));
  }
}
