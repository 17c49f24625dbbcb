import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { LOCK_FILE, lockDataFolder } from '../sqlite/data-lock.ts';
import { inspectFile } from '../sqlite/inspect-files.ts';
import { pending } from '../sqlite/migrate.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { migrationsFolder, prepareFiles } from '../sqlite/prepare-files.ts';
import { BACKUP_FILES, tellOf } from './backup-data.ts';
import { readTar } from './backup-tar.ts';
import type { Progress } from './progress.ts';

interface Restoring {
  dataDir: string;
  file: string;
  progress: Progress;
}

/** Puts the databases of a backup into an empty or new data folder. Answers what they hold. */
export async function restore({ dataDir, file, progress }: Restoring): Promise<string> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  refuseUsed(dataDir);
  const lock = lockDataFolder(dataDir);
  const paths = BACKUP_FILES.map((name) => databasePath(dataDir, name));
  const tidyUp = () => {
    for (const path of paths) rmSync(draftOf(path), { force: true });
  };
  process.once('exit', tidyUp);
  try {
    await unpack(file, paths, progress);
    for (const path of paths) renameSync(draftOf(path), path);
    prepareFiles(dataDir);
    return `Restored into ${dataDir}: ${tellOf(dataDir)}. npm start serves them.`;
  } finally {
    process.off('exit', tidyUp);
    tidyUp();
    lock.release();
  }
}

const draftOf = (path: string) => `${path}.restoring`;

function refuseUsed(dataDir: string): void {
  const found = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name !== LOCK_FILE) : [];
  if (found.length === 0) return;
  throw new Error(
    `The data folder ${dataDir} is not empty: move what it holds away, or choose another with SOTTO_DATA`,
  );
}

/** Both databases as drafts, looked through; throws a message that names the backup. */
async function unpack(file: string, paths: string[], progress: Progress): Promise<void> {
  try {
    progress.begin('Restored', statSync(file).size);
    const drafts = new Map(paths.map((path) => [basename(path), draftOf(path)]));
    await readTar(file, (name) => drafts.get(name), progress.add);
    for (const path of paths) {
      if (!existsSync(draftOf(path))) throw new Error('It is no backup');
      inspectFile(draftOf(path), (connection) => pending(connection, migrationsFolder()));
    }
  } catch (cause) {
    throw new Error(`${file} cannot be restored: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
