/** Counts single hits and shares: those that are not rolled up yet, and those for which the sums are too coarse. */
import { type Name, type SQL, sql } from 'drizzle-orm';
import { FACETS } from '../../../stats/facets.ts';
import { COUNTS, type Counts, KIND_COUNT } from '../../../stats/measures.ts';
import type { PartialHour, TimeSpan } from '../../../stats/rows/cells.ts';
import { ALL_LINKS_SCOPE, UNIT_CODE } from '../../../sums/sum-row.ts';
import { DAY } from '../../../time.ts';
import { type Column, moreColumns } from '../../sql/columns.ts';
import { allOf, inJsonList } from '../../sql/conditions.ts';
import { raw } from '../../sql/raw.ts';
import { ROLLED_UP_TO_ID, SHARES_UP_TO_ID } from '../../sums/progress-row.ts';
import { isRow } from '../../sums/row-id.ts';
import { COUNT_COLUMNS } from '../../sums/sum-row.ts';
import type { IdRange } from '../hit-windows.ts';
import { hitConditions, joinLinks, linkColumns, linkKeys, type StatsSubject } from './stats-subject.ts';

/** The expression of each count for a hit `h`. */
const COUNT_OF = {
  ...Object.fromEntries(Object.entries(KIND_COUNT).map(([kind, count]) => [count, `h.kind = '${kind}'`])),
  uniqueClicks: 'h.is_unique',
  anonymousClicks: 'h.anonymous',
  ownClicks: "(h.kind = 'click' AND h.reason IS 'own')",
  shares: "h.kind = 'share'",
} as Record<keyof Counts, string>; // every count is of a kind, or one of these four

const countsOfHits = (count: (hit: string) => string): SQL =>
  raw(
    COUNTS.map((name, at) => `${count(`h.sign * (${COUNT_OF[name]})`)} AS ${COUNT_COLUMNS[at]}`).join(', '),
  );
const SUMMED = countsOfHits((hit) => `sum(${hit})`);
const SINGLE = countsOfHits((hit) => hit);

const FACTS = raw(
  ['id', 'at', 'link_id', 'reason', ...Object.values(FACETS).map(({ column }) => column)]
    .map((column) => `h.${column}`)
    .join(', '),
);
/** The columns of a hit that count once. */
const SINGLE_HIT = sql`${FACTS}, h.kind, h.is_unique, h.anonymous, 1 AS sign`;

/**
 * The columns of a share among hits. It has a kind of its own and no facts; its id is above that of every erased hit.
 * Erased shares are excluded here.
 */
const SINGLE_SHARE = raw(
  [
    `${Number.MAX_SAFE_INTEGER} AS id, s.at, s.link_id, NULL AS reason`,
    ...Object.values(FACETS).map(({ column }) => `NULL AS ${column}`),
    "'share' AS kind, 0 AS is_unique, 0 AS anonymous, 1 AS sign",
  ].join(', '),
);
const NOT_ERASED = raw('s.id > (SELECT erased_share_id FROM links shared WHERE shared.id = s.link_id)');

/** Selects the shares that are not in the sums yet. */
const NEW_SHARES = sql`SELECT ${SINGLE_SHARE} FROM shares s WHERE s.id > ${SHARES_UP_TO_ID} AND ${NOT_ERASED}`;

/** Selects the rolled-up shares of these partial hours. */
const partialHourShares = (partialHours: PartialHour[]) => sql`SELECT ${SINGLE_SHARE}
  FROM json_each(${JSON.stringify(partialHours.map(({ from, to }) => [from, to]))}) t
    CROSS JOIN shares s ON s.at >= t.value ->> 0 AND s.at < t.value ->> 1
  WHERE +s.id <= ${SHARES_UP_TO_ID} AND ${NOT_ERASED}`;

/** Selects the hits that are not in the sums yet. */
const NEW_HITS = sql`SELECT ${SINGLE_HIT} FROM hits h WHERE h.id > ${ROLLED_UP_TO_ID}`;

/** Selects rolled-up hits whose counts have changed since: as they were and as they are. */
const CHANGED_HITS = sql`SELECT ${FACTS}, CASE side.value WHEN 1 THEN h.kind ELSE c.was_kind END AS kind,
    CASE side.value WHEN 1 THEN h.is_unique ELSE c.was_unique END AS is_unique, h.anonymous, side.value AS sign
  FROM (SELECT hit_id, was_kind, was_unique, min(id) FROM hit_changes
      WHERE id > (SELECT change_id FROM sums_state) GROUP BY hit_id) c
    CROSS JOIN hits h ON h.id = c.hit_id AND h.id <= ${ROLLED_UP_TO_ID} CROSS JOIN json_each('[-1,1]') side WHERE true`;

/** Selects the rolled-up hits of these partial hours. The plus keeps SQLite from using the wrong one of two bounds. */
const partialHourHits = (partialHours: PartialHour[]) => sql`SELECT ${SINGLE_HIT}
  FROM json_each(${JSON.stringify(partialHours.map(({ hour, from, to }) => [hour, from, to]))}) t
    CROSS JOIN sums ids ON ${isRow('ids', UNIT_CODE.hour, sql`t.value ->> 0`, ALL_LINKS_SCOPE)}
    CROSS JOIN hits h ON h.id >= ids.first_hit_id AND h.id <= ids.last_hit_id
  WHERE +h.id <= ${ROLLED_UP_TO_ID} AND h.at >= t.value ->> 1 AND h.at < t.value ->> 2`;

