/** The parts of the edge home that tests hold in their hands. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import type { EdgeEnv } from '../../src/runtime/edge/env.ts';
import { createFront } from '../../src/runtime/edge/front.ts';
import type { HitMessage } from '../../src/runtime/edge/hit-message.ts';
import { type Outside, openEdge } from '../../src/runtime/edge/open-edge.ts';
import worker from '../../src/runtime/workers.ts';
import { CHROME } from './sotto.ts';

/** A queue that keeps what it takes until the test delivers it. */
export interface HeldQueue {
  binding: NonNullable<EdgeEnv['HITS']>;
  /** What was sent, oldest first. */
  messages: HitMessage[];
  /** Whether sending fails, and if so before the message was taken or after it. */
  breaks: 'never' | 'before' | 'after';
}

const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };

export function holdQueue(): HeldQueue {
  const take = async (sent: HitMessage[]) => {
    if (held.breaks === 'before') throw new Error('The queue is not there');
    // What arrives is JSON, whatever was sent.
    held.messages.push(...(JSON.parse(JSON.stringify(sent)) as HitMessage[])); // as it was sent
    if (held.breaks === 'after') throw new Error('The answer of the queue is lost');
    return { metadata };
  };
  const held: HeldQueue = {
    binding: {
      metrics: async () => metadata.metrics,
      send: (message) => take([message]),
      sendBatch: (sent) => take([...sent].map(({ body }) => body)),
    },
    messages: [],
    breaks: 'never',
  };
  return held;
}

let delivered = 0;

/** Delivers messages to the worker as the platform does, and tells what it said to each. */
export async function deliver(bodies: unknown[], env: EdgeEnv, { queue = 'sotto-hits', attempts = 1 } = {}) {
  const messages = bodies.map((body) => ({
    id: `message-${delivered++}`,
    timestamp: 0,
    attempts,
    body,
  }));
  const batch = createMessageBatch(queue, messages);
  const context = createExecutionContext();
  await worker.queue(batch, env, context);
  const { ackAll, retryMessages } = await getQueueResult(batch, context);
  return { ackAll, retries: retryMessages.length };
}

/** Lets what an answer left behind go on, and waits for it. */
export function collectWork() {
  const works = new Set<Promise<unknown>>();
  return {
    waitUntil: (work: Promise<unknown>) => {
      works.add(work);
      work.finally(() => works.delete(work));
    },
    async done() {
      while (works.size > 0) await Promise.all(works);
    },
  };
}

/** D1 with a journey that goes wrong where the test says so: before it is there, or on the way back. */
export function unsteady(database: D1Database) {
  const journey: { fails: 'never' | 'there' | 'back' } = { fails: 'never' };
  const batch: D1Database['batch'] = async (statements) => {
    if (journey.fails === 'there') throw new Error('D1 is not there');
    const answers = await database.batch(statements);
    if (journey.fails === 'back') throw new Error('The answer of D1 is lost');
    return answers as never; // of whichever type was asked for
  };
  const steady = new Proxy(database, {
    get(target, name) {
      if (name === 'batch') return batch;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { database: steady, journey };
}

/** The worker on bindings, clock and cache of the test's own; `work` is what its answers leave behind. */
export function openWorker(env: EdgeEnv, outside: Partial<Outside> = {}) {
  const work = collectWork();
  const edge = openEdge(env, { clock: Date.now, waitUntil: work.waitUntil, ...outside });
  const answer = createFront(edge);
  const ask = (path: string, init: RequestInit = {}) =>
    answer(new Request(new URL(path, edge.deps.settings.publicUrl), { redirect: 'manual', ...init }));
  /** A person opens a short link. */
  const visit = (
    slug: string,
    { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {},
  ) =>
    ask(`/${slug}`, {
      headers: { 'User-Agent': CHROME, 'CF-Connecting-IP': '203.0.113.7', ...headers },
      ...init,
    });
  return { ask, visit, work, edge };
}
