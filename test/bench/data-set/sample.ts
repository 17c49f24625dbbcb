/** Picks the links and contents of a data folder that a bench requests. */
import Database from 'better-sqlite3';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';

/** This many slugs, evenly spread over all links. */
export function slugsIn(dataDir: string, count: number): string[] {
  return withDatabase(dataDir, (database) => {
    const links = Number(database.prepare('SELECT max(id) FROM links').pluck().get());
    const step = Math.max(1, Math.floor(links / count));
    return database
      .prepare('SELECT slug FROM links WHERE id % ? = 0 LIMIT ?')
      .pluck()
      .all(step, count)
      .map(String);
  });
}

/** Ids of the content with the most hits, which is the first, and of one in the middle. */
export function contentsIn(dataDir: string): { busiest: string; usual: string } {
  return withDatabase(dataDir, (database) => {
    const id = database.prepare(
      'SELECT public_id FROM contents WHERE id >= ? * (SELECT max(id) FROM contents) ORDER BY id LIMIT 1',
    );
    return { busiest: String(id.pluck().get(0)), usual: String(id.get(0.5)) };
  });
}

function withDatabase<T>(dataDir: string, read: (database: Database.Database) => T): T {
  const database = new Database(databasePath(dataDir, 'main'), { readonly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}
