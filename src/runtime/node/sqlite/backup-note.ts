/** When a backup was made last, as the time of an empty file in the data folder. */
import { closeSync, openSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const notePath = (dataDir: string) => join(dataDir, 'last-backup');

/** Notes that a backup is complete. A backup is good without it, so nothing happens if that fails. */
export function noteBackup(dataDir: string): void {
  try {
    const path = notePath(dataDir);
    closeSync(openSync(path, 'a', 0o600));
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The folder may be read-only for the user who makes backups.
  }
}

/** UTC milliseconds; null if no backup was made. */
export function lastBackupAt(dataDir: string): number | null {
  const note = statSync(notePath(dataDir), { throwIfNoEntry: false });
  return note ? Math.round(note.mtimeMs) : null;
}
