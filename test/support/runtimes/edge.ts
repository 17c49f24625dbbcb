/** The parts of the edge runtime that tests control. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { drawNonce } from '../../../src/hits/hit-nonce.ts';
import type { Link } from '../../../src/links/link.ts';
import type { EdgeEnv } from '../../../src/runtime/edge/env.ts';
import type { HitMessage } from '../../../src/runtime/edge/queue/message.ts';
import { createFetchHandler } from '../../../src/runtime/edge/worker/fetch-handler.ts';
import { openEdge, type Platform } from '../../../src/runtime/edge/worker/open-edge.ts';
import worker from '../../../src/runtime/workers.ts';
import { hitOn } from '../fixtures/records.ts';
import { override } from '../override.ts';
import { CHROME } from './sotto.ts';

/** A queue that holds its messages until the test delivers them. */
export interface HeldQueue {
  binding: NonNullable<EdgeEnv['HITS']>;
  /** The messages sent, oldest first. */
  messages: HitMessage[];
  /** The hits in these messages. */
  hits(): StampedHit[];
  /** When sending fails: never, before the queue has taken the message, or after it. */
  fails: 'never' | 'before' | 'after';
}

const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };

export function holdQueue(): HeldQueue {
  const take = async (sent: HitMessage[]) => {
    if (held.fails === 'before') throw new Error('The queue is unavailable');
    // The queue delivers JSON.
    held.messages.push(...(JSON.parse(JSON.stringify(sent)) as HitMessage[])); // the JSON of the same messages
    if (held.fails === 'after') throw new Error('The answer of the queue is lost');
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
    fails: 'never',
  };
  return held;
}

/** A hit with a nonce, as the edge's hit log creates it. */
export const stampedHit = (
  link: Pick<Link, 'rowId'>,
  changes: Parameters<typeof hitOn>[1] = {},
): StampedHit => ({
  ...hitOn(link, changes),
  nonce: drawNonce(),
});

/** One message for each hit. */
export const messagesOf = (hits: StampedHit[]): HitMessage[] => hits.map((hit) => ({ v: 1, hits: [hit] }));

let delivered = 0;

/** Delivers messages to the worker as the platform does; returns its acknowledgements and the number of retries. */
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

/** Collects the work passed to `waitUntil`, so that a test can wait for it. */
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

/** Wraps D1 to count its calls; a batch of statements is one call. */
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
  return {
    database: override(database, { batch, prepare }),
    /** The calls since the last count; a statement outside a batch is a call, too. */
    calls() {
      const calls = counted.calls + counted.prepared - counted.statements;
      Object.assign(counted, { calls: 0, statements: 0, prepared: 0 });
      return calls;
    },
  };
}

/** Wraps D1 to fail on demand: before it runs a batch, after it, or with the conflict of another writer of hits. */
export function failingDatabase(database: D1Database) {
  const failure: { when: 'never' | 'before' | 'after' | 'conflict' } = { when: 'never' };
  let insertsHits = false;
  const prepare: D1Database['prepare'] = (text) => {
    insertsHits ||= text.startsWith('INSERT INTO hits ');
    return database.prepare(text);
  };
  const batch: D1Database['batch'] = async (statements) => {
    if (failure.when === 'before') throw new Error('D1 is unavailable');
    const conflicts = failure.when === 'conflict' && insertsHits;
    insertsHits = false;
    if (conflicts) {
      throw new Error('D1_ERROR: UNIQUE constraint failed: hits.id: SQLITE_CONSTRAINT');
    }
    const answers = await database.batch(statements);
    if (failure.when === 'after') throw new Error('The answer of D1 is lost');
    return answers as never; // the caller's row type
  };
  return { database: override(database, { batch, prepare }), failure };
}

/** Opens the worker with the test's bindings, clock and cache; `work` is the work passed to `waitUntil`. */
export function openWorker(env: EdgeEnv, platform: Partial<Platform> = {}) {
  const work = collectWork();
  const edge = openEdge(env, { clock: Date.now, waitUntil: work.waitUntil, ...platform });
  const answer = createFetchHandler(edge);
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
