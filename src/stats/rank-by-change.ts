/** Lists of links and contents in the order of what they have gained or lost between two periods. */
import { broken } from '../broken-rule.ts';
import { breaks } from '../errors.ts';
import type { Deps } from '../ports.ts';
import type { StatsQuestion } from './question.ts';
import {
  FEW_ROWS,
  listedOf,
  type Ranked,
  type RankedList,
  type RankedPage,
  type RankedRow,
  type RankingSlot,
  rankingOf,
  unclicked,
} from './rank-by-clicks.ts';

/** The most rows with clicks in one of the periods. */
export const MAX_CHANGED = 50_000;

type Days = Pick<StatsQuestion, 'from' | 'to'>;

export interface ChangeOrder {
  /** Those that have gained most come first; otherwise those that have lost most. */
  descending: boolean;
  now: Days;
  before: Days;
  timezone: string;
}

type RankDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

/** The clicks of one period by id. Throws `validation` beyond `MAX_CHANGED`. */
async function clicksIn<Row>(
  deps: RankDeps,
  list: RankedList<Row>,
  days: Days & { timezone: string },
  filters: RankedList<Row>['filters'],
): Promise<Map<string, number>> {
  const read = rankingOf(deps, list, { by: 'clicks', descending: true, ...days });
  const { ranked, isWhole } = await read(MAX_CHANGED + 1, filters);
  if (!isWhole) throw breaks('?sort', broken('list_too_deep', { most: MAX_CHANGED }));
  return new Map(ranked.map(({ id, value }) => [id, value]));
}

/** Everything that has changed, in the order; `value` is the difference in clicks. */
async function changesOf<Row>(
  deps: RankDeps,
  list: RankedList<Row>,
  { now, before, timezone, descending }: ChangeOrder,
  filters: RankedList<Row>['filters'],
): Promise<Ranked[]> {
  const [clicks, earlier] = await Promise.all(
    [now, before].map((days) => clicksIn(deps, list, { ...days, timezone }, filters)),
  );
  const ids = new Set([...(clicks?.keys() ?? []), ...(earlier?.keys() ?? [])]);
  return [...ids]
    .map((id): Ranked => ({ id, value: (clicks?.get(id) ?? 0) - (earlier?.get(id) ?? 0), depth: 0 }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => (descending ? b.value - a.value : a.value - b.value) || (a.id < b.id ? -1 : 1));
}

/**
 * One page in the order of the change. Rows that have not changed come between those that have gained and those that have
 * lost, newest first. Throws `validation` for a wrong period, and for too many rows.
 */
export async function rankByChange<Row extends { id: string; rowId: number }>(
  deps: RankDeps,
  list: RankedList<Row>,
  order: ChangeOrder,
  { after, limit }: RankingSlot,
): Promise<RankedPage<Row>> {
  const few = await list.list({ limit: FEW_ROWS + 1, before: null }, {});
  const filters = few.length > FEW_ROWS ? list.filters : { [list.dimension]: few.map(({ id }) => id) };
  const changes = few.length === 0 ? [] : await changesOf(deps, list, order, filters);
  const inOrder = (value: number) => (order.descending ? -value : value);
  const isBehind = ({ value, id }: Ranked) =>
    after === null ||
    inOrder(value) > inOrder(after.value) ||
    (value === after.value && value !== 0 && id > after.id);
  const rest = changes.filter(isBehind);
  const most = limit + 1;

  const rows: RankedRow<Row>[] = await listedOf(
    list,
    rest.filter(({ value }) => inOrder(value) < 0),
    most,
  );
  if (rows.length < most && (after === null || inOrder(after.value) <= 0)) {
    const before = after?.value === 0 ? after.rowId : null;
    const notIds = changes.map(({ id }) => id);
    rows.push(...unclicked(await list.list({ limit: most - rows.length, before }, { notIds })));
  }
  const last = rest.filter(({ value }) => inOrder(value) > 0);
  if (rows.length < most) rows.push(...(await listedOf(list, last, most - rows.length)));

  const shown = rows.slice(0, limit);
  const end = rows.length > limit ? shown.at(-1) : undefined;
  if (!end) return { rows: shown, next: null };
  return { rows: shown, next: { value: end.value, id: end.id, depth: 0, rowId: end.row.rowId } };
}
