/** Checks whether the server can use the files of a data folder. Changes nothing; every error message is for people. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';

const LOCK_WAIT_MS = 5_000;
/** A file up to this size is checked completely; of a larger one only both ends of every table. */
const CHECK_WHOLE_BYTES = 64_000_000;
const OWNER_CAN_WRITE = 0o200;

const { SqliteError } = Database;
/** A fault that SQLite has found, in its words. */
class Damage extends Error {}

/** The file exists but is not a readable database of Sotto. */
export class DamagedFile extends Error {}

/** Failures that have other reasons than the content of the file. */
const NOT_DAMAGE = /_(BUSY|LOCKED|FULL|NOMEM|PERM|AUTH|INTERRUPT|IOERR(?!_SHORT_READ))/;

/** Whether the content of a file is the reason of a failure. The file must be readable and writable. */
export const isDamage = (error: unknown): boolean =>
  error instanceof DamagedFile || (error instanceof SqliteError && !NOT_DAMAGE.test(error.code));

const hasContent = (path: string) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** Throws unless this process may write. The permission bits count for root too, which the system never restricts. */
export function assertWritable(path: string): void {
  const isReadOnly = (statSync(path).mode & OWNER_CAN_WRITE) === 0;
  try {
    if (isReadOnly) throw new Error('its owner has no write permission');
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new Error('it is read-only or belongs to another user', { cause });
  }
}

/**
 * Throws if a database is missing although the files next to it show that it existed. A new empty one in its place would
 * lose its links or its counts. (`sotto.db` is always created first, and both databases before any other file.)
 */
export function assertNotMissing(paths: { main: string; sums: string }, sumsMayBeMissing: boolean): void {
  const { main, sums } = paths;
  const folder = dirname(main);
  if (!hasContent(main)) {
    const evidence = [sums, `${main}-wal`, `${folder}/salts`, `${folder}/admin-key`].find(hasContent);
    if (evidence === undefined) return;
    throw new Error(
      `${main} is missing or empty, but ${basename(evidence)} shows that it existed. ` +
        `Restore it from a backup, or move ${folder} away to start with an empty one.`,
    );
  }
  if (sumsMayBeMissing || hasContent(sums) || newestHit(main) === 0) return;
  throw new Error(
    `${sums} is missing or empty, but ${basename(main)} shows that it existed. ` +
      `Restore it from a backup, or run "npm run rebuild" to count the stored hits again.`,
  );
}

/** The newest hit id in a log; 0 if the file is not a hit log, which other checks report. */
function newestHit(path: string): number {
  const connection = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    // The hits may be deleted before the batches they came in, and the other way round.
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
 * Throws if the file exists and is not writable, not a database, or damaged; `check` may throw as well. With `whole`
 * every page and every index is checked, whatever the size of the file.
 */
export function inspectFile(
  path: string,
  check: (connection: Database.Database) => void,
  { whole = false } = {},
): void {
  if (!existsSync(path)) return;
  assertWritable(path);
  if (!hasContent(path)) return;
  const connection = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    const isSmall = statSync(path).size <= CHECK_WHOLE_BYTES;
    assertIntact(connection, whole ? 'integrity_check' : isSmall ? 'quick_check' : null);
    check(connection);
  } finally {
    connection.close();
  }
}

/** `check` reads every page; without one only both ends of every table are read. */
function assertIntact(connection: Database.Database, check: 'integrity_check' | 'quick_check' | null): void {
  try {
    if (check) readWhole(connection, check);
    else readEnds(connection);
  } catch (cause) {
    const damaged =
      cause instanceof Damage || (cause instanceof SqliteError && /CORRUPT|NOTADB/.test(cause.code));
    if (!damaged) throw cause;
    throw new DamagedFile('it is damaged or not a database', { cause });
  }
}

function readWhole(connection: Database.Database, check: string): void {
  const found = connection.pragma(`${check}(1)`, { simple: true });
  if (found !== 'ok') throw new Damage(String(found));
}

function readEnds(connection: Database.Database): void {
  const tables = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  for (const name of tables.map(String)) {
    connection.prepare(`SELECT * FROM "${name}" ORDER BY 1 LIMIT 1`).get();
    connection.prepare(`SELECT * FROM "${name}" ORDER BY 1 DESC LIMIT 1`).get();
  }
}
