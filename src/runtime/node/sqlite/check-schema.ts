import type Database from 'better-sqlite3';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as hitsSchema from '../../../store/schema/hits.ts';
import * as mainSchema from '../../../store/schema/main.ts';
import * as sharesSchema from '../../../store/schema/shares.ts';
import * as sumsSchema from '../../../store/schema/sums.ts';
import { DamagedFile } from './inspect-files.ts';
import type { DatabaseFile } from './migrate.ts';

const SCHEMAS: Record<DatabaseFile, object[]> = {
  main: [mainSchema, hitsSchema, sharesSchema],
  sums: [sumsSchema],
};

/** Throws `DamagedFile` if an upgraded database lacks a table or column, or the row that records the progress of the sums. */
export function assertSchema(connection: Database.Database, file: DatabaseFile): void {
  const columnsOf = connection.prepare('SELECT name FROM pragma_table_info(?)').pluck();
  for (const table of SCHEMAS[file].flatMap((schema) => Object.values(schema)).filter(isTable)) {
    const { name, columns } = getTableConfig(table);
    const found = new Set(columnsOf.all(name));
    const missing = columns.find((column) => !found.has(column.name));
    if (missing) throw new DamagedFile(`it lacks ${name}.${missing.name}`);
  }
  if (file === 'sums' && !connection.prepare('SELECT 1 FROM sums_state').get()) {
    throw new DamagedFile('it lacks the row of sums_state');
  }
}

const isTable = (value: unknown): value is SQLiteTable => is(value, SQLiteTable);
