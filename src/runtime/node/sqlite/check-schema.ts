import type Database from 'better-sqlite3';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { TABLES } from '../../../store/schema/tables.ts';
import { DamagedFile } from './inspect-files.ts';
import type { DatabaseFile } from './migrate.ts';

/** Throws `DamagedFile` if an upgraded database lacks a table or column, or the row that records the progress of the sums. */
export function assertSchema(connection: Database.Database, file: DatabaseFile): void {
  const columnsOf = connection.prepare('SELECT name FROM pragma_table_info(?)').pluck();
  for (const table of TABLES[file]) {
    const { name, columns } = getTableConfig(table);
    const found = new Set(columnsOf.all(name));
    const missing = columns.find((column) => !found.has(column.name));
    if (missing) throw new DamagedFile(`it lacks ${name}.${missing.name}`);
  }
  if (file === 'sums' && !connection.prepare('SELECT 1 FROM sums_state').get()) {
    throw new DamagedFile('it lacks the row of sums_state');
  }
}
