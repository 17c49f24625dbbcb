/** The edge entry: the same app on Cloudflare Workers. */
import { waitUntil } from 'cloudflare:workers';
import { createApp } from '../app.ts';
import type { EdgeEnv } from './edge/env.ts';
import { createLater } from './edge/later.ts';
import { type Edge, openEdge } from './edge/open-edge.ts';
import { edgePeer } from './edge/peer.ts';

interface Home extends Edge {
  app: ReturnType<typeof createApp>;
}

// One per environment and isolate: its memory of links and agents is worth keeping.
const homes = new WeakMap<EdgeEnv, Home>();

function homeOf(env: EdgeEnv): Home {
  const known = homes.get(env);
  if (known) return known;
  const edge = openEdge(env, { clock: Date.now, waitUntil });
  const home = { ...edge, app: createApp(edge.deps, edgePeer(edge.deps.settings)) };
  homes.set(env, home);
  return home;
}

export default {
  async fetch(request, env, context) {
    const { app, salts, later } = homeOf(env);
    await salts.learn(later);
    return app.fetch(request, env, context);
  },

  async queue(batch, env, context) {
    const { consume, deps } = homeOf(env);
    await consume(
      batch,
      createLater((work) => context.waitUntil(work), deps.log),
    );
  },

  async scheduled({ scheduledTime }, env) {
    await homeOf(env).round(scheduledTime);
  },
} satisfies ExportedHandler<EdgeEnv>;
