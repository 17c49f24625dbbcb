/** The edge entry: the same app on Cloudflare Workers. */
import { waitUntil } from 'cloudflare:workers';
import { createLater } from './edge/defer.ts';
import type { EdgeEnv } from './edge/env.ts';
import { createFront } from './edge/worker/fetch-handler.ts';
import { type Edge, openEdge } from './edge/worker/open-edge.ts';

interface Home extends Edge {
  answer: ReturnType<typeof createFront>;
}

// One per environment and isolate: its memory of links and agents is worth keeping.
const homes = new WeakMap<EdgeEnv, Home>();

function homeOf(env: EdgeEnv): Home {
  const known = homes.get(env);
  if (known) return known;
  const edge = openEdge(env, { clock: Date.now, waitUntil });
  const home = { ...edge, answer: createFront(edge) };
  homes.set(env, home);
  return home;
}

export default {
  fetch: (request, env) => homeOf(env).answer(request),

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
