/** Rows to be inserted, for drivers that bind many parameters and for D1, which binds a hundred. */
import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import type { SqlValue } from './json-rows.ts';

/** The target of inserts. It should be a constant, so that its statements are prepared once. */
export interface RowTarget {
  table: string;
  columns: readonly string[];
  /** The clause after `ON CONFLICT`; without it a conflict fails the whole list of statements. */
  onConflict?: string;
}

/** The target of rows with a value for every column of a table, in the order of its schema. */
export const rowTarget = (table: Table): RowTarget => ({
  table: getTableName(table),
  columns: Object.values(getTableColumns(table)).map(({ name }) => name),
});

/** The same, replacing the rows that have the same values in the first `keys` columns. */
export function replacingTarget(table: Table, keys: number): RowTarget {
  const target = rowTarget(table);
  const { columns } = target;
  const replaced = columns.slice(keys).map((column) => `${column} = excluded.${column}`);
  const onConflict = `(${columns.slice(0, keys).join(', ')}) DO UPDATE SET ${replaced.join(', ')}`;
  return { ...target, onConflict };
}

/** Rows in their order, each with a value for every column. They are read again if the statement is repeated. */
export interface RowInsert {
  into: RowTarget;
  rows: Iterable<SqlValue[]>;
}

const insertInto = ({ table, columns }: RowTarget) => `INSERT INTO ${table} (${columns.join(', ')})`;
const conflict = ({ onConflict }: RowTarget) =>
  onConflict === undefined ? '' : ` ON CONFLICT ${onConflict}`;

/** An INSERT of this many rows with a `?` for every value. */
export function insertText(target: RowTarget, rows: number): string {
  const row = `(${target.columns.map(() => '?').join(', ')})`;
  return `${insertInto(target)} VALUES ${new Array(rows).fill(row).join(', ')}${conflict(target)}`;
}

// D1 accepts values of up to 2 MB.
const MAX_JSON = 900_000;

/** INSERTs that read the same rows from JSON parameters of less than 0.9 MB each. */
export function jsonInserts(insert: RowInsert): { text: string; params: string[] }[] {
  const columns = insert.into.columns.map((_, at) => `row.value ->> ${at}`).join(', ');
  // Without WHERE, SQLite would read ON CONFLICT as a part of the join.
  const text = `${insertInto(insert.into)} SELECT ${columns} FROM json_each(?) row WHERE true${conflict(insert.into)}`;
  const lists: string[] = [];
  let list: string[] = [];
  let length = 0;
  for (const values of insert.rows) {
    const row = JSON.stringify(values);
    if (list.length > 0 && length + row.length > MAX_JSON) {
      lists.push(`[${list.join(',')}]`);
      [list, length] = [[], 0];
    }
    list.push(row);
    length += row.length + 1;
  }
  if (list.length > 0) lists.push(`[${list.join(',')}]`);
  return lists.map((json) => ({ text, params: [json] }));
}
