import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { messageOf } from '../../../error-report.ts';
import { LOCK_FILE, lockDataFolder } from '../sqlite/data-lock.ts';
import { inspectFile } from '../sqlite/inspect-files.ts';
import { pendingMigrations } from '../sqlite/migrate.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { migrationsFolder, prepareFiles } from '../sqlite/prepare-files.ts';
import { BACKUP_FILES, describeData } from './backup-data.ts';
import { NOT_A_BACKUP, readTar } from './backup-tar.ts';
import type { ProgressBar } from './progress.ts';

interface RestoreOptions {
  dataDir: string;
  file: string;
  progress: ProgressBar;
}

/** Extracts the databases of a backup into an empty or new data folder. Returns a summary. */
export async function restore({ dataDir, file, progress }: RestoreOptions): Promise<string> {
  if (!existsSync(file)) throw new Error(`The file ${file} does not exist.`);
  assertEmpty(dataDir);
  const lock = lockDataFolder(dataDir);
  const paths = BACKUP_FILES.map((name) => databasePath(dataDir, name));
  const cleanUp = () => {
    for (const path of paths) rmSync(draftOf(path), { force: true });
  };
  process.once('exit', cleanUp);
  try {
    await unpack(file, paths, progress);
    for (const path of paths) renameSync(draftOf(path), path);
    prepareFiles(dataDir);
    return `Restored into ${dataDir}: ${describeData(dataDir)}. Start the server with: npm start`;
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
    lock.release();
  }
}

const draftOf = (path: string) => `${path}.restoring`;

function assertEmpty(dataDir: string): void {
  const found = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name !== LOCK_FILE) : [];
  if (found.length === 0) return;
  throw new Error(
    `The data folder ${dataDir} is not empty. Move its contents away, or choose another folder with SOTTO_DATA.`,
  );
}

/** Extracts both databases as drafts and checks them. Errors name the backup. */
async function unpack(file: string, paths: string[], progress: ProgressBar): Promise<void> {
  try {
    progress.begin('Restored', statSync(file).size);
    const drafts = new Map(paths.map((path) => [basename(path), draftOf(path)]));
    await readTar(file, (name) => drafts.get(name), progress.add);
    for (const path of paths) {
      if (!existsSync(draftOf(path))) throw new Error(NOT_A_BACKUP);
      inspectFile(draftOf(path), (connection) => pendingMigrations(connection, migrationsFolder()));
    }
  } catch (cause) {
    const reason = messageOf(cause);
    throw new Error(`${file} cannot be restored: ${reason}.`, { cause });
  }
}
