import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// A file with this name marks a folder that contains a complete demo.
const MARKER = 'demo';

export interface DemoFolder {
  path: string;
  /** The folder already contains a demo. */
  filled: boolean;
  /** The folder is deleted when the process ends. */
  temporary: boolean;
}

/**
 * The `requested` folder, which must contain a demo, be empty or not exist yet; by default a temporary folder. Throws a
 * message for people if the folder contains anything else.
 */
export function openDemoFolder(requested: string | undefined): DemoFolder {
  if (!requested) return { path: temporaryFolder(), filled: false, temporary: true };
  const path = resolve(requested);
  const filled = existsSync(join(path, MARKER));
  if (!filled && existsSync(path) && readdirSync(path).length > 0) {
    throw new Error(
      `${path} contains something other than a complete demo. Choose an empty folder, or remove this one.`,
    );
  }
  return { path, filled, temporary: false };
}

/** Marks the folder as a complete demo. */
export function markFilled({ path }: DemoFolder): void {
  writeFileSync(join(path, MARKER), 'Invented data. This folder can be deleted.\n');
}

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sotto-demo-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}
