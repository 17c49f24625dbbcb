import type Database from 'better-sqlite3';
import { getTableName } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { TABLES } from '../../../store/schema/tables.ts';

export type DatabaseFile = 'main' | 'sums';

const TABLE_NAME =
  /^\s*(?:CREATE TABLE|ALTER TABLE|DROP TABLE|INSERT INTO|UPDATE|DELETE FROM|(?:CREATE|DROP) VIEW|CREATE (?:UNIQUE )?INDEX [`"]?\w+[`"]? ON)\s+[`"]?(\w+)/i;
const sumsTables: ReadonlySet<string> = new Set(TABLES.sums.map(getTableName));

/** The table or view of a migration statement. A statement without a recognisable name must not reach either file. */
function tableOf(statement: string): string {
  const table = TABLE_NAME.exec(statement.replace(/^\s*--.*$/gm, ''))?.[1];
  if (!table) throw new Error(`A migration statement names no table: ${statement.slice(0, 80)}`);
  return table.replace(/^__new_/, '');
}

const DROP_INDEX = /^\s*DROP INDEX (?:IF EXISTS )?[`"]?(\w+)/i;

/** Whether a statement changes this file: it names one of its tables, or drops one of its indexes. */
function concerns(statement: string, file: DatabaseFile, connection: Database.Database): boolean {
  const index = DROP_INDEX.exec(statement)?.[1];
  if (index === undefined) return (sumsTables.has(tableOf(statement)) ? 'sums' : 'main') === file;
  return connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = ?`).get(index) !== undefined;
}

const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS __migrations(hash TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) WITHOUT ROWID`;

/** Tables of the first data format, which classified hits after storing them: one in each file. */
const OLD_TABLES = ['hit_visitors', 'fold_state'];
const OLD_FORMAT =
  'it was written by an older version of Sotto, and this version cannot read its data. ' +
  'Start that version to use or export the data, or move the data folder away to start with an empty one';

const hasOldFormat = (connection: Database.Database) => {
  const has = connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
  return OLD_TABLES.some((table) => has.get(table) !== undefined);
};

/** The migrations in `folder` that this file still needs. Throws if the file is newer, or much older, than the program. */
export function pendingMigrations(connection: Database.Database, folder: string) {
  const all = readMigrationFiles({ migrationsFolder: folder });
  const known = new Set(all.map(({ hash }) => hash));
  const has = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = '__migrations'`).get();
  const done = has ? connection.prepare('SELECT hash FROM __migrations').pluck().all().map(String) : [];
  if (hasOldFormat(connection)) throw new Error(OLD_FORMAT);
  if (done.some((hash) => !known.has(hash))) {
    throw new Error(
      'it was written by a newer version of Sotto. Start that version, or restore the copy it made before it upgraded the file',
    );
  }
  return { migrations: all.filter(({ hash }) => !done.includes(hash)), isNew: done.length === 0 };
}

/**
 * Applies the statements that concern one file, all in one transaction: a killed start leaves the old schema, and of
 * two processes the second has nothing to do. `keepCopy` runs before an existing file changes.
 */
export function migrate(
  connection: Database.Database,
  file: DatabaseFile,
  folder: string,
  keepCopy: () => void,
): void {
  const before = pendingMigrations(connection, folder);
  if (before.migrations.length === 0) return;
  const changes = before.migrations.some(({ sql }) =>
    sql.some((text) => text.trim() && concerns(text, file, connection)),
  );
  if (!before.isNew && changes) keepCopy();
  const apply = connection.transaction(() => {
    connection.exec(CREATE_MIGRATIONS);
    const record = connection.prepare('INSERT INTO __migrations(hash, applied_at) VALUES (?, ?)');
    for (const { hash, sql } of pendingMigrations(connection, folder).migrations) {
      for (const statement of sql.filter((text) => text.trim())) {
        if (concerns(statement, file, connection)) connection.exec(statement);
      }
      record.run(hash, Date.now());
    }
  });
  apply.immediate();
}
