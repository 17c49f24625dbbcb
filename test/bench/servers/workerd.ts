/** A worker in plain workerd: the measured process has no development server, proxy or simulator. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../scripts/local-worker.ts';
import { stopper } from './server.ts';

export interface Workerd {
  name: string;
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  folder: string;
  name: string;
  /** The source of its only module. */
  code: string;
  /** A list of `Worker.Binding` in Cap'n Proto. */
  bindings?: string;
  /** Local servers that it may call: name → port. */
  services?: Record<string, number>;
}

// The binary itself, because the package's command is a Node program around it.
const BINARY: string = createRequire(import.meta.url)('workerd').default;
const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 20_000;

function configOf(port: number, { bindings = '', services = {} }: WorkerOptions): string {
  const others = Object.entries(services).map(
    ([name, at]) => `(name = "${name}", external = (address = "${HOST}:${at}", http = ()))`,
  );
  const cache = services.cache === undefined ? '' : ', cacheApiOutbound = "cache"';
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "worker", worker = .worker), ${others.join(', ')}],
  sockets = [(name = "http", address = "${HOST}:${port}", http = (), service = "worker")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-10-01"${cache},
  bindings = [${bindings}]
);
`;
}

export async function startWorkerd(options: WorkerOptions): Promise<Workerd> {
  const { name, code } = options;
  const folder = join(options.folder, name.replaceAll(/\W+/g, '-'));
  const port = await freePort(HOST, 0);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'worker.js'), code);
  writeFileSync(join(folder, 'config.capnp'), configOf(port, options));
  const child = spawn(BINARY, ['serve', join(folder, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = stopper(child);
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://${HOST}:${port}`;
  const until = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && Date.now() < until) {
    if (await answers(url)) return { name, url, pid: child.pid ?? Number.NaN, stop };
    await pause(50);
  }
  await stop();
  throw new Error(`${name} did not start`);
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/healthz`, { redirect: 'manual' })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
