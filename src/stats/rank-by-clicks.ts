/** Lists of links and contents in the order of their clicks in a period, or of their last clicks. */
import { broken } from '../broken-rule.ts';
import { breaks } from '../errors.ts';
import { nextTurn } from '../next-turn.ts';
import type { Deps } from '../ports.ts';
import type { Page } from '../store-ports/row-page.ts';
import { readQuestion, type StatsQuestion } from './question.ts';
import type { StatsPlan } from './stats-plan.ts';

/** The most rows of a ranking that are read. */
export const MAX_RANKED = 10_000;
/** A list with no more rows than this is read completely and sorted. */
export const FEW_ROWS = 200;
/** How many rows of the ranking are read beyond a page, and the factor by which that grows if they are too few. */
const SPARE_ROWS = 100;
const GROWTH = 4;
const ROWS_AT_ONCE = 500;

/** The measure with its period, as texts, and the direction. */
export type ClickOrder = { descending: boolean } & (
  | ({ by: 'clicks' } & Pick<StatsQuestion, 'from' | 'to' | 'timezone'>)
  | { by: 'lastClickAt' }
);

/** The last row of a page with its value; `depth` is its position in the ranking. */
export interface ClickPosition {
  value: number;
  id: string;
  rowId: number;
  depth: number;
}

export interface RankingSlot {
  after: ClickPosition | null;
  limit: number;
}

export interface Ranked {
  id: string;
  /** Clicks in the period, or the time of the last click; 0 without any. */
  value: number;
  depth: number;
}

/** A row of the list and its value. */
export type RankedRow<Row> = { row: Row } & Ranked;

export interface RankedPage<Row> {
  rows: RankedRow<Row>[];
  next: ClickPosition | null;
}

/** The list to be ranked. */
export interface RankedList<Row> {
  dimension: 'link' | 'content';
  /** Filters that accept every row of the list and as few others as possible. */
  filters: StatsPlan['filters'];
  /** Answers rows, newest first: all of them, only those with `ids`, or all except `notIds`. */
  list(page: Page, only: { ids?: string[]; notIds?: string[] }): Promise<Row[]>;
}

type Listed = { id: string; rowId: number };
type RankDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;
interface Ranking {
  /** The rows with clicks, in the order of the ranking. */
  ranked: Ranked[];
  /** Whether the ranking is complete: no row with clicks is missing. */
  isWhole: boolean;
}

const FIELDS = { link: 'linkId', content: 'contentId' } as const;

type ReadRanking = (most: number, filters: StatsPlan['filters']) => Promise<Ranking>;

/** Answers a function that reads the first rows of the ranking. Throws `validation` for a wrong period. */
export function rankingOf<Row>(
  deps: RankDeps,
  { dimension }: RankedList<Row>,
  order: ClickOrder,
): ReadRanking {
  const { store, clock, settings } = deps;
  const { descending } = order;
  if (order.by === 'lastClickAt') {
    return async (limit, filters) => {
      const clicked = await store.stats.lastClicked({ dimension, filters, descending, limit });
      const ranked = clicked.map(({ id, at }, index): Ranked => ({ id, value: at, depth: index + 1 }));
      return { ranked, isWhole: ranked.length < limit };
    };
  }
  const { from, to, timezone } = order;
  const defaults = { filters: {}, contentIds: [], linkIds: [], sort: null, limit: null };
  const question = { ...defaults, from, to, timezone, groupBy: [dimension] };
  const { plan } = readQuestion(question, settings.publicUrl, clock());
  return async (most, filters) => {
    const sorted = { ...plan, filters, order: { measure: 'clicks', descending } as const, limit: most };
    const { rows } = await store.stats.read(sorted);
    const all = rows.map(({ group, counts }, index): Ranked => {
      return { id: String(group[FIELDS[dimension]]), value: counts.clicks, depth: index + 1 };
    });
    const isWhole = all.length < most || (descending && all.at(-1)?.value === 0);
    return { ranked: all.filter(({ value }) => value > 0), isWhole };
  };
}

/** Whether a row comes after a position: rows without clicks come last, and ties go by id. */
function isBehind({ value, id }: Ranked, after: ClickPosition | null, descending: boolean): boolean {
  if (after === null) return true;
  if (after.value === 0) return false;
  if (value === after.value) return id > after.id;
  return descending ? value < after.value : value > after.value;
}

