/** One server for all tests of a file, which do not change what the others see. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type OnEnd, type ServerProcess, startOn } from './spawn-server.ts';

/** Starts the server before the first test; returns a function that gives it to a running test. */
export function useServer(): () => ServerProcess {
  let server: ServerProcess;
  const ends: Parameters<OnEnd>[0][] = [];
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  beforeAll(async () => {
    server = await startOn({ dataDir: join(folder, 'data') }, (end) => ends.push(end));
  });
  afterAll(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => server;
}
