/** What the pages show administrators about this machine. */
import { stat, statfs } from 'node:fs/promises';
import type { SystemFacts } from '../../../ports.ts';
import { lastBackupAt } from '../sqlite/backup-note.ts';
import { databasePath } from '../sqlite/open-files.ts';

export function createSystemFacts(dataDir: string): () => Promise<SystemFacts> {
  const startedAt = Date.now() - process.uptime() * 1_000;
  return async () => {
    const [{ bavail, blocks, bsize }, ...files] = await Promise.all([
      statfs(dataDir),
      stat(databasePath(dataDir, 'main')),
      stat(databasePath(dataDir, 'sums')),
    ]);
    return {
      startedAt,
      backupAt: lastBackupAt(dataDir),
      disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
      databaseBytes: files.reduce((sum, { size }) => sum + size, 0),
    };
  };
}
