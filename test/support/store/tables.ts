/** Reads every stored table, for tests that must not miss one. */
import { sql } from 'drizzle-orm';
import type { Reader, Row } from '../../../src/store/sql/engine.ts';

export interface Table {
  name: string;
  rows: Row[];
}

/** Every table of every database of a runtime, with all rows. */
export async function everyTable({ read }: Reader): Promise<Table[]> {
  const list = sql`SELECT schema, name FROM pragma_table_list
    WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_cf!_%' ESCAPE '!'`;
  const [tables = []] = await read([list]);
  const all = await read(
    tables.map(
      ({ schema, name }) =>
        sql`SELECT * FROM ${sql.identifier(String(schema))}.${sql.identifier(String(name))}`,
    ),
  );
  return tables.map(({ name }, index) => ({ name: String(name), rows: all[index] ?? [] }));
}

/** Names of the tables that contain a text. */
export const tablesWith = (tables: Table[], text: string): string[] =>
  tables.filter(({ rows }) => rows.some((row) => JSON.stringify(row).includes(text))).map(({ name }) => name);

/** Rows with one of these ids in a matching column. Rows of ids only are skipped: they note that work is done. */
export const rowsAbout = (tables: Table[], column: RegExp, ids: number[]): string[] =>
  tables.flatMap(({ name, rows }) =>
    rows
      .filter((row) => {
        const columns = Object.keys(row);
        const about = columns.some((key) => column.test(key) && ids.includes(Number(row[key])));
        return about && columns.some((key) => !key.endsWith('_id'));
      })
      .map((row) => `${name} ${JSON.stringify(row)}`),
  );