/** Selects the rolled-up hits of these ranges of ids. */
const hitsBetween = (ids: IdRange[]) => sql`SELECT ${SINGLE_HIT}
  FROM json_each(${JSON.stringify(ids)}) t
    CROSS JOIN hits h ON h.id >= t.value ->> 0 AND h.id < t.value ->> 1 WHERE +h.id <= ${ROLLED_UP_TO_ID}`;

const inPartialHours = (partialHours: PartialHour[]) => sql`EXISTS (SELECT 1
  FROM json_each(${JSON.stringify(partialHours.map(({ from, to }) => [from, to]))}) t
  WHERE h.at >= t.value ->> 0 AND h.at < t.value ->> 1)`;

/** Which hits are read, and with which columns. */
export interface HitsInput {
  subject: StatsSubject;
  span: TimeSpan;
  compactedDay: number;
  /** The only links to read; null: all that the filters accept. */
  links: readonly number[] | null;
  /** Rolled-up hits that are read one by one: those of these times, or with these ids. */
  partialHours?: PartialHour[];
  ids?: IdRange[];
  /** The length of the time that `slot` numbers; null if it is not needed. */
  slot: number | null;
  /** The facts of the hits as columns `value0`, `value1` … */
  values: SQL[];
  /** Further columns. */
  more?: Column[];
}

const ofLinks = ({ links }: HitsInput, alias = 'h') =>
  links === null ? sql`` : sql` AND ${inJsonList(raw(`${alias}.link_id`), links)}`;

/** Selects the hits that are not in the sums. */
export const newHits = (input: HitsInput): SQL => sql`${NEW_HITS}${ofLinks(input)}`;

/** Selects the rolled-up hits that are read one by one. */
export function rolledUpHits(input: HitsInput): SQL[] {
  const { partialHours = [], ids } = input;
  if (ids !== undefined) return [sql`${hitsBetween(ids)}${ofLinks(input)}`];
  if (partialHours.length === 0) return [sql`${CHANGED_HITS}${ofLinks(input)}`];
  return [
    // These hits are read as they are now.
    sql`${CHANGED_HITS}${ofLinks(input)} AND NOT ${inPartialHours(partialHours)}`,
    sql`${partialHourHits(partialHours)}${ofLinks(input)}`,
  ];
}

/** Selects the shares that are read one by one. Shares have no facts, so that no question about facts counts them. */
function singleShares(input: HitsInput): SQL[] {
  const { subject, partialHours = [] } = input;
  if (subject.facets.length > 0) return [];
  const fresh = sql`${NEW_SHARES}${ofLinks(input, 's')}`;
  return partialHours.length === 0
    ? [fresh]
    : [fresh, sql`${partialHourShares(partialHours)}${ofLinks(input, 's')}`];
}

/** When a hit `h` counts: on a compacted day, at the beginning of the day. */
const timeOf = ({ compactedDay }: HitsInput) =>
  sql`(CASE WHEN h.at < ${compactedDay * DAY} THEN h.at / ${raw(DAY)} * ${raw(DAY)} ELSE h.at END)`;

/** The columns of the hits, and the expressions that group them. */
function columnsOf(input: HitsInput): { columns: Column[]; keys: (SQL | Name)[] } {
  const { subject, slot, values, more = [] } = input;
  const slots = slot === null ? [] : [{ field: 'slot', column: sql`${timeOf(input)} / ${raw(slot)}` }];
  const facts = values.map((column, index) => ({ field: `value${index}`, column }));
  return {
    columns: [...slots, ...linkColumns(subject), ...facts, ...more],
    keys: [
      ...slots.map(({ field }) => sql.identifier(field)),
      ...linkKeys(subject),
      ...facts.map(({ field }) => sql.identifier(field)),
      ...more.map(({ column }) => column),
    ],
  };
}

/** The hits `h` of these sources whose links the question accepts. */
function fromHits(input: HitsInput, sources: SQL[], conditions: SQL[] = []): SQL {
  const { subject } = input;
  const all = [...conditions, ...(subject.crossed ? hitConditions(subject) : [])];
  return sql`FROM (${sql.join(sources, sql` UNION ALL `)}) h
    ${joinLinks(subject, 'h.link_id')} AND h.id > links.erased_id
    WHERE ${allOf(all)}`;
}

function inSpan(input: HitsInput): SQL[] {
  const { start, end } = input.span;
  return [
    ...(start === Number.NEGATIVE_INFINITY ? [] : [sql`${timeOf(input)} >= ${start}`]),
    ...(end === Number.POSITIVE_INFINITY ? [] : [sql`${timeOf(input)} < ${end}`]),
  ];
}

/** Selects the counts of all these hits, and of shares, in the period, in groups. */
export function countHits(input: HitsInput): SQL {
  const { columns, keys } = columnsOf(input);
  const grouped = keys.length === 0 ? sql`` : sql`GROUP BY ${sql.join(keys, sql`, `)}`;
  return sql`SELECT ${SUMMED}${moreColumns(columns)}
    ${fromHits(input, [newHits(input), ...rolledUpHits(input), ...singleShares(input)], inSpan(input))} ${grouped}`;
}

/**
 * Selects single hits of these sources in the order of their arrival; `at` is when each counts. Hits outside the
 * period are included.
 */
export function listHits(input: HitsInput, sources: SQL[], conditions: SQL[] = []): SQL {
  const at = { field: 'at', column: timeOf(input) };
  return sql`SELECT ${SINGLE}${moreColumns([at, ...columnsOf(input).columns])}
    ${fromHits(input, sources, conditions)} ORDER BY h.id`;
}
