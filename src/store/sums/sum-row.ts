/** Reads and writes rows of the sums. */

import { type SQL, sql } from 'drizzle-orm';
import { OTHER } from '../../stats/facets.ts';
import { COUNTS } from '../../stats/measures.ts';
import { emptySumRow, type SumKey, type SumRow, sumKey, UNIT_CODE } from '../../sums/sum-row.ts';
import { addEncoded, eachValue, encodeValues, type Tally } from '../../sums/tally.ts';
import { type CappedFacet, type DayValues, dayKey, FEW_VALUES_LENGTH } from '../../sums/value-caps.ts';
import { HOURS_PER_DAY } from '../../time.ts';
import { sums } from '../schema/sums.ts';
import { inJsonList } from '../sql/conditions.ts';
import type { Reader, Row, Statement } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { type RowInsert, replacingTarget } from '../sql/row-inserts.ts';
import { numberOrNull, textOrNull } from '../sql/values.ts';
import { HOURS, rowId } from './row-id.ts';

/** The columns of the counts, in the order of a tally: in `sums` and in `totals`. */
export const COUNT_COLUMNS = COUNTS.map((name) => sums[name].name);

const SUMS = replacingTarget(sums, 1);
/** All columns of a row `s`, for queries whose rows `readSumRow` reads. */
export const SUM_COLUMNS = raw(SUMS.columns.map((column) => `s.${column}`).join(', '));

export const tallyIn = (row: Row): Tally => COUNT_COLUMNS.map((column) => Number(row[column] ?? 0));
const valuesIn = (list: Row[string] | undefined) => addEncoded(new Map(), textOrNull(list));

export const readSumRow = (row: Row): SumRow => ({
  unit: row.unit === UNIT_CODE.day ? UNIT_CODE.day : UNIT_CODE.hour,
  time: Number(row.time),
  scope: Number(row.scope),
  counts: tallyIn(row),
  quarters: valuesIn(row.quarters),
  facets: {
    agent: valuesIn(row.agents),
    place: valuesIn(row.places),
    referrer: valuesIn(row.referrers),
    mark: valuesIn(row.marks),
  },
  firstHitId: numberOrNull(row.first_hit_id),
  lastHitId: numberOrNull(row.last_hit_id),
  lastClickAt: numberOrNull(row.last_click_at),
});

const NONE = '[]';

function columnsOf(row: SumRow) {
  const marks = encodeValues(row.facets.mark);
  return [
    ...[rowId(row), row.unit, row.time, row.scope],
    ...row.counts,
    row.unit === UNIT_CODE.hour ? encodeValues(row.quarters) : null,
    encodeValues(row.facets.agent),
    encodeValues(row.facets.place),
    encodeValues(row.facets.referrer),
    marks === NONE ? null : marks,
    ...[row.firstHitId, row.lastHitId, row.lastClickAt],
  ];
}

// Rows are written in the order of the table.
const byKey = (one: SumRow, other: SumRow) =>
  one.unit - other.unit || one.time - other.time || one.scope - other.scope;

/** Inserts the rows, or replaces those with the same keys. They must not change until they are stored. */
export function putSumRows(rows: Iterable<SumRow>): RowInsert {
  const sorted = [...rows].sort(byKey);
  // Encoded one by one when they are inserted: all at once would take megabytes.
  const encoded = function* () {
    for (const row of sorted) yield columnsOf(row);
  };
  return { into: SUMS, rows: { [Symbol.iterator]: encoded } };
}

export const deleteSumRows = (keys: readonly SumKey[]): Statement =>
  sql`DELETE FROM ${sums} WHERE ${inJsonList(sql`id`, keys.map(rowId))}`;

const rowsQuery = (keys: SumKey[]): SQL =>
  sql`SELECT ${SUM_COLUMNS} FROM json_each(${JSON.stringify(keys.map(rowId))}) k
  CROSS JOIN sums s ON s.id = k.value`;

/** The rows of these keys, by `sumKey`: as they are stored, or empty. */
export async function readSumRows({ read }: Reader, keys: Iterable<SumKey>): Promise<Map<string, SumRow>> {
  const wanted = [...keys];
  const rows = new Map<string, SumRow>(wanted.map((key) => [sumKey(key), emptySumRow(key)]));
  if (wanted.length === 0) return rows;
  const [stored = []] = await read([rowsQuery(wanted)]);
  for (const each of stored) {
    const row = readSumRow(each);
    rows.set(sumKey(row), row);
  }
  return rows;
}

/** The condition that a link has an hour with many values on a day; `sums_many_values` is the index of these. */
export const hasManyValues = (link: SQL, day: SQL): SQL => sql`EXISTS (SELECT 1 FROM sums b
  INDEXED BY sums_many_values WHERE b.scope = ${link} AND b.time >= ${day} * ${raw(HOURS_PER_DAY)}
  AND b.time < (${day} + 1) * ${raw(HOURS_PER_DAY)} AND b.unit = 0 AND b.scope > 0
  AND (length(b.referrers) > ${raw(FEW_VALUES_LENGTH)} OR length(b.marks) > ${raw(FEW_VALUES_LENGTH)}))`;

/** The given links and days that have an hour with many values, by `dayKey`. */
export async function readBusyDays(
  { read }: Reader,
  keys: [link: number, day: number][],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const [rows = []] = await read([
    sql`SELECT k.value ->> 0 AS scope, k.value ->> 1 AS day FROM json_each(${JSON.stringify(keys)}) k
      WHERE ${hasManyValues(sql`k.value ->> 0`, sql`(k.value ->> 1)`)}`,
  ]);
  return new Set(rows.map(({ scope, day }) => dayKey(Number(scope), Number(day))));
}

/** Selects the rows that list the values of a day: its hours, or the only row of a compacted day. */
const valueRows = (keys: [scope: number, day: number][], compactedDay: number): SQL => {
  const times = keys.flatMap(([scope, day]) =>
    day < compactedDay
      ? [[scope, day, rowId({ unit: UNIT_CODE.day, time: day, scope })]]
      : HOURS.map((hour) => {
          const time = day * HOURS_PER_DAY + hour;
          return [scope, day, rowId({ unit: UNIT_CODE.hour, time, scope })];
        }),
  );
  return sql`SELECT k.value ->> 0 AS scope, k.value ->> 1 AS day, s.referrers, s.marks
    FROM json_each(${JSON.stringify(times)}) k CROSS JOIN sums s
    ON s.id = k.value ->> 2`;
};

/** The values that have counts of their own on these days of scopes, by `dayKey`. */
export async function readDayValues(
  { read }: Reader,
  keys: [scope: number, day: number][],
  compactedDay: number,
): Promise<Map<string, DayValues>> {
  const days = new Map<string, DayValues>(
    keys.map(([scope, day]) => [dayKey(scope, day), { referrer: new Set(), mark: new Set() }]),
  );
  if (keys.length === 0) return days;
  const [rows = []] = await read([valueRows(keys, compactedDay)]);
  for (const row of rows) {
    const values = days.get(dayKey(Number(row.scope), Number(row.day)));
    const take = (facet: CappedFacet, list: Row[string] | undefined) => {
      if (typeof list !== 'string') return;
      eachValue(list, (value) => value !== OTHER && values?.[facet].add(value));
    };
    take('referrer', row.referrers);
    take('mark', row.marks);
  }
  return days;
}
