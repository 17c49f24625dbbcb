/** What a storage failure means to a writer, by SQLite's error codes on Node and its messages on D1. */

/**
 * `busy`: another process holds the lock. `full`: the disk, a quota or a size limit leaves no room. `row`: this row
 * breaks a constraint, and other rows can be written. `gone`: the file was removed or replaced.
 * `unavailable`: the database is elsewhere and does not answer. `other`: anything else.
 */
export type StorageTrouble = 'busy' | 'full' | 'row' | 'gone' | 'unavailable' | 'other';

/** The failure of a database that is not on this machine: it is down, cannot be reached, or does not answer in time. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable';
  readonly code = 'STORAGE_UNAVAILABLE';
}

const SIGNS: readonly [StorageTrouble, RegExp][] = [
  ['busy', /\bSQLITE_BUSY/],
  // SQLite reports a quota or a file size limit as a failed write, and a full disk mostly as SQLITE_FULL.
  ['full', /\bSQLITE_(FULL|IOERR_(WRITE|SHMSIZE))\b|\bmaximum DB size\b/i],
  ['gone', /\bFILE_DISPLACED\b/],
  ['row', /\bSQLITE_(CONSTRAINT|MISMATCH|TOOBIG)|\bcan only bind\b/],
  ['unavailable', /\bSTORAGE_UNAVAILABLE\b/],
];

/** Looks at the error and then at its causes; the first one that is recognized decides. */
export function storageTrouble(error: unknown): StorageTrouble {
  for (let at = error; at instanceof Error; at = at.cause) {
    const words = `${'code' in at ? at.code : ''} ${at.message}`;
    const known = SIGNS.find(([, sign]) => sign.test(words));
    if (known) return known[0];
  }
  return 'other';
}
