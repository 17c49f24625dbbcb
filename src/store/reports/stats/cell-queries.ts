/** Queries that read rows of the sums: counts are added up by SQL, lists of values are read row by row. */
import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension } from '../../../stats/dimensions.ts';
import { type Counts, EVENT_COUNTS, KIND_COUNTS } from '../../../stats/measures.ts';
import type { Cells, Part } from '../../../stats/rows/cells.ts';
import { ALL_LINKS_SCOPE, UNIT_CODE, type UnitCode } from '../../../sums/sum-row.ts';
import { HOURS_PER_DAY } from '../../../time.ts';
import { sums } from '../../schema/sums.ts';
import { moreColumns } from '../../sql/columns.ts';
import { limitSubquery } from '../../sql/conditions.ts';
import { raw } from '../../sql/raw.ts';
import { isAfterScope, isRow } from '../../sums/row-id.ts';
import { COUNT_COLUMNS } from '../../sums/sum-row.ts';
import { joinLinks, linkColumns, linkKeys, type StatsSubject } from './stats-subject.ts';

/** The scopes whose rows are read; null: the scopes of all links that the filters accept. */
export type Scopes = readonly number[] | null;

const COUNTS = COUNT_COLUMNS.map((column) => `s.${column}`).join(', ');
const HITS = KIND_COUNTS.map((name) => sums[name].name).join(' + ');
const EVENTS = EVENT_COUNTS.map((name) => sums[name].name).join(' + ');
const summed = (factor: string) =>
  COUNT_COLUMNS.map((column) => `sum(${factor}s.${column}) AS ${column}`).join(', ');

export type CellList = [unit: UnitCode, time: number, bucket: number, sign: number][];

/** The cells that count as whole rows. */
export const wholeCells = ({ days, hours }: Cells): CellList => {
  const list = (unit: UnitCode, rows: Map<number, Part[]>): CellList =>
    [...rows].flatMap(([time, parts]) =>
      parts.flatMap(
        ({ bucket, sign, quarter }): CellList => (quarter === null ? [[unit, time, bucket, sign]] : []),
      ),
    );
  return [...list(UNIT_CODE.day, days), ...list(UNIT_CODE.hour, hours)];
};

/** The rows, by unit and time, that are read one by one. */
export type Times = [unit: UnitCode, time: number][];

export const timesOf = ({ days, hours }: Cells): Times => [
  ...[...days.keys()].map((day): [UnitCode, number] => [UNIT_CODE.day, day]),
  ...[...hours.keys()].map((hour): [UnitCode, number] => [UNIT_CODE.hour, hour]),
];

/** The hours of which only some quarter-hours count. */
export const splitHours = ({ hours }: Cells): Times =>
  [...hours].flatMap(
    ([hour, parts]): Times => (parts.some(({ quarter }) => quarter !== null) ? [[UNIT_CODE.hour, hour]] : []),
  );

const cellsTable = (cells: CellList) => sql`cells AS MATERIALIZED (
  SELECT value ->> 0 AS unit, value ->> 1 AS time, value ->> 2 AS bucket, value ->> 3 AS sign
  FROM json_each(${JSON.stringify(cells)}))`;
const timesTable = (times: Times) => sql`cells AS MATERIALIZED (
  SELECT value ->> 0 AS unit, value ->> 1 AS time FROM json_each(${JSON.stringify(times)}))`;
const scopesTable = (scopes: Scopes) =>
  scopes === null
    ? sql``
    : sql`, wanted AS MATERIALIZED (SELECT value AS id FROM json_each(${JSON.stringify(scopes)}))`;

// CROSS JOIN keeps the order: the cells lead to the rows.
const rowsOf = (scopes: Scopes) =>
  scopes === null
    ? sql`cells CROSS JOIN sums s ON ${isAfterScope('s', sql`cells.unit`, sql`cells.time`, ALL_LINKS_SCOPE)}`
    : sql`cells CROSS JOIN wanted
        CROSS JOIN sums s ON ${isRow('s', sql`cells.unit`, sql`cells.time`, sql`wanted.id`)}`;

/** The counts of the cells by bucket and scope; by bucket only if there are no fields to group by. */
export function countsOfScopes(subject: StatsSubject, cells: CellList, scopes: readonly number[]): SQL {
  const byScope = linkColumns(subject).length > 0;
  return sql`WITH ${cellsTable(cells)}${scopesTable(scopes)}
    SELECT cells.bucket AS bucket${raw(byScope ? ', s.scope AS scope' : '')}, ${raw(summed('cells.sign * '))}
    FROM ${rowsOf(scopes)} GROUP BY cells.bucket${raw(byScope ? ', s.scope' : '')}`;
}

/** Selects a list of values of each row; `list` is a column of the sums. */
export function listsOfRows(subject: StatsSubject, times: Times, scopes: Scopes, list: string): SQL {
  const shown = scopes === null ? moreColumns(linkColumns(subject)) : sql`, s.scope AS scope`;
  return sql`WITH ${timesTable(times)}${scopesTable(scopes)}
    SELECT s.unit AS unit, s.time AS time, s.${raw(list)} AS list, ${raw(COUNTS)}${shown}
    FROM ${rowsOf(scopes)} ${scopes === null ? joinLinks(subject, 's.scope') : sql``}`;
}

/** How far the totals of links reach; the rows of later hours are added to them. */
export interface AllTime {
  closedDay: number;
  closingScope: number | null;
}

