/** Sotto as shipped: the built server on a data folder. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createHitLog, type HitLog } from './hit-log.ts';
import { pathOf, type Server, startNode } from './server.ts';

const manifest = createRequire(import.meta.url)('../../../package.json');

export interface Sotto extends Server {
  log: HitLog;
  /** Calls the API; a body makes it a POST. Without a key of `keys` it is the admin's. */
  api<T>(path: string, body?: unknown, key?: string): Promise<T>;
  /** The answer itself, whatever its status. */
  get(path: string): Promise<Response>;
  /** Makes keys that together may ask so often within a minute. */
  keys(requests: number, scope: string): Promise<string[]>;
}

/** The load generator names a client of its own with each request, as a proxy would. */
const ENV = { PORT: '0', SOTTO_LOG_LEVEL: 'error', SOTTO_TRUST_PROXY: '127.0.0.1/32' };

/** The flags that `npm start` gives to Node. */
const [, SHIPPED = ''] = /exec node (.*)dist\/node\.js$/.exec(manifest.scripts.start) ?? [];

// A key has 600 requests a minute.
const PER_KEY = 550;

export interface SottoOptions {
  name?: string;
  settings?: Record<string, string>;
  /** Of Node, beside those of `npm start`. */
  flags?: string[];
}

export async function startSotto(
  dataDir: string,
  { name = 'Sotto', settings = {}, flags = [] }: SottoOptions = {},
): Promise<Sotto> {
  const env = { ...ENV, ...settings, SOTTO_DATA: dataDir };
  const server = await startNode({
    name,
    args: [...SHIPPED.split(' ').filter(Boolean), ...flags, pathOf('../../../dist/node.js')],
    env,
  });
  const admin = readFileSync(join(dataDir, 'admin-key'), 'utf8').trim();

  const ask = (path: string, key = admin, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    });
  const api = async <T>(path: string, body?: unknown, key?: string) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await ask(path, key, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T; // the caller knows the shape of what it asks for
  };
  return {
    ...server,
    log: createHitLog(dataDir),
    api,
    get: (path) => ask(path),
    async keys(requests, scope) {
      const keys: string[] = [];
      while (keys.length * PER_KEY < requests) {
        keys.push((await api<{ key: string }>('/keys', { name: 'bench', scopes: [scope] })).key);
      }
      return keys;
    },
  };
}
