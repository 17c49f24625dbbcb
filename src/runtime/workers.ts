/** The edge entry: the same app on Cloudflare Workers, everything in D1. */
import { createApp, type PeerOf } from '../app.ts';
import { parseConfig, settingsOf } from '../config.ts';
import { createCounters } from '../counters.ts';
import { NOWHERE, placeOf } from '../hits/place.ts';
import type { Deps, Health, Log, Store } from '../ports.ts';
import { createFolder } from '../store/roll-up.ts';
import { createStore } from '../store/store.ts';
import { d1Engine } from './d1-engine.ts';
import { createIds } from './ids.ts';
import { createWebPasswords } from './web-passwords.ts';

const DAY = 86_400_000;
/** What one run of the cron folds at most: the next goes on. */
const SLICES_PER_RUN = 10;
const STEPS_PER_RUN = 20;

const line = (level: 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, message: string) =>
  console[level](
    JSON.stringify({
      level,
      message,
      ...fields,
      err: fields.err === undefined ? undefined : String(fields.err),
    }),
  );
const log: Log = { info: line('info'), warn: line('warn'), error: line('error') };

function readSettings(env: Env): Deps['settings'] {
  const texts = Object.entries(env).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const parsed = parseConfig(Object.fromEntries(texts), () => {
    throw new Error('Workers have no files');
  });
  if (!parsed.ok) throw new Error(`Sotto cannot start with these settings: ${parsed.mistakes.join('; ')}`);
  const { SOTTO_PUBLIC_URL } = parsed.config;
  if (SOTTO_PUBLIC_URL === null)
    throw new Error('SOTTO_PUBLIC_URL must be set: short links are built from it');
  // Nothing stands between the platform and us: it names the client itself.
  return { ...settingsOf(parsed.config, SOTTO_PUBLIC_URL), trustedProxies: [] };
}

function openApp(env: Env): ReturnType<typeof createApp> {
  const engine = d1Engine(env.DB);
  const store = createStore({ main: engine });
  const deps: Deps = {
    store,
    hitLog: { append: (hit) => store.hits.append([hit]) },
    rollUp: { request: () => {} }, // the cron folds, and stats read what it has not
    clock: Date.now,
    ids: createIds(),
    visitorHash: () => null, // no salt is kept here: clicks are anonymous
    geo: () => NOWHERE, // the platform tells with each request
    passwords: createWebPasswords(),
    log,
    assets: async (request) => env.ASSETS.fetch(request),
    counters: createCounters(),
    health: edgeHealth(store),
    metrics: null, // an isolate is gone before anybody asks
    settings: readSettings(env),
  };
  return createApp(deps, peerOf);
}

const peerOf: PeerOf = (c) => ({
  address: c.req.header('CF-Connecting-IP') ?? null,
  place: placeOf(c.req.raw.cf?.country),
});

/** Whether D1 answers. */
function edgeHealth({ stats }: Store): Health {
  return async () => {
    try {
      return [
        { name: 'd1', status: 'pass', detail: `${await stats.unfolded()} hits are not in the sums yet.` },
      ];
    } catch (err) {
      log.error({ err, check: 'd1' }, 'A health check failed');
      return [{ name: 'd1', status: 'fail', detail: 'It does not answer.' }];
    }
  };
}

// One app per environment and isolate: its memory of agents is worth keeping.
const apps = new WeakMap<Env, ReturnType<typeof createApp>>();

function appOf(env: Env) {
  const app = apps.get(env) ?? openApp(env);
  apps.set(env, app);
  return app;
}

export default {
  fetch: (request, env, context) => appOf(env).fetch(request, env, context),

  async scheduled({ scheduledTime }, env) {
    const engine = d1Engine(env.DB);
    const folder = createFolder(engine);
    for (let slices = 0; slices < SLICES_PER_RUN && (await folder.fold()) > 0; slices++);
    await folder.removeDeleted();
    const yesterday = Math.floor(scheduledTime / DAY) - 1;
    await folder.forgetVisitors(yesterday);
    const { hits } = createStore({ main: engine });
    await hits.forgetVisitors(yesterday);
    for (let steps = 0; steps < STEPS_PER_RUN && (await hits.sweepDeleted(scheduledTime)); steps++);
  },
} satisfies ExportedHandler<Env>;
