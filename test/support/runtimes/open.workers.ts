import { applyD1Migrations, env } from 'cloudflare:test';
import { d1Engine } from '../../../src/runtime/d1-engine.ts';
import { createOutgoing } from '../../../src/runtime/edge/outgoing.ts';
import { openEdge } from '../../../src/runtime/edge/worker/open-edge.ts';
import { createSumsRunner } from '../../../src/store/sums/sums-jobs.ts';
import { collectWork, deliver, holdQueue } from './edge.ts';
import { assemble, type Sotto } from './sotto.ts';
import type { TestRuntime } from './test-runtime.ts';

/** `max_batch_size` in wrangler.toml. */
const BATCH = 100;

/**
 * The edge runtime as the worker assembles it: D1, the location's cache, and a queue whose messages go to the worker's
 * own handler after each answer.
 */
export async function openRuntime(): Promise<TestRuntime> {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const work = collectWork();
  const queue = holdQueue();
  const { deps } = openEdge({ ...env, HITS: queue.binding }, { clock: Date.now, waitUntil: work.waitUntil });
  const flushed = async () => {
    await work.done();
    while (queue.messages.length > 0) {
      const { ackAll } = await deliver(queue.messages.splice(0, BATCH), env);
      if (!ackAll) throw new Error('The worker did not take a batch');
    }
  };
  let flushing = Promise.resolve();
  const afterAnswer = () => {
    flushing = flushing.then(flushed);
    return flushing;
  };
  const engine = d1Engine(env.DB);
  return {
    store: deps.store,
    sums: createSumsRunner(engine),
    engine,
    hitLog: deps.hitLog,
    passwords: deps.passwords,
    outgoing: createOutgoing,
    afterAnswer,
    flushed: afterAnswer,
    close: afterAnswer,
  };
}

export async function open(): Promise<Sotto> {
  return assemble(await openRuntime());
}
