/** Makes the data folder, or explains in one line why that is impossible. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { assertWritable } from './inspect-files.ts';

/** The data folder cannot be used, however often the program is started; the message is for people. */
export class UnusableFolder extends Error {}

const REASONS = new Map([
  ['EACCES', 'this user may not create it'],
  ['EPERM', 'this user may not create it'],
  ['EROFS', 'its file system is read-only'],
  ['ENOENT', 'no folder can be created there'],
  ['ENOSPC', 'the disk is full'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ELOOP', 'its path is a circle of symbolic links'],
]);

/** Creates the folder and those above it (0700) where they are missing. Throws `UnusableFolder` unless it is writable. */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolder(resolve(dataDir));
    assertWritable(dataDir);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException; // what the file system throws
    const reason = REASONS.get(code) ?? message;
    throw new UnusableFolder(
      `The data folder ${dataDir} cannot be used: ${reason}. Set SOTTO_DATA to another folder, or correct this one.`,
      { cause },
    );
  }
}

// With the option `recursive`, Node never returns if the system refuses a folder in an existing one with ENOENT, as below /proc.
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // what the file system throws
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      assertFolder(path);
    } else {
      if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
      makeFolder(dirname(path));
      makeFolder(path);
    }
  }
}

/** Throws unless the path, or the nearest one above it that exists, is a folder. */
function assertFolder(path: string): void {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) return;
  let obstacle = path;
  while (!existsSync(obstacle) && obstacle !== dirname(obstacle)) obstacle = dirname(obstacle);
  const isFile = existsSync(obstacle) && !statSync(obstacle).isDirectory();
  throw new Error(isFile ? `${obstacle} is a file` : `${path} is a symbolic link that leads nowhere`);
}
