/** The state of a server as seen from outside: API, metrics, files. */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { ServerProcess } from '../support/server/spawn-server.ts';

const LINK = { url: 'https://example.com/', slug: 'guide' };
const POLL_MS = 50;
const TIMEOUT_MS = 60_000;

/** Finds or mints a link; returns its short URL. */
export async function shortUrlOf(server: ServerProcess): Promise<string> {
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', LINK);
  return shortUrl;
}

/** Mints a new link; returns the status, and the code of a failure. */
export async function mintAnother({
  url,
  key,
}: ServerProcess): Promise<{ status: number; code: string; retryAfter: number }> {
  const response = await fetch(`${url}/api/v1/links`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: `https://example.com/${crypto.randomUUID()}` }),
  });
  const { code = '' } = (await response.json()) as { code?: string }; // a link or a problem
  return { status: response.status, code, retryAfter: Number(response.headers.get('Retry-After')) };
}

/** The value of a metric. */
export async function metric({ url }: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
  return Number(value);
}

/** The overall status of `/readyz`: `pass`, `warn` or `fail`. */
export async function readiness({ url }: ServerProcess): Promise<string> {
  const { status } = (await (await fetch(`${url}/readyz`)).json()) as { status: string }; // as documented
  return status;
}

/** Waits until a condition holds; throws its name after a minute. */
export async function until(name: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within a minute: ${name}`);
    await pause(POLL_MS);
  }
}

/** The problems that SQLite's integrity check finds in a data folder. */
export function corruption(dataDir: string): string[] {
  return ['sotto.db', 'sums.db'].flatMap((file) => {
    const database = new Database(`${dataDir}/${file}`, { readonly: true });
    try {
      const found = database.pragma('integrity_check', { simple: true });
      return found === 'ok' ? [] : [`${file}: ${found}`];
    } finally {
      database.close();
    }
  });
}
