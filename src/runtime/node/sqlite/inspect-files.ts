/** What speaks against starting on the files of a data folder. Nothing is changed; every message is for people. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';

const LOCK_WAIT_MS = 5_000;
/** Up to here all of a file is read, in a moment; of a larger one the ends of every table. */
const READ_WHOLE_BYTES = 64_000_000;
const OWNER_MAY_WRITE = 0o200;

const { SqliteError } = Database;
/** What SQLite found wrong, in its words. */
class Damage extends Error {}

/** The file exists and is not a readable SQLite database. */
export class DamagedFile extends Error {}

const isThere = (path: string) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** Throws unless we may write. The permission bits count for root as well, whom no system holds to them. */
export function refuseReadOnly(path: string): void {
  const marked = (statSync(path).mode & OWNER_MAY_WRITE) === 0;
  try {
    if (marked) throw new Error('its permissions say so');
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new Error('It is read-only, or belongs to somebody else', { cause });
  }
}

/**
 * Throws where one database is missing and what stands beside it shows that it was there: to begin with an empty one
 * would lose its links, or its counts. (`sotto.db` is always made first, and both before any other file.)
 */
export function refuseMissing(paths: { main: string; sums: string }, sumsMayBeMissing: boolean): void {
  const { main, sums } = paths;
  const folder = dirname(main);
  if (!isThere(main)) {
    const left = [sums, `${main}-wal`, `${folder}/salts`, `${folder}/admin-key`].find(isThere);
    if (left === undefined) return;
    throw new Error(
      `${main} is missing or empty, and ${basename(left)} shows that it was there. ` +
        `Restore it from a backup; to begin anew, move all of ${folder} away`,
    );
  }
  if (sumsMayBeMissing || isThere(sums) || newestHit(main) === 0) return;
  throw new Error(
    `${sums} is missing or empty, and ${basename(main)} shows that it was there. ` +
      `Restore it from a backup, or count again what hits are left with: npm run rebuild`,
  );
}

/** The newest hit id in a log; 0 if the file is not a log, which other checks report. */
function newestHit(path: string): number {
  const connection = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    // The hits may be gone before the batches they came in, and the other way round.
    const newest = connection.prepare(`SELECT max(
      coalesce((SELECT max(id) FROM hits), 0), coalesce((SELECT max(first_id) FROM hit_batches), 0))`);
    return Number(newest.pluck().get());
  } catch {
    return 0;
  } finally {
    connection.close();
  }
}

/**
 * Throws if the file exists and cannot be written, is not a database, or is damaged; `look` may throw as well. `whole`:
 * checks every page of the file, however large it is.
 */
export function inspectFile(
  path: string,
  look: (connection: Database.Database) => void,
  { whole = false } = {},
): void {
  if (!existsSync(path)) return;
  refuseReadOnly(path);
  if (!isThere(path)) return;
  const connection = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    refuseDamaged(connection, whole || statSync(path).size <= READ_WHOLE_BYTES);
    look(connection);
  } finally {
    connection.close();
  }
}

function refuseDamaged(connection: Database.Database, whole: boolean): void {
  try {
    if (whole) readWhole(connection);
    else readEnds(connection);
  } catch (cause) {
    const damaged =
      cause instanceof Damage || (cause instanceof SqliteError && /CORRUPT|NOTADB/.test(cause.code));
    if (!damaged) throw cause;
    throw new DamagedFile('It is damaged, or no database', { cause });
  }
}

function readWhole(connection: Database.Database): void {
  const found = connection.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Damage(String(found));
}

function readEnds(connection: Database.Database): void {
  const tables = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  for (const name of tables.map(String)) {
    connection.prepare(`SELECT * FROM "${name}" ORDER BY 1 LIMIT 1`).get();
    connection.prepare(`SELECT * FROM "${name}" ORDER BY 1 DESC LIMIT 1`).get();
  }
}
