/** The entry on Cloudflare Workers: the same app as on Node. */
import { waitUntil } from 'cloudflare:workers';
import { createDefer } from './edge/defer.ts';
import type { EdgeEnv } from './edge/env.ts';
import { createFetchHandler } from './edge/worker/fetch-handler.ts';
import { type Edge, openEdge } from './edge/worker/open-edge.ts';

interface Worker extends Edge {
  handle: ReturnType<typeof createFetchHandler>;
}

// One per environment and isolate, which keeps its caches of links and agents.
const workers = new WeakMap<EdgeEnv, Worker>();

function workerOf(env: EdgeEnv): Worker {
  const known = workers.get(env);
  if (known) return known;
  const edge = openEdge(env, { clock: Date.now, waitUntil });
  const worker = { ...edge, handle: createFetchHandler(edge) };
  workers.set(env, worker);
  return worker;
}

export default {
  fetch: (request, env) => workerOf(env).handle(request),

  async queue(batch, env, context) {
    const { consume, deps } = workerOf(env);
    await consume(
      batch,
      createDefer((work) => context.waitUntil(work), deps.log),
    );
  },

  async scheduled({ scheduledTime }, env) {
    await workerOf(env).cron(scheduledTime);
  },
} satisfies ExportedHandler<EdgeEnv>;
