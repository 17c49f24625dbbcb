import { AppError } from '../errors.ts';
import type { Deps } from '../ports.ts';
import { isoTimeOrNull } from '../time.ts';
import { type DimensionName, dimension } from './dimensions.ts';
import { shownFields } from './link-fields.ts';
import { COUNTS, type Counts, countOf, type Measures, measuresOf } from './measures.ts';
import { bucketName, bucketOf, bucketsBetween, type Unit } from './period.ts';
import type { StatsPlan, StatsRow } from './plan.ts';
import {
  isDimension,
  MAX_ROWS,
  type ResolvedQuestion,
  readQuestion,
  type StatsQuestion,
} from './question.ts';
import { type RetentionNotes, retentionNotes } from './retention.ts';

type Fields = StatsRow['group'];

/**
 * An answer ready for JSON: each row has the fields of its group and its measures. Times are ISO 8601 in UTC; null is
 * unbounded.
 */
export interface StatsAnswer {
  data: (Measures & Record<string, unknown>)[];
  total: Measures;
  from: string | null;
  to: string | null;
  timezone: string;
  /** `asOf` is the time of the newest stored hit, null without any; every stored hit is counted. */
  meta: { asOf: string | null; source: 'sums' | 'raw' } & RetentionNotes;
}

const NONE = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts; // every name of COUNTS was just set

const tooMany = () =>
  new AppError(
    'too_many_rows',
    `The answer would have more than ${MAX_ROWS} rows. Use a shorter period, a larger unit of time or fewer groups.`,
    [{ pointer: '?groupBy', detail: 'Results in too many rows.' }],
  );

/** The rows of each group, in the order of their time; groups keep the order of their first row. */
function byGroup(rows: StatsRow[], time: DimensionName): Map<string, StatsRow[]> {
  const groups = new Map<string, StatsRow[]>();
  for (const row of rows) {
    const { [time]: _, ...others } = row.group;
    const key = JSON.stringify(others);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function sumOf(rows: StatsRow[], measure: ResolvedQuestion['sort']['measure']): number {
  return rows.reduce((sum, { counts }) => sum + countOf(counts, measure), 0);
}

/** The buckets that every group shows: those of the period; if it is unbounded, from the first hit and up to now. */
function buckets(plan: StatsPlan, unit: Unit, time: DimensionName, rows: StatsRow[], now: number): number[] {
  const seen = rows.map(({ group }) => Number(group[time]));
  if (seen.length === 0) return [];
  const lowest = seen.reduce((a, b) => Math.min(a, b));
  const highest = seen.reduce((a, b) => Math.max(a, b));
  // A compacted day counts at its beginning, which may be before the start of the period.
  const first = plan.from === null ? lowest : Math.min(lowest, bucketOf(unit, plan.from, plan.offsets));
  const last = bucketOf(unit, plan.to === null ? now : Math.min(plan.to - 1, now), plan.offsets);
  const all = bucketsBetween(unit, first, Math.max(last, highest), plan.offsets, MAX_ROWS);
  if (!all) throw tooMany();
  return all;
}

/** An answer's row: the fields its group shows, and its counts. */
type Shown = [fields: Fields, counts: Counts];
type Show = (group: Fields) => Fields;

/** Sorts and limits the groups, and gives each a row for every bucket of the period. */
function overTime(
  question: ResolvedQuestion,
  time: DimensionName,
  unit: Unit,
  rows: StatsRow[],
  show: Show,
  now: number,
) {
  const { plan, sort, limit } = question;
  if (rows.length > MAX_ROWS) throw tooMany();
  const direction = sort.descending ? -1 : 1;
  const groups = [...byGroup(rows, time).values()]
    .map((group) => ({ group, size: sumOf(group, sort.measure) }))
    .sort((a, b) => direction * (a.size - b.size))
    .slice(0, plan.groupBy.length > 1 ? limit : undefined);
  const all = buckets(plan, unit, time, rows, now);
  if (groups.length * all.length > MAX_ROWS) throw tooMany();
  const named = all.map((bucket) => ({ bucket, name: bucketName(unit, bucket, plan.offsets) }));
  return groups.flatMap(({ group }) => {
    const counted = new Map(group.map((row) => [Number(row.group[time]), row.counts]));
    const fields = show(group[0]?.group ?? {});
    return named.map(({ bucket, name }): Shown => {
      return [{ ...fields, [time]: name }, counted.get(bucket) ?? NONE];
    });
  });
}

function present(group: Fields, groupBy: DimensionName[], publicUrl: string): Fields {
  const fields = groupBy.map((name): Fields => {
    const dim = dimension(name);
    if (dim.of !== 'link') return { [name]: group[name] ?? null };
    return shownFields(dim, group, publicUrl);
  });
  return Object.assign({}, ...fields);
}

/** The fields of an answer's rows, in their order. */
export function fieldsOf(groupBy: string[], publicUrl: string): string[] {
  return Object.keys({ ...present({}, groupBy.filter(isDimension), publicUrl), ...measuresOf(NONE) });
}

/** Answers a stats question exactly, the newest click included. Throws `validation` and `too_many_rows`. */
export async function readStats(
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  question: StatsQuestion,
): Promise<StatsAnswer> {
  const { publicUrl } = deps.settings;
  const now = deps.clock();
  const resolved = readQuestion(question, publicUrl, now);
  const { plan, timezone, period } = resolved;
  const { rows, total, asOf, compactedDay, source } = await deps.store.stats.read(plan);
  const time = plan.groupBy
    .map((name) => ({ name, dim: dimension(name) }))
    .find(({ dim }) => dim.of === 'time');
  const show: Show = (group) => present(group, plan.groupBy, publicUrl);
  const shown =
    time?.dim.of === 'time'
      ? overTime(resolved, time.name, time.dim.unit, rows, show, now)
      : rows.map(({ group, counts }): Shown => [show(group), counts]);
  return {
    data: shown.map(([fields, counts]) => ({ ...fields, ...measuresOf(counts) })),
    total: measuresOf(total),
    from: isoTimeOrNull(period.from),
    to: isoTimeOrNull(period.to),
    timezone,
    meta: { asOf: isoTimeOrNull(asOf), source, ...retentionNotes(plan, compactedDay) },
  };
}
