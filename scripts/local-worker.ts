/** Runs the worker with its D1, KV and queue in workerd on this machine, with all state in one folder. */
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { listen } from '../src/runtime/node/server/listen.ts';
import { applyMigrations } from './migrations.ts';
import { WRANGLER_ENV } from './wrangler.ts';

const CONFIG = 'wrangler.toml';
const MINUTE = 60_000;

export interface LocalOptions {
  /** The folder of the state. */
  dataDir: string;
  host: string;
  port: number;
  /** Variables and secrets that replace those of wrangler.toml. */
  settings: Record<string, string>;
}

/**
 * Starts the worker and triggers its cron every minute, which workerd does not do. Resolves with a function that stops the
 * worker and its child processes.
 */
export async function startLocally(options: LocalOptions): Promise<() => Promise<void>> {
  const { dataDir, host, port, settings } = options;
  await withLocalDatabase(dataDir, async () => {});
  const { unstable_startWorker: startWorker } = await import('wrangler');
  const persist = resolve(dataDir);
  const worker = await startWorker({
    config: CONFIG,
    bindings: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, { type: 'secret_text', value }]),
    ),
    dev: {
      server: { hostname: host, port },
      persist,
      inspector: false,
      watch: true,
      logLevel: 'warn',
      structuredLogsHandler: ({ message }: { message: string }) => process.stderr.write(`${message}\n`),
    },
  });
  await worker.ready;
  const runCron = async () => {
    const result = await triggerCron(host, port).catch(String);
    if (result !== 'ok') process.stderr.write(`Cron failed: ${result}\n`);
  };
  await runCron();
  const cron = setInterval(runCron, MINUTE);
  return async () => {
    clearInterval(cron);
    await worker.dispose();
  };
}

/** Opens the D1 of a folder with all tables, and closes it after the work. */
export async function withLocalDatabase<Answer>(
  dataDir: string,
  work: (database: D1Database) => Promise<Answer>,
): Promise<Answer> {
  Object.assign(process.env, WRANGLER_ENV);
  const { getPlatformProxy } = await import('wrangler');
  const bound = await getPlatformProxy<Pick<Env, 'DB'>>({
    configPath: CONFIG,
    persist: { path: join(resolve(dataDir), 'v3') },
  });
  try {
    await applyMigrations(bound.env.DB);
    return await work(bound.env.DB);
  } finally {
    await bound.dispose();
  }
}

/** Makes workerd run the cron. Resolves with `ok` or an error message. */
async function triggerCron(host: string, port: number): Promise<string> {
  const url = new URL(`http://localhost:${port}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`);
  url.hostname = host.includes(':') ? `[${host}]` : host;
  const response = await fetch(url);
  const text = await response.text();
  return response.ok ? text.trim() : `${response.status} ${text}`;
}

/** The port itself, or a free one for 0. Rejects with a message for people if the port is in use. */
export async function freePort(host: string, port: number): Promise<number> {
  const server = createServer();
  try {
    return await listen(server, host, port);
  } finally {
    server.close();
  }
}
