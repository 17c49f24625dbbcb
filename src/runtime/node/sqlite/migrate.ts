import type Database from 'better-sqlite3';
import { getTableName } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import * as sumsSchema from '../../../store/schema/sums.ts';

export type File = 'main' | 'sums';

const NAMES =
  /^\s*(?:CREATE TABLE|ALTER TABLE|DROP TABLE|INSERT INTO|UPDATE|DELETE FROM|(?:CREATE|DROP) VIEW|CREATE (?:UNIQUE )?INDEX [`"]?\w+[`"]? ON)\s+[`"]?(\w+)/i;
const sumsTables: ReadonlySet<string> = new Set(Object.values(sumsSchema).map(getTableName));

/** The table or view a migration statement is about; a statement that hides it must not reach either file. */
function tableOf(statement: string): string {
  const table = NAMES.exec(statement.replace(/^\s*--.*$/gm, ''))?.[1];
  if (!table) throw new Error(`A migration statement names no table: ${statement.slice(0, 80)}`);
  return table.replace(/^__new_/, '');
}

const fileOf = (statement: string): File => (sumsTables.has(tableOf(statement)) ? 'sums' : 'main');

const DONE = `CREATE TABLE IF NOT EXISTS __migrations(hash TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) WITHOUT ROWID`;

/** Tables of the first data format, before hits were judged when they are stored: one in each file. */
const OLD_TABLES = ['hit_visitors', 'fold_state'];
const OLDER =
  'It was written by an older version of Sotto, whose data this version cannot read. ' +
  'Start that version to use or export them, or move the data folder away to begin anew';

const isOfOldKind = (connection: Database.Database) => {
  const has = connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
  return OLD_TABLES.some((table) => has.get(table) !== undefined);
};

/** Migrations of the one set in `drizzle/` that this file still lacks. Throws on a file newer, or much older, than the program. */
export function pending(connection: Database.Database, folder: string) {
  const all = readMigrationFiles({ migrationsFolder: folder });
  const known = new Set(all.map(({ hash }) => hash));
  const has = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = '__migrations'`).get();
  const done = has ? connection.prepare('SELECT hash FROM __migrations').pluck().all().map(String) : [];
  if (isOfOldKind(connection)) throw new Error(OLDER);
  if (done.some((hash) => !known.has(hash))) {
    throw new Error(
      'It was written by a newer version of Sotto; start that version, or restore the copy it kept',
    );
  }
  return { migrations: all.filter(({ hash }) => !done.includes(hash)), isNew: done.length === 0 };
}

/**
 * Gives one file the statements that concern it, all in one transaction: a killed start leaves the old
 * schema, and of two processes the second finds nothing to do. `keepCopy` runs before an old file changes.
 */
export function migrate(
  connection: Database.Database,
  file: File,
  folder: string,
  keepCopy: () => void,
): void {
  const before = pending(connection, folder);
  if (before.migrations.length === 0) return;
  if (!before.isNew) keepCopy();
  const apply = connection.transaction(() => {
    connection.exec(DONE);
    const note = connection.prepare('INSERT INTO __migrations(hash, applied_at) VALUES (?, ?)');
    for (const { hash, sql } of pending(connection, folder).migrations) {
      for (const statement of sql.filter((text) => text.trim() && fileOf(text) === file))
        connection.exec(statement);
      note.run(hash, Date.now());
    }
  });
  apply.immediate();
}
