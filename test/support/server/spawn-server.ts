/** The built server as a child process, for tests and for `npm run faults`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../../dist/node.js', import.meta.url));
/** The tests start the same server a hundred times, so its compiled code is kept. */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url));

/** Registers a clean-up that runs at the end of the test or run. */
export type OnEnd = (end: () => void | Promise<void>) => void;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface SpawnOptions {
  env?: Record<string, string>;
  /** Arguments for Node itself. */
  nodeArgs?: string[];
  /** The script to run; the built server by default. Other scripts get their own process group, because they may have children. */
  entry?: string;
  dataDir: string;
  /** A program and its arguments that executes the server, as `prlimit` does. */
  launcher?: string[];
  /** The user to run as. */
  uid?: number;
}

export interface SpawnedServer {
  child: ChildProcess;
  dataDir: string;
  /** Its output so far. */
  stdout(): string;
  /** Resolves once stdout matches; rejects if the server ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  exited: Promise<Exit>;
  /** Kills it with its children, as a power failure would. */
  kill(): Promise<Exit>;
}

export interface ServerProcess extends SpawnedServer {
  url: string;
  /** The first admin key, or the one from the settings. */
  key: string;
  pid: number;
  stop(signal?: NodeJS.Signals): Promise<Exit>;
  /** Calls the API with the admin key; a request with a body is a POST. */
  api<T>(path: string, body?: unknown): Promise<T>;
}

/** An environment without the caller's settings. (The types take the Worker's bindings for variables of this process.) */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const own: Partial<NodeJS.ProcessEnv> = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...settings,
  };
  return own as NodeJS.ProcessEnv;
}

/** Kills a process group, even if its leader has already ended. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // all have ended
  }
}

/** Spawns the server without waiting for it. The clean-up kills it and its children. */
export function spawnOn(options: SpawnOptions, onEnd: OnEnd): SpawnedServer {
  const { env = {}, nodeArgs = [], entry = ENTRY, launcher = [], dataDir, uid } = options;
  // The built server ends its own children. It stays in the group of the run, so that Ctrl+C reaches it.
  const detached = entry !== ENTRY;
  const [command = '', ...args] = [...launcher, process.execPath, ...nodeArgs, entry];
  const child = spawn(command, args, {
    env: environment({ PORT: '0', SOTTO_DATA: dataDir, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const exited = once(child, 'close').then(([code, signal]): Exit => ({ code, signal, ...output }));
  const kill = () => {
    if (detached && child.pid !== undefined) killGroup(child.pid);
    else child.kill('SIGKILL');
    return exited;
  };
  onEnd(async () => void (await kill()));

  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(output.stdout);
        if (match) resolve(match);
      };
      child.stdout.on('data', check);
      exited.then((exit) => reject(new Error(`The server ended: ${JSON.stringify(exit)}`)));
      check();
    });
  return { child, dataDir, stdout: () => output.stdout, printed, exited, kill };
}

/** Starts the server on a free port and waits until it listens. */
export async function startOn(options: SpawnOptions, onEnd: OnEnd): Promise<ServerProcess> {
  const spawned = spawnOn(options, onEnd);
  const { child, dataDir, exited } = spawned;
  const [, url = ''] = await spawned.printed(/^Sotto listens on (\S+)\n/m);
  const key = options.env?.SOTTO_ADMIN_KEY ?? readFileSync(join(dataDir, 'admin-key'), 'utf8').trim();
  return {
    ...spawned,
    url,
    key,
    pid: child.pid ?? Number.NaN,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
    api: (path, body) => callApi(`${url}/api/v1${path}`, key, body),
  };
}

async function callApi<T>(url: string, key: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T; // the caller knows the shape of the answer
}
