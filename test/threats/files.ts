/** The files of a data folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** All files below a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** The SQLite file with this table; at the edge D1 chooses its name. */
export function findDatabase(dataDir: string, table: string): string {
  for (const path of filesIn(dataDir).filter((name) => /\.(?:db|sqlite)$/.test(name))) {
    const database = new Database(path, { readonly: true });
    try {
      const found = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table);
      if (found) return path;
    } finally {
      database.close();
    }
  }
  throw new Error(`No database in ${dataDir} has a table ${table}`);
}

/** The files that contain a text. */
export function filesWith(dataDir: string, text: string): string[] {
  return filesIn(dataDir).filter((path) => readFileSync(path).includes(text));
}
