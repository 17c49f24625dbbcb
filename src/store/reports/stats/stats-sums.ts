/** Adds up the rows of the sums that a question's cells name. */

import type { SQL } from 'drizzle-orm';
import { FACETS } from '../../../stats/facets.ts';
import type { Part } from '../../../stats/rows/cells.ts';
import {
  addOptional,
  type CollectedCounts,
  type Fields,
  NO_VALUE,
} from '../../../stats/rows/collected-counts.ts';
import { UNIT_CODE } from '../../../sums/sum-row.ts';
import {
  addEncoded,
  addTally,
  eachValue,
  hitsTally,
  noTally,
  type Tally,
  tallyOf,
} from '../../../sums/tally.ts';
import type { Reader, Row } from '../../sql/engine.ts';
import { tallyIn } from '../../sums/sum-row.ts';
import {
  type AllTime,
  allTimeCounts,
  type CellList,
  countsOfLinks,
  countsOfScopes,
  listsOfRows,
  splitHours,
  type Times,
  timesOf,
  wholeCells,
} from './cell-queries.ts';
import type { PreparedStats } from './stats-prepare.ts';
import { linkColumns, type StatsSubject } from './stats-subject.ts';

/** The fields of a row of links or channels. */
export const fieldsIn = (row: Row, subject: StatsSubject): Fields => {
  const fields: Fields = {};
  for (const { field } of linkColumns(subject)) fields[field] = row[field] ?? null;
  return fields;
};

const NO_FIELDS: Fields = {};

/** The fields of the group that a row counts in. */
function fieldsOf(row: Row, { subject, scopes }: PreparedStats): Fields {
  if (scopes === null) return fieldsIn(row, subject);
  return scopes.get(Number(row.scope)) ?? NO_FIELDS;
}

/** The state if all hits of links are counted without time and facts, which their totals mostly answer; else null. */
export function allTimeOf({ subject, state }: PreparedStats): AllTime | null {
  const { plan, scopes, unit, facets } = subject;
  const all = plan.from === null && plan.to === null && unit === null && facets.length === 0;
  return all && scopes === 'links' ? state : null;
}

/** The cells whose counts are added up: with totals, only hours. */
export function countedCells(prepared: PreparedStats): CellList {
  const cells = wholeCells(prepared.cells);
  return allTimeOf(prepared) === null ? cells : cells.filter(([unit]) => unit === UNIT_CODE.hour);
}

function partsOf(row: Row, { cells }: PreparedStats): Part[] {
  const rows = row.unit === UNIT_CODE.day ? cells.days : cells.hours;
  return rows.get(Number(row.time)) ?? [];
}

/** Adds a row whose quarter-hours count in different ways. */
function addQuarters(atoms: CollectedCounts, row: Row, prepared: PreparedStats): void {
  const fields = fieldsOf(row, prepared);
  const parts = partsOf(row, prepared);
  eachValue(String(row.list ?? '[]'), (value, tally) => {
    for (const { bucket, sign, quarter } of parts) {
      if (quarter === value) addTally(tallyOf(atoms.at(fields, bucket), NO_VALUE), tally, sign);
    }
  });
}

/** Adds a row by the values of a fact. */
function addValues(atoms: CollectedCounts, row: Row, prepared: PreparedStats): void {
  const [facet] = prepared.subject.facets;
  const fields = fieldsOf(row, prepared);
  const list = row.list === null || row.list === undefined ? null : String(row.list);
  for (const { bucket, sign } of partsOf(row, prepared)) {
    const values = atoms.at(fields, bucket);
    if (facet !== undefined && FACETS[facet].optional)
      addOptional(values, list, hitsTally(tallyIn(row)), sign);
    else addEncoded(values, list, sign);
  }
}

// How many hours of all links are read at once; days are read one by one.
const HOURS_AT_ONCE = 8;

/** Splits the times of rows into reads: rows of all links are many. */
function chunksOf(times: Times, { scopes }: PreparedStats): Times[] {
  if (scopes !== null) return times.length === 0 ? [] : [times];
  const days = times.filter(([unit]) => unit === UNIT_CODE.day).map((day): Times => [day]);
  const hours = times.filter(([unit]) => unit === UNIT_CODE.hour);
  const chunks = Array.from({ length: Math.ceil(hours.length / HOURS_AT_ONCE) }, (_, index) =>
    hours.slice(index * HOURS_AT_ONCE, (index + 1) * HOURS_AT_ONCE),
  );
  return [...days, ...chunks];
}

const scopesOf = ({ scopes }: PreparedStats) => (scopes === null ? null : [...scopes.keys()]);

/** Adds rows that are read one by one. */
async function addRows(
  { read }: Reader,
  prepared: PreparedStats,
  times: Times,
  column: string,
  add: (row: Row) => void,
): Promise<void> {
  const { subject } = prepared;
  for (const chunk of chunksOf(times, prepared)) {
    const [rows = []] = await read([listsOfRows(subject, chunk, scopesOf(prepared), column)]);
    rows.forEach(add);
  }
}

/** The query of the counts, which SQL adds up. */
function countsQuery(prepared: PreparedStats, touched: (string | number | null)[]): SQL {
  const { subject, scopes } = prepared;
  const allTime = allTimeOf(prepared);
  const cells = countedCells(prepared);
  if (scopes === null) return countsOfLinks(subject, cells, allTime, touched);
  const ids = [...scopes.keys()];
  return allTime === null ? countsOfScopes(subject, cells, ids) : allTimeCounts(cells, ids, allTime);
}

/** What an answer has not read of groups that are too far down its order. */
export interface Hidden {
  tally: Tally;
  /** The number of these groups; null if it is not known. */
  groups: number | null;
}

/**
 * Adds all rows of the cells, and answers the counts of the groups that are too far down the order to be read.
 * `touched` are the groups, by their first field, in which newer hits count.
 */
export async function addSums(
  reader: Reader,
  prepared: PreparedStats,
  atoms: CollectedCounts,
  touched: (string | number | null)[],
): Promise<Hidden> {
  const { subject, cells } = prepared;
  const tally = noTally();
  const [facet] = subject.facets;
  if (facet !== undefined) {
    const { sums } = FACETS[facet];
    await addRows(reader, prepared, timesOf(cells), sums, (row) => addValues(atoms, row, prepared));
    return { tally, groups: 0 };
  }
  // Groups with a part of an hour must be read completely, too.
  const needed = new Set(touched);
  const [first] = linkColumns(subject);
  await addRows(reader, prepared, splitHours(cells), 'quarters', (row) => {
    addQuarters(atoms, row, prepared);
    if (first !== undefined) needed.add(row[first.field] ?? null);
  });
  const [rows = []] = await reader.read([countsQuery(prepared, [...needed])]);
  let groups = 0;
  for (const row of rows) {
    const counts = tallyIn(row);
    if (row.whole === 1) {
      addTally(tally, counts);
      groups += Number(row.groups ?? 0);
      continue;
    }
    addTally(tallyOf(atoms.at(fieldsOf(row, prepared), Number(row.bucket)), NO_VALUE), counts);
    if (row.whole !== 0) continue;
    addTally(tally, counts, -1);
    if (first !== undefined && !needed.has(row[first.field] ?? null)) groups -= 1;
  }
  return { tally, groups: Math.max(0, groups) };
}
