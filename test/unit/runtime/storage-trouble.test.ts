import { expect, it } from 'vitest';
import { storageTrouble } from '../../../src/storage-trouble.ts';

const coded = (code: string) => Object.assign(new Error('no'), { code });

it.each([
  ['busy', coded('SQLITE_BUSY')],
  ['busy', coded('SQLITE_BUSY_SNAPSHOT')],
  ['full', coded('SQLITE_FULL')],
  ['full', coded('SQLITE_IOERR_WRITE')],
  ['full', coded('SQLITE_IOERR_SHMSIZE')],
  ['full', new Error('D1_ERROR: database or disk is full: SQLITE_FULL')],
  ['row', coded('SQLITE_CONSTRAINT_NOTNULL')],
  ['row', new TypeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null')],
  ['gone', coded('FILE_DISPLACED')],
  ['other', coded('SQLITE_IOERR_READ')],
  ['other', coded('SQLITE_CORRUPT')],
  ['other', new Error('no')],
  ['other', 'no error at all'],
])('is %s for %s', (trouble, error) => {
  expect(storageTrouble(error)).toBe(trouble);
});

it('the trouble is found in the causes of an error', () => {
  const cause = new Error('Failed query', { cause: coded('SQLITE_FULL') });
  expect(storageTrouble(new Error('Minting failed', { cause }))).toBe('full');
});
