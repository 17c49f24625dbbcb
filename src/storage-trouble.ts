/** What a storage failure means to whoever wanted to write, in SQLite's codes on Node and its words on D1. */

/**
 * `busy`: another process holds the lock. `full`: no room, by the disk, a quota or a limit. `row`: what was to be
 * written breaks a rule, and all else can be. `other`: anything else.
 */
export type StorageTrouble = 'busy' | 'full' | 'row' | 'other';

const SIGNS: readonly [StorageTrouble, RegExp][] = [
  ['busy', /\bSQLITE_BUSY/],
  // A quota and a limit on the size of files reach SQLite as a write that failed, a full disk mostly as itself.
  ['full', /\bSQLITE_(FULL|IOERR_(WRITE|SHMSIZE))\b/],
  ['row', /\bSQLITE_(CONSTRAINT|MISMATCH|TOOBIG)|\bcan only bind\b/],
];

/** Looks at the error and all its causes; the first that says something decides. */
export function storageTrouble(error: unknown): StorageTrouble {
  for (let at = error; at instanceof Error; at = at.cause) {
    const words = `${'code' in at ? at.code : ''} ${at.message}`;
    const known = SIGNS.find(([, sign]) => sign.test(words));
    if (known) return known[0];
  }
  return 'other';
}
