import { chmodSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
/** What this process and its children create from now on can be read by its user only. */
const NO_OTHERS = 0o077;

/** What wrangler and its user write into the working folder: state, bundles, secrets. */
const LOCAL_FILES = ['.wrangler', '.dev.vars', '.env'];

/** Lets only this user read the state of the local worker: what exists in these paths, and what is created later. */
export function keepPrivate(paths: string[]): void {
  process.umask(NO_OTHERS);
  for (const path of [...paths, ...LOCAL_FILES]) if (existsSync(path)) makePrivate(path);
}

/** A folder with all its contents becomes 0700, a file 0600. Links are left alone, as they may lead anywhere. */
export function makePrivate(path: string): void {
  const stats = lstatSync(path);
  if (stats.isDirectory()) {
    chmodSync(path, PRIVATE_FOLDER);
    for (const name of readdirSync(path)) makePrivate(join(path, name));
  } else if (stats.isFile()) {
    chmodSync(path, PRIVATE_FILE);
  }
}
