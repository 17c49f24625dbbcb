/** Groups over time: the groups in the order of their sums, and the rows of some of them. */
import type { StatsStore } from '../../store-ports/count-stores.ts';
import type { DimensionName } from '../dimensions.ts';
import { dimension } from '../dimensions.ts';
import { COUNTS } from '../measures.ts';
import type { ResolvedQuestion } from '../question.ts';
import type { GroupPosition, StatsPlan, StatsResult, StatsRow } from '../stats-plan.ts';
import { orderFields, orderRows, positionOf } from './group-rows.ts';
import { MAX_ROWS, NO_COUNTS, type TimeAxis } from './time-buckets.ts';

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Where a slice of groups begins and how many it has at most. */
export interface GroupSlot {
  after: GroupPosition | null;
  limit: number;
}

/** Some groups in their order, and where the next slice begins; the total is that of all groups. */
export type GroupSlice = StatsResult & { next: GroupPosition | null };

/** Reads a slice of groups. The plan is ordered by its measure, and has no time dimension. */
export async function readGroups(
  { read }: Pick<StatsStore, 'read'>,
  plan: StatsPlan,
  { after, limit }: GroupSlot,
): Promise<GroupSlice> {
  const asked = { ...plan, after, limit: limit === NO_LIMIT ? limit : limit + 1, countsGroups: true };
  return sliceOf(await read(asked), asked, limit);
}

/** Cuts a result that has one row more than the slice if there is a next one. */
function sliceOf(result: StatsResult, plan: StatsPlan, limit: number): GroupSlice {
  const rows = result.rows.slice(0, limit);
  const last = result.rows.length > limit ? rows.at(-1) : undefined;
  return { ...result, rows, next: last ? positionOf(last, plan) : null };
}

export interface Series {
  /** Rows with all buckets in which there are hits. */
  bucketRows: StatsRow[];
  groups(slot: GroupSlot): Promise<GroupSlice>;
  /** The rows of each of these groups over time, in the order of the groups. */
  rowsOf(groups: StatsRow[]): Promise<StatsRow[][]>;
}

/** A question by one dimension and the time. */
interface SeriesQuestion {
  /** The plan by both dimensions. */
  plan: StatsPlan;
  by: DimensionName;
  axis: TimeAxis;
  sort: ResolvedQuestion['sort'];
}

/** Opens a series, in one read if all its rows are few. */
export async function openSeries(
  stats: Pick<StatsStore, 'read'>,
  { plan, sort }: ResolvedQuestion,
  axis: TimeAxis,
  by: DimensionName,
): Promise<Series> {
  const question = { plan, sort, axis, by };
  // Links and contents may be very many.
  if (by !== 'link' && by !== 'content') {
    const whole = await stats.read({ ...plan, order: null, limit: MAX_ROWS + 1 });
    if (whole.rows.length <= MAX_ROWS) return seriesInMemory(question, whole);
  }
  return seriesInSlices(stats, question);
}

const keyOf = ({ group }: StatsRow, { name }: TimeAxis): string => {
  const { [name]: _, ...others } = group;
  return JSON.stringify(others);
};

const byGroup = (rows: StatsRow[], axis: TimeAxis): Map<string, StatsRow[]> =>
  Map.groupBy(rows, (row) => keyOf(row, axis));

function sumOf(rows: StatsRow[], { name }: TimeAxis): StatsRow {
  const { [name]: _, ...group } = rows[0]?.group ?? {};
  const counts = { ...NO_COUNTS };
  for (const row of rows) for (const count of COUNTS) counts[count] += row.counts[count];
  return { group, counts };
}

function seriesInMemory({ plan, by, axis, sort }: SeriesQuestion, whole: StatsResult): Series {
  const groups = byGroup(whole.rows, axis);
  const sums = Array.from(groups.values(), (rows) => sumOf(rows, axis));
  return {
    bucketRows: whole.rows,
    async groups({ after, limit }) {
      const ordered = { ...plan, groupBy: [by], order: sort, after, limit: limit + 1 };
      const rows = orderRows(sums, ordered);
      return sliceOf({ ...whole, rows, groups: sums.length }, ordered, limit);
    },
    rowsOf: async (some) => some.map((row) => groups.get(keyOf(row, axis)) ?? []),
  };
}

/** The filters that accept these groups, and as few others as possible. */
function filtersFor({ plan, by }: SeriesQuestion, groups: StatsRow[]): StatsPlan['filters'] {
  const [field = ''] = orderFields([by]);
  const values = groups.map(({ group }) => group[field] ?? null);
  const dim = dimension(by);
  // Filters never accept an absent value, and a filter may already name one of several tags.
  const isFiltered = dim.of === 'link' && dim.many && plan.filters[by] !== undefined;
  if (isFiltered || values.includes(null)) return plan.filters;
  return { ...plan.filters, [by]: values.map(String) };
}

async function seriesInSlices(stats: Pick<StatsStore, 'read'>, question: SeriesQuestion): Promise<Series> {
  const { plan, by, axis, sort } = question;
  const { rows } = await stats.read({ ...plan, groupBy: [axis.name], order: null, limit: NO_LIMIT });
  return {
    bucketRows: rows,
    groups: (slot) => readGroups(stats, { ...plan, groupBy: [by], order: sort }, slot),
    async rowsOf(some) {
      if (some.length === 0) return [];
      const filters = filtersFor(question, some);
      const found = byGroup(
        (await stats.read({ ...plan, filters, order: null, limit: NO_LIMIT })).rows,
        axis,
      );
      return some.map((row) => found.get(keyOf(row, axis)) ?? []);
    },
  };
}
