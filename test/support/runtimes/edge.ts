/** The parts of the edge runtime that tests control. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { drawNonce } from '../../../src/hits/nonce.ts';
import type { Link } from '../../../src/links/link.ts';
import type { EdgeEnv } from '../../../src/runtime/edge/env.ts';
import type { HitMessage } from '../../../src/runtime/edge/queue/message.ts';
import { createFront } from '../../../src/runtime/edge/worker/fetch-handler.ts';
import { type Outside, openEdge } from '../../../src/runtime/edge/worker/open-edge.ts';
import worker from '../../../src/runtime/workers.ts';
import { hitOn } from '../fixtures/records.ts';
import { CHROME } from './sotto.ts';

/** A queue that keeps what it takes until the test delivers it. */
export interface HeldQueue {
  binding: NonNullable<EdgeEnv['HITS']>;
  /** What was sent, oldest first. */
  messages: HitMessage[];
  /** The hits in these messages. */
  hits(): StampedHit[];
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
    hits: () => held.messages.flatMap(({ hits }) => hits),
    breaks: 'never',
  };
  return held;
}

/** A hit as the edge's log makes it. */
export const stamped = (
  link: Pick<Link, 'rowId'>,
  changes: Parameters<typeof hitOn>[1] = {},
): StampedHit => ({
  ...hitOn(link, changes),
  nonce: drawNonce(),
});

/** Each hit as a message of its own. */
export const messagesOf = (hits: StampedHit[]): HitMessage[] => hits.map((hit) => ({ v: 1, hits: [hit] }));

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

/** The same D1, counting its calls: each batch of statements is one. */
export function countCalls(database: D1Database) {
  const counted = { calls: 0, statements: 0, prepared: 0 };
  const batch: D1Database['batch'] = (statements) => {
    counted.calls += 1;
    counted.statements += statements.length;
    return database.batch(statements);
  };
  const prepare: D1Database['prepare'] = (text) => {
    counted.prepared += 1;
    return database.prepare(text);
  };
  const counting = new Proxy(database, {
    get(target, name) {
      if (name === 'batch') return batch;
      if (name === 'prepare') return prepare;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    database: counting,
    /** Calls since the last time; a statement outside a batch is a call, too. */
    calls() {
      const calls = counted.calls + counted.prepared - counted.statements;
      Object.assign(counted, { calls: 0, statements: 0, prepared: 0 });
      return calls;
    },
  };
}

/** D1 whose calls fail where the test says so: before they arrive, on the way back, or when another one wrote hits. */
export function unsteady(database: D1Database) {
  const journey: { fails: 'never' | 'there' | 'back' | 'overtaken' } = { fails: 'never' };
  let insertsHits = false;
  const prepare: D1Database['prepare'] = (text) => {
    insertsHits ||= text.startsWith('INSERT INTO hits ');
    return database.prepare(text);
  };
  const batch: D1Database['batch'] = async (statements) => {
    if (journey.fails === 'there') throw new Error('D1 is not there');
    const isOvertaken = journey.fails === 'overtaken' && insertsHits;
    insertsHits = false;
    if (isOvertaken) {
      throw new Error('D1_ERROR: UNIQUE constraint failed: hits.id: SQLITE_CONSTRAINT');
    }
    const answers = await database.batch(statements);
    if (journey.fails === 'back') throw new Error('The answer of D1 is lost');
    return answers as never; // of whichever type was asked for
  };
  const steady = new Proxy(database, {
    get(target, name) {
      if (name === 'batch') return batch;
      if (name === 'prepare') return prepare;
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
