/** The built server as a child process with its own data folder, for one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type ServerProcess,
  type SpawnedServer,
  type SpawnOptions,
  spawnOn,
  startOn,
} from './spawn-server.ts';

export type { Exit, ServerProcess, SpawnedServer } from './spawn-server.ts';

/** `dataDir` is an existing data folder, to restart the server on it. */
export type StartOptions = Partial<SpawnOptions>;

/** A folder that is removed after the running test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const withFolder = ({ dataDir = join(temporaryFolder(), 'data'), ...options }: StartOptions) => ({
  ...options,
  dataDir,
});

/** Spawns the server without waiting for it. It is killed after the running test. */
export function spawnServer(options: StartOptions = {}): SpawnedServer {
  return spawnOn(withFolder(options), onTestFinished);
}

/** Starts the server on a free port and waits until it listens. */
export function startServer(options: StartOptions = {}): Promise<ServerProcess> {
  return startOn(withFolder(options), onTestFinished);
}
