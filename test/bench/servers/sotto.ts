/** Sotto as it is shipped: the built server on a data folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { shippedStart } from '../../support/server/shipped-start.ts';
import { createHitLog, type HitLog } from './hit-log.ts';
import { pathOf, type Server, startNode } from './server.ts';

export interface Sotto extends Server {
  log: HitLog;
  /** Calls the API; a request with a body is a POST. The default key is the admin key. */
  api<T>(path: string, body?: unknown, key?: string): Promise<T>;
  /** Returns the response, whatever its status. */
  get(path: string): Promise<Response>;
  /** Creates keys that together allow this many requests per minute. */
  keys(requests: number, scope: string): Promise<string[]>;
}

/** The load generator sends a client address with each request, as a proxy does. */
const ENV = { PORT: '0', SOTTO_LOG_LEVEL: 'error', SOTTO_TRUST_PROXY: '127.0.0.1/32' };

// A key may send 600 requests per minute.
const REQUESTS_PER_KEY = 550;

export interface SottoOptions {
  name?: string;
  settings?: Record<string, string>;
  /** Flags for Node, in addition to those of `npm start`. */
  flags?: string[];
}

export async function startSotto(
  dataDir: string,
  { name = 'Sotto', settings = {}, flags = [] }: SottoOptions = {},
): Promise<Sotto> {
  const shipped = shippedStart();
  const env = { ...shipped.env, ...ENV, ...settings, SOTTO_DATA: dataDir };
  const server = await startNode({
    name,
    args: [...shipped.nodeArgs, ...flags, pathOf('../../../dist/node.js')],
    env,
  });
  const admin = readFileSync(join(dataDir, 'admin-key'), 'utf8').trim();

  const send = (path: string, key = admin, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    });
  const api = async <T>(path: string, body?: unknown, key?: string) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await send(path, key, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T; // the caller knows the shape of the answer
  };
  return {
    ...server,
    log: createHitLog(dataDir),
    api,
    get: (path) => send(path),
    async keys(requests, scope) {
      const keys: string[] = [];
      while (keys.length * REQUESTS_PER_KEY < requests) {
        const init = { method: 'POST', body: JSON.stringify({ name: 'bench', scopes: [scope] }) };
        const response = await send('/keys', admin, init);
        const text = await response.text();
        // The admin key has a limit, too.
        if (response.status === 429) await pause(Number(response.headers.get('Retry-After')) * 1_000);
        else if (response.ok) keys.push(JSON.parse(text).key);
        else throw new Error(`/keys: ${response.status} ${text}`);
      }
      return keys;
    },
  };
}
