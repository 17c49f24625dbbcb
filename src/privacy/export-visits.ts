/** Exports everything that is stored about the visits to a link, except the hashes, which are never exported. */
import { exportHits } from '../hits/list-hits.ts';
import type { Link } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import type { Share } from '../shares/share.ts';
import { exportSightings } from '../sightings/list-sightings.ts';
import { DIMENSION_NAMES, type DimensionName, dimension } from '../stats/dimensions.ts';
import { measuresOf } from '../stats/measures.ts';
import type { StatsRow } from '../stats/stats-plan.ts';
import { DAY, isoDay, isoTime } from '../time.ts';

/**
 * One line of an export. A `sum` has the counts of one UTC day: all of them if `dimension` is null, else of the hits
 * with this `value`. A `turnedAway` has day, reason and times. Sightings and hits are as in their lists; a `share` has its
 * code and the id of its parent.
 */
export type VisitRecord = { type: 'turnedAway' | 'sum' | 'sighting' | 'share' | 'hit' } & Record<
  string,
  unknown
>;

type ExportDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

const UTC = [{ from: 0, offset: 0 }];
/** The most hits whose sums are read at once, which also bounds the rows. */
const MAX_HITS = 10_000;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

const FACTS = DIMENSION_NAMES.filter((name) => dimension(name).of === 'hit');

async function daysOf(deps: ExportDeps, link: Link, by: DimensionName[], from: number, to: number | null) {
  const filters = { link: [link.id] };
  const period = { from: from * DAY, to: to === null ? null : to * DAY };
  const { rows } = await deps.store.stats.read({
    ...period,
    ...{ filters, groupBy: ['day', ...by], offsets: UTC, order: null, limit: NO_LIMIT },
  });
  return rows;
}

/** Splits days into periods of at most `MAX_HITS` hits. A day is never split. */
function periodsOf(days: StatsRow[]): { from: number; to: number }[] {
  const periods: { from: number; to: number; hits: number }[] = [];
  for (const { group, counts } of days) {
    const day = Number(group.day);
    const { hits } = measuresOf(counts);
    const last = periods.at(-1);
    if (last && last.hits + hits <= MAX_HITS) Object.assign(last, { to: day + 1, hits: last.hits + hits });
    else periods.push({ from: day, to: day + 1, hits });
  }
  return periods;
}

async function* sums(deps: ExportDeps, link: Link): AsyncGenerator<VisitRecord[], void> {
  const show = (rows: StatsRow[], name: DimensionName | null): VisitRecord[] =>
    rows.map(({ group, counts }) => ({
      type: 'sum',
      linkId: link.id,
      day: isoDay(Number(group.day)),
      dimension: name,
      value: name === null || group[name] === null ? null : String(group[name]),
      ...measuresOf(counts, name !== null),
    }));
  const days = await daysOf(deps, link, [], 0, null);
  yield show(days, null);
  for (const { from, to } of periodsOf(days)) {
    for (const name of FACTS) yield show(await daysOf(deps, link, [name], from, to), name);
  }
}

const SHARES_AT_ONCE = 1_000;

/** Newest first. Who pressed is not known: the key of the visitor is a hash, which is never exported. */
async function* shares({ store }: ExportDeps, link: Link): AsyncGenerator<VisitRecord[], void> {
  for (let before: number | null = null; ; ) {
    const found: Share[] = await store.shares.list(
      { linkRowId: link.rowId },
      { limit: SHARES_AT_ONCE, before },
    );
    yield found.map(({ id, linkId, contentId, channel, at, code, parentId, generation, source }) => ({
      ...{ type: 'share', id, linkId, contentId, channel, at: isoTime(at) },
      ...{ code, parentId, generation, source },
    }));
    before = found.at(-1)?.rowId ?? null;
    if (found.length < SHARES_AT_ONCE) return;
  }
}

/**
 * Refusals, the sums of every UTC day, sightings and, newest first, shares and individual hits, slice by slice. Each slice is read
 * when it is needed.
 */
export async function* exportVisits(deps: ExportDeps, link: Link): AsyncGenerator<VisitRecord[], void> {
  const refusals = await deps.store.refusals.ofLink(link.rowId);
  yield refusals.map(({ day, ...rest }) => ({
    type: 'turnedAway',
    linkId: link.id,
    day: isoDay(day),
    ...rest,
  }));
  yield* sums(deps, link);
  const period = { from: null, to: null, timezone: 'UTC' };
  const question = { ...period, filters: {}, contentIds: [], linkIds: [link.id] };
  const sightings = { ...question, apps: [], certainties: [], crossed: null };
  for await (const slice of exportSightings(deps, sightings, null)) {
    yield slice.map((sighting) => ({ type: 'sighting', ...sighting }));
  }
  yield* shares(deps, link);
  for await (const slice of exportHits(deps, { ...question, kinds: [] }, null)) {
    yield slice.map((hit) => ({ type: 'hit', ...hit }));
  }
}
