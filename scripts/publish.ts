/** Replaces build output in steps that are atomic for programs that are using it, such as a running server. */
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Contents by path, relative to a folder. */
export type Files = Map<string, string | Uint8Array>;

/** How many builds are kept of each kind: a server that is still running needs its own. */
const KEPT_BUILDS = 5;

/** Drafts are next to the result, because a rename within a file system is atomic. */
function draftIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, `.draft-${randomUUID()}`);
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, contents] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

/** Replaces one file: readers see either the old or the new contents. */
export function replaceFile(root: string, path: string, contents: string | Uint8Array): void {
  const draft = draftIn(root);
  writeFileSync(draft, contents);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  renameSync(draft, join(root, path));
}

/** Replaces the files of a folder one by one, then deletes all others in it. */
export function replaceFolder(root: string, name: string, files: Files): void {
  const folder = join(root, name);
  for (const [path, contents] of files) replaceFile(root, join(name, path), contents);
  const present = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const { parentPath, name: file } of present.filter((entry) => entry.isFile())) {
    const path = relative(folder, join(parentPath, file));
    if (!files.has(path)) rmSync(join(folder, path), { force: true });
  }
}

/**
 * Writes the files into a new folder of `root`, whose name contains a hash of them, and returns that name. The same files
 * are written only once. Deletes older folders of the same kind beyond the newest few.
 */
export function publishFolder(root: string, kind: string, files: Files): string {
  const hash = createHash('sha256');
  for (const [path, contents] of files) hash.update(path).update('\0').update(contents).update('\0');
  const name = `${kind}-${hash.digest('hex').slice(0, 12)}`;
  const folder = join(root, name);
  if (!existsSync(folder)) {
    const draft = draftIn(root);
    writeFiles(draft, files);
    moveUnlessPresent(draft, folder);
  }
  utimesSync(folder, new Date(), new Date());
  deleteOldest(root, `${kind}-`);
  return name;
}

/** Another build may have published the same folder in the meantime. */
function moveUnlessPresent(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

function deleteOldest(root: string, prefix: string): void {
  const builds = readdirSync(root)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({
      path: join(root, name),
      builtAt: statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .toSorted((one, other) => other.builtAt - one.builtAt);
  for (const { path } of builds.slice(KEPT_BUILDS)) rmSync(path, { recursive: true, force: true });
}
