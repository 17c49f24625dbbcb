/** A process that locks a database for writing, or reads an old state of it, until it is told to let go. */
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

/** Resolves once it holds; the answer lets go, and resolves when the process is gone. */
export async function hold(path: string, begin: string, onEnd: OnEnd): Promise<() => Promise<void>> {
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
    exited.then(() => Promise.reject(new Error(`${path} could not be held`))),
  ]);
  return async () => {
    child.stdin.write('let go');
    await exited;
  };
}
