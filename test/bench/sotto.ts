/** Sotto as shipped: the built server on a data folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pathOf, type Server, startNode } from './server.ts';

export interface Sotto extends Server {
  /** The admin key of the data folder. */
  key: string;
  /** Calls the API with the admin key; a body makes it a POST. */
  api<T>(path: string, body?: unknown): Promise<T>;
  /** Hits in the log. */
  stored(): number;
}

/** The load generator names a client of its own with each request, as a proxy would. */
const ENV = { PORT: '0', SOTTO_LOG_LEVEL: 'error', SOTTO_TRUST_PROXY: '127.0.0.1/32' };

export async function startSotto(dataDir: string): Promise<Sotto> {
  const env = { ...ENV, SOTTO_DATA: dataDir };
  const server = await startNode({ name: 'Sotto', args: [pathOf('../../dist/node.js')], env });
  const key = readFileSync(join(dataDir, 'admin-key'), 'utf8').trim();
  return {
    ...server,
    key,
    stored: () => countHits(join(dataDir, 'sotto.db')),
    async api<T>(path: string, body?: unknown) {
      const response = await fetch(`${server.url}/api/v1${path}`, {
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T; // the caller knows the shape of what it asks for
    },
  };
}

function countHits(file: string): number {
  const database = new Database(file, { readonly: true });
  try {
    return Number(database.prepare('SELECT count(*) FROM hits').pluck().get());
  } finally {
    database.close();
  }
}
