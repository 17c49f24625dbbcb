import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// Lies in a folder whose demo is complete.
const MARKER = 'demo';

export interface DemoFolder {
  path: string;
  /** It holds a demo already. */
  filled: boolean;
  /** It goes with the process. */
  temporary: boolean;
}

/**
 * The folder asked for, which must be a demo's, empty or new; without one a temporary folder. Throws a message for
 * people rather than touch anybody's data.
 */
export function demoFolder(asked: string | undefined): DemoFolder {
  if (!asked) return { path: temporaryFolder(), filled: false, temporary: true };
  const path = resolve(asked);
  const filled = existsSync(join(path, MARKER));
  if (!filled && existsSync(path) && readdirSync(path).length > 0) {
    throw new Error(`${path} holds something that is no finished demo; name an empty folder or remove it`);
  }
  return { path, filled, temporary: false };
}

/** From now on the folder is a demo's. */
export function markFilled({ path }: DemoFolder): void {
  writeFileSync(join(path, MARKER), 'Invented data: this folder may be removed.\n');
}

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sotto-demo-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}