/** The ranked rows that are in the list, up to `most`. */
export async function listedOf<Row extends Listed>(list: RankedList<Row>, ranked: Ranked[], most: number) {
  const found: RankedRow<Row>[] = [];
  for (let at = 0; at < ranked.length && found.length < most; at += ROWS_AT_ONCE) {
    if (at > 0) await nextTurn();
    const some = ranked.slice(at, at + ROWS_AT_ONCE);
    const ids = some.map(({ id }) => id);
    const rows = await list.list({ limit: ids.length, before: null }, { ids });
    const byId = new Map(rows.map((row) => [row.id, row]));
    found.push(
      ...some.flatMap((each) => [byId.get(each.id)].flatMap((row) => (row ? [{ row, ...each }] : []))),
    );
  }
  return found.slice(0, most);
}

/** Rows without a value. */
export const unclicked = <Row extends Listed>(rows: Row[]): RankedRow<Row>[] =>
  rows.map((row) => ({ row, id: row.id, value: 0, depth: 0 }));

const tooDeep = (after: ClickPosition | null) =>
  breaks(after === null ? '?sort' : '?cursor', broken('list_too_deep', { most: MAX_RANKED }));

/** The rows after a position in a short list, of which all rows are given. */
function sortShortList<Row extends Listed>(
  rows: Row[],
  { ranked }: Ranking,
  after: ClickPosition | null,
  descending: boolean,
) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const clicked = ranked
    .filter((each) => isBehind(each, after, descending))
    .flatMap((each) => [byId.get(each.id)].flatMap((row) => (row ? [{ row, ...each }] : [])));
  const known = new Set(ranked.map(({ id }) => id));
  const others = rows.filter(({ id }) => !known.has(id));
  const start = after?.value === 0 ? after.rowId : Number.MAX_SAFE_INTEGER;
  return [...clicked, ...unclicked(others.filter(({ rowId }) => rowId < start))];
}

/** Up to `most` rows after a position in a list of any length. With `isCut`, more may follow beyond `MAX_RANKED`. */
async function readLongList<Row extends Listed>(
  list: RankedList<Row>,
  read: ReadRanking,
  { after, most, descending }: { after: ClickPosition | null; most: number; descending: boolean },
): Promise<{ rows: RankedRow<Row>[]; isCut: boolean }> {
  const before = after?.value === 0 ? after.rowId : null;
  let size = before === null ? (after?.depth ?? 0) + most + SPARE_ROWS : MAX_RANKED;
  for (let rows: RankedRow<Row>[] = []; ; size *= GROWTH) {
    const { ranked, isWhole } = await read(Math.min(size, MAX_RANKED) + 1, list.filters);
    rows = await listedOf(
      list,
      ranked.filter((each) => isBehind(each, after, descending)),
      most,
    );
    if (isWhole) {
      const notIds = ranked.map(({ id }) => id);
      const others = await list.list({ limit: most - rows.length, before }, { notIds });
      return { rows: [...rows, ...unclicked(others)], isCut: false };
    }
    if (rows.length === most || size >= MAX_RANKED) return { rows, isCut: rows.length < most };
  }
}

/**
 * One page in the order of clicks; rows without clicks come last, newest first. Throws `validation` for a wrong
 * period, and if the page would be beyond `MAX_RANKED`.
 */
export async function rankByClicks<Row extends Listed>(
  deps: RankDeps,
  list: RankedList<Row>,
  order: ClickOrder,
  { after, limit }: RankingSlot,
): Promise<RankedPage<Row>> {
  const read = rankingOf(deps, list, order);
  const { descending } = order;
  const few = await list.list({ limit: FEW_ROWS + 1, before: null }, {});
  const only = { [list.dimension]: few.map(({ id }) => id) };
  const { rows, isCut } =
    few.length > FEW_ROWS
      ? await readLongList(list, read, { after, most: limit + 1, descending })
      : { rows: sortShortList(few, await read(FEW_ROWS + 1, only), after, descending), isCut: false };
  if (isCut && rows.length === 0) throw tooDeep(after);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit || isCut ? shown.at(-1) : undefined;
  if (!last) return { rows: shown, next: null };
  const { value, id, depth, row } = last;
  return { rows: shown, next: { value, id, depth, rowId: row.rowId } };
}
