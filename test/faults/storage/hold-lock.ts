/** A process that locks a database for writing, or holds a read transaction open, until it is released. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { OnEnd } from '../../support/server/spawn-server.ts';

const SCRIPT = `
  import Database from 'better-sqlite3';
  const [path, begin] = process.argv.slice(1);
  const database = new Database(path);
  database.exec(begin);
  process.stdin.once('data', () => { database.exec('COMMIT'); process.exit(); });
  process.stdout.write('held');
`;

export const WRITING = 'BEGIN IMMEDIATE';
export const READING = 'BEGIN; SELECT count(*) FROM links';

/** Resolves once the lock is held, with a function that releases it and waits until the process has ended. */
export async function holdLock(path: string, begin: string, onEnd: OnEnd): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, path, begin], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  onEnd(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error(`${path} could not be locked`))),
  ]);
  return async () => {
    child.stdin.write('release');
    await exited;
  };
}