const totalRows = (scopes: Scopes) => sql`SELECT 0 AS bucket, 1 AS sign, s.link_id AS scope, ${raw(COUNTS)}
  FROM ${scopes === null ? sql`totals s` : sql`wanted CROSS JOIN totals s ON s.link_id = wanted.id`}`;

/** Excludes rows that are in the totals already because their scope is not above `closingScope`. */
const notClosing = ({ closedDay, closingScope }: AllTime) =>
  closingScope === null
    ? sql``
    : sql`WHERE s.time >= ${(closedDay + 1) * HOURS_PER_DAY} OR s.scope > ${closingScope}`;

function sourceOf(scopes: Scopes, allTime: AllTime | null): SQL {
  const cells = sql`SELECT cells.bucket AS bucket, cells.sign AS sign, s.scope AS scope, ${raw(COUNTS)}
    FROM ${rowsOf(scopes)}`;
  return allTime === null ? cells : sql`${totalRows(scopes)} UNION ALL ${cells} ${notClosing(allTime)}`;
}

/** The counts of all hits of these links, by link. */
export const allTimeCounts = (cells: CellList, scopes: readonly number[], allTime: AllTime): SQL =>
  sql`WITH ${cellsTable(cells)}${scopesTable(scopes)}
    SELECT 0 AS bucket, s.scope AS scope, ${raw(summed(''))} FROM (${sourceOf(scopes, allTime)}) s GROUP BY s.scope`;

/** The columns that an answer is ordered by after the measure. */
const orderColumns = ({ plan }: StatsSubject): SQL[] =>
  plan.groupBy.flatMap((name: DimensionName) => {
    const dim = dimension(name);
    if (dim.of === 'hit') return [];
    const [first] = dim.of === 'time' ? ['bucket'] : Object.keys(dim.shows);
    return first === undefined ? [] : [sql`${sql.identifier(first)}`];
  });

/** The SQL expression of a measure; `hits` is a sum of counts. */
const measureColumn = (measure: keyof Counts | 'hits'): string =>
  measure === 'hits' ? HITS : sums[measure].name;

/** The condition that a group is behind a position: nulls come first, as in the order of SQLite. */
function isBehind({ plan }: StatsSubject, size: SQL | null, columns: SQL[]): SQL {
  const { after = null, order } = plan;
  if (after === null) return sql`true`;
  const later = (column: SQL, key: string | number | null) =>
    key === null ? sql`${column} IS NOT NULL` : sql`${column} > ${key}`;
  const behindKeys = columns.reduceRight<SQL>((rest, column, index) => {
    const key = after.keys[index] ?? null;
    return sql`(${later(column, key)} OR (${column} IS ${key} AND ${rest}))`;
  }, sql`false`);
  if (size === null) return behindKeys;
  const beyond = order?.descending ? sql`${size} < ${after.size}` : sql`${size} > ${after.size}`;
  return sql`(${beyond} OR (${size} = ${after.size} AND ${behindKeys}))`;
}

/**
 * The counts of many links by bucket and by the fields of the answer: the first groups in the order of the answer,
 * all groups that are `touched`, and one row marked `whole` with the sum of all and the number of `groups` that are
 * not touched. `touched` are values of the first field.
 */
export function countsOfLinks(
  subject: StatsSubject,
  cells: CellList,
  allTime: AllTime | null,
  touched: (string | number | null)[],
): SQL {
  const { plan } = subject;
  const columns = linkColumns(subject);
  const names = columns.map(({ field }) => sql.identifier(field));
  const keys = [sql`s.bucket`, ...linkKeys(subject)];
  const grouped = sql`grouped AS MATERIALIZED (
    SELECT s.bucket AS bucket${moreColumns(columns)}, ${raw(summed('s.sign * '))}
    FROM (${sourceOf(null, allTime)}) s ${joinLinks(subject, 's.scope')} GROUP BY ${sql.join(keys, sql`, `)})`;
  const whole = (groups: SQL) => sql`SELECT 1 AS whole, 0 AS bucket${sql.join(names.map(() => sql`, NULL`))},
    ${raw(summed(''))}, ${groups} AS "groups" FROM grouped s`;
  const [first] = names;
  const lists = plan.groupBy.map(dimension).some((dim) => dim.of === 'link' && dim.many);
  if (first === undefined || lists) {
    return sql`WITH ${cellsTable(cells)}, ${grouped}
      SELECT 0 AS whole, *, 0 AS "groups" FROM grouped UNION ALL ${whole(sql`0`)}`;
  }
  const isTouched = sql`coalesce(${first}, char(0)) IN (
    SELECT coalesce(value, char(0)) FROM json_each(${JSON.stringify(touched)}))`;
  const { order } = plan;
  const measure = order && raw(`(${measureColumn(order.measure)})`);
  const columnsInOrder = orderColumns(subject);
  const sorted = measure ? [sql`${measure} ${raw(order?.descending ? 'DESC' : 'ASC')}`] : [];
  const untouched = sql`${raw(EVENTS)} > 0 AND NOT ${isTouched}`;
  return sql`WITH ${cellsTable(cells)}, ${grouped}
    SELECT * FROM (SELECT 0 AS whole, *, 0 AS "groups" FROM grouped
      WHERE ${untouched} AND ${isBehind(subject, measure, columnsInOrder)}
      ORDER BY ${sql.join([...sorted, ...columnsInOrder], sql`, `)} ${limitSubquery(plan.limit)})
    UNION ALL SELECT 0 AS whole, *, 0 AS "groups" FROM grouped WHERE ${isTouched}
    UNION ALL ${whole(sql`coalesce(sum(${untouched}), 0)`)}`;
}
