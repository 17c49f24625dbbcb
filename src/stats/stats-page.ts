/** Reads statistics page by page: the groups of an answer in their order, each with its rows over time. */
import { invalid } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { type DimensionName, dimension } from './dimensions.ts';
import { shownFields } from './link-fields.ts';
import { isGroup, type ResolvedQuestion, readQuestion, type StatsQuestion } from './question.ts';
import type { Fields } from './rows/collected-counts.ts';
import { orderFields } from './rows/group-rows.ts';
import { openSeries, readGroups, type Series } from './rows/series.ts';
import {
  type Buckets,
  bucketsOf,
  MAX_ROWS,
  overBuckets,
  type Shown,
  type TimeAxis,
  tooManyBuckets,
} from './rows/time-buckets.ts';
import type { GroupPosition, StatsResult, StatsRow } from './stats-plan.ts';

export type StatsDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

/** The groups whose rows over time are read together, and about how many rows. */
const SERIES_GROUPS = 200;
const SERIES_ROWS = 10_000;

export function present(group: Fields, groupBy: DimensionName[], publicUrl: string): Fields {
  const fields = groupBy.map((name): Fields => {
    const dim = dimension(name);
    if (dim.of !== 'link') return { [name]: group[name] ?? null };
    return shownFields(dim, group, publicUrl);
  });
  return Object.assign({}, ...fields);
}

/** What all forms of an answer have in common: the rows of a page, and what is known of the whole. */
export interface Page extends Omit<StatsResult, 'rows'> {
  rows: Shown[];
  next: GroupPosition | null;
}

/** A question with what it takes to answer it. */
export interface Asked {
  deps: StatsDeps;
  resolved: ResolvedQuestion;
  now: number;
  after: GroupPosition | null;
}

const show = ({ resolved, deps }: Asked, group: Fields): Fields =>
  present(group, resolved.plan.groupBy, deps.settings.publicUrl);

export async function readUntimed(asked: Asked): Promise<Page> {
  const { deps, resolved, after } = asked;
  const { plan, limit } = resolved;
  const slice = await readGroups(deps.store.stats, plan, { after, limit });
  const isWhole = after === null && slice.next === null;
  return {
    ...slice,
    groups: slice.groups ?? (isWhole ? slice.rows.length : null),
    rows: slice.rows.map(({ group, counts }): Shown => [show(asked, group), counts]),
  };
}

/** The buckets of the time alone: each is a group, and all are one page. */
export async function readTimed({ deps, resolved, now }: Asked, axis: TimeAxis, most: number): Promise<Page> {
  const { plan } = resolved;
  const result = await deps.store.stats.read({ ...plan, limit: Number.MAX_SAFE_INTEGER });
  const buckets = bucketsOf(plan, axis, result.rows, { now, most });
  if (!buckets) throw tooManyBuckets();
  const rows = overBuckets(buckets, axis.name, {}, result.rows);
  return { ...result, rows, groups: rows.length, next: null };
}

/** The rows of these groups over time, some groups at a time. */
export async function* rowsOverTime(
  asked: Asked,
  series: Series,
  { axis, buckets }: { axis: TimeAxis; buckets: Buckets },
  groups: StatsRow[],
): AsyncGenerator<Shown[], void> {
  const size = Math.max(1, Math.min(SERIES_GROUPS, Math.floor(SERIES_ROWS / Math.max(1, buckets.length))));
  for (let at = 0; at < groups.length; at += size) {
    const some = groups.slice(at, at + size);
    for (const [index, counted] of (await series.rowsOf(some)).entries()) {
      yield overBuckets(buckets, axis.name, show(asked, some[index]?.group ?? {}), counted);
    }
  }
}

async function readSeries(asked: Asked, axis: TimeAxis, by: DimensionName): Promise<Page> {
  const { deps, resolved, now, after } = asked;
  const series = await openSeries(deps.store.stats, resolved, axis, by);
  const buckets = bucketsOf(resolved.plan, axis, series.bucketRows, { now, most: MAX_ROWS });
  if (!buckets) throw tooManyBuckets();
  const most = Math.floor(MAX_ROWS / Math.max(1, buckets.length));
  const slice = await series.groups({ after, limit: Math.min(resolved.limit, most) });
  const rows: Shown[] = [];
  for await (const some of rowsOverTime(asked, series, { axis, buckets }, slice.rows)) rows.push(...some);
  return { ...slice, rows };
}

export function readPage(asked: Asked): Promise<Page> {
  const axis = axisOf(asked.resolved);
  if (axis === null) return readUntimed(asked);
  const by = asked.resolved.plan.groupBy.find(isGroup);
  return by === undefined ? readTimed(asked, axis, MAX_ROWS) : readSeries(asked, axis, by);
}

/** Checks a question and the position after which it is answered. Throws `validation`. */
export function ask(deps: StatsDeps, question: StatsQuestion, after: GroupPosition | null): Asked {
  const now = deps.clock();
  const resolved = readQuestion(question, deps.settings.publicUrl, now);
  const keys = orderFields(question.groupBy.filter(isGroup));
  if (after !== null && after.keys.length !== keys.length)
    throw invalid('?cursor', 'Invalid cursor: it belongs to a query with other groups.');
  return { deps, resolved, now, after };
}

/** The time dimension of a question; null without one. */
export function axisOf({ plan }: ResolvedQuestion): TimeAxis | null {
  for (const name of plan.groupBy) {
    const dim = dimension(name);
    if (dim.of === 'time') return { name, unit: dim.unit };
  }
  return null;
}
