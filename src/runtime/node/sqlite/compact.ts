import type Database from 'better-sqlite3';

/** With less free space a file is left alone: new rows will use that space soon. */
const MIN_FREE_SHARE = 0.1;
const MIN_FREE_PAGES = 1_000;
/** Pages per step, which takes a few milliseconds. */
const STEP_PAGES = 64;

/** Shortens a file by some pages if much of it is free, as after large deletions; false if little is free. */
export function compact(connection: Database.Database): boolean {
  const pages = (name: string) => Number(connection.pragma(name, { simple: true }));
  const free = pages('freelist_count');
  if (free < MIN_FREE_PAGES || free < pages('page_count') * MIN_FREE_SHARE) return false;
  connection.pragma(`incremental_vacuum(${STEP_PAGES})`);
  return true;
}
