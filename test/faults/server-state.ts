/** What a running or ended server shows from outside. */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { ServerProcess } from '../support/server/spawn-server.ts';

const LINK = { url: 'https://example.com/', slug: 'guide' };
const LOOK_MS = 50;
const PATIENCE_MS = 60_000;

/** The short URL of one link, minted or found. */
export async function shortUrlOf(server: ServerProcess): Promise<string> {
  const { shortUrl } = await server.api<{ shortUrl: string }>('/links', LINK);
  return shortUrl;
}

/** Asks for a link nobody has yet; answers the status and the code of a failure. */
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

/** The value of one of our metrics. */
export async function metric({ url }: ServerProcess, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
  return Number(value);
}

/** The status of `/readyz` as a whole, `pass`, `warn` or `fail`. */
export async function readiness({ url }: ServerProcess): Promise<string> {
  const { status } = (await (await fetch(`${url}/readyz`)).json()) as { status: string }; // as documented
  return status;
}

/** Resolves once what is asked for holds; throws after a minute, naming it. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within a minute: ${what}`);
    await pause(LOOK_MS);
  }
}

/** What SQLite finds wrong in the files of a data folder. */
export function damage(dataDir: string): string[] {
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
