/** A server under test: a child process that prints its address. */
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
  /** The longest turn of its event loop since the last call, in milliseconds; NaN if it has no event loop. */
  longestTurn(): Promise<number>;
  stop(): Promise<void>;
}

export interface Command {
  name: string;
  /** Arguments for Node. */
  args: string[];
  env?: Record<string, string>;
}

// Compiled to JavaScript here, because stripping types would add 20 MB to the memory of the server.
const probe = transformSync(readFileSync(new URL('probe.ts', import.meta.url), 'utf8'), { loader: 'ts' });
const PROBE = `data:text/javascript,${encodeURIComponent(probe.code)}`;
const STOP_TIMEOUT_MS = 15_000;

/** The path of a file relative to this folder. */
export const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Starts a Node server as in production, with the probe preloaded. */
export async function startNode({ name, args, env = {} }: Command): Promise<Server> {
  // Without the caller's settings. (The types take the Worker's bindings for variables of this process.)
  const own: Partial<NodeJS.ProcessEnv> = { PATH: process.env.PATH, NODE_ENV: 'production', ...env };
  const child = spawn(process.execPath, ['--experimental-strip-types', '--import', PROBE, ...args], {
    env: own as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const stop = stopper(child);
  try {
    const url = await listeningUrl(child);
    const longestTurn = async () => {
      const reply = once(child, 'message');
      child.send('turn');
      return Number((await reply)[0]);
    };
    return { name, url, pid: child.pid ?? Number.NaN, longestTurn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops a child with SIGTERM, and with SIGKILL if that takes too long. */
export function stopper(child: ChildProcess): () => Promise<void> {
  const exited = once(child, 'exit');
  return async () => {
    child.kill('SIGTERM');
    await Promise.race([exited, pause(STOP_TIMEOUT_MS, undefined, { ref: false })]);
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
    child.once('exit', (code) => reject(new Error(`The server exited with ${code}: ${text}`)));
  });
}
