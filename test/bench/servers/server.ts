/** A server under test: a process of its own that prints where it listens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

export interface Server {
  name: string;
  url: string;
  pid: number;
  /** Longest turn of its event loop in milliseconds since the last call; NaN if it has none. */
  longestTurn(): Promise<number>;
  stop(): Promise<void>;
}

export interface Command {
  name: string;
  /** Node's arguments. */
  args: string[];
  env?: Record<string, string>;
}

// As JavaScript: stripping types within the server would cost it 20 MB, which are not its own.
const probe = transformSync(readFileSync(new URL('probe.ts', import.meta.url), 'utf8'), { loader: 'ts' });
const PROBE = `data:text/javascript,${encodeURIComponent(probe.code)}`;
const STOP_LIMIT = 15_000;

export const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Runs a Node server as in production, with the probe before it. */
export async function startNode({ name, args, env = {} }: Command): Promise<Server> {
  // Nothing of the caller's own settings. (The types take the Worker's bindings for variables of this process.)
  const own: Partial<NodeJS.ProcessEnv> = { PATH: process.env.PATH, NODE_ENV: 'production', ...env };
  const child = spawn(process.execPath, ['--experimental-strip-types', '--import', PROBE, ...args], {
    env: own as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const stop = stopper(child);
  try {
    const url = await listeningUrl(child);
    const longestTurn = async () => {
      const told = once(child, 'message');
      child.send('turn');
      return Number((await told)[0]);
    };
    return { name, url, pid: child.pid ?? Number.NaN, longestTurn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends a child politely, and by force if it takes too long. */
export function stopper(child: ChildProcess): () => Promise<void> {
  const exited = once(child, 'exit');
  return async () => {
    child.kill('SIGTERM');
    await Promise.race([exited, pause(STOP_LIMIT, undefined, { ref: false })]);
    child.kill('SIGKILL');
    await exited;
  };
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const [, url] = /listens on (\S+)\n/.exec(text) ?? [];
      if (url) resolve(url.replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${text}`)));
  });
}
