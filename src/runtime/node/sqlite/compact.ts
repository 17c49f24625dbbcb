import type Database from 'better-sqlite3';

/** Less is soon used again: giving it back would move pages for nothing. */
const LEAST_SHARE = 0.1;
const LEAST_PAGES = 1_000;
/** Pages per step: a few milliseconds. */
const STEP = 64;

/** Makes a file shorter by some pages where much of it is free, as after large deletions; false when little is. */
export function compact(connection: Database.Database): boolean {
  const pages = (name: string) => Number(connection.pragma(name, { simple: true }));
  const free = pages('freelist_count');
  if (free < LEAST_PAGES || free < pages('page_count') * LEAST_SHARE) return false;
  connection.pragma(`incremental_vacuum(${STEP})`);
  return true;
}
