/** Retries what another process's lock has refused, on a timer: the thread that redirects never blocks on a lock. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { storageTrouble } from '../../../storage-trouble.ts';
import type { Store } from '../../../store-ports/store.ts';

const RETRY_MS = 5;
/** After this time the caller gets the refusal. */
const LIMIT_MS = 250;
/** Counts that may still wait after the answer they belong to was sent. */
const MAX_BACKGROUND = 10_000;

const isBusy = (error: unknown) => storageTrouble(error) === 'busy';

interface QueuedWork {
  work(): Promise<unknown>;
  deadline: number;
  settle(outcome: Promise<unknown>): void;
}

export interface BusyRetry {
  /** Retries work that a lock has refused, for at most a quarter of a second; throws any other `refusal`. */
  retry<T>(refusal: unknown, work: () => Promise<T>): Promise<T>;
  /**
   * Does the work, however long a lock delays it, but resolves after at most a quarter of a second. Rejects if too much
   * work is waiting.
   */
  retryInBackground(work: () => Promise<void>): Promise<void>;
}

/** All work waits in one queue, of which only the first item is tried: a lock costs the same however much waits. */
export function createBusyRetry(now: () => number = () => performance.now()): BusyRetry {
  let queue: QueuedWork[] = [];
  let running = false;

  const settleOverdue = () => {
    const overdue = queue.filter(({ deadline }) => deadline <= now());
    queue = queue.filter(({ deadline }) => deadline > now());
    for (const { work, settle } of overdue) settle(work());
  };

  const runQueue = async () => {
    for (let first = queue[0]; first; first = queue[0]) {
      const outcome = first.work();
      const refused = await outcome.then(() => false, isBusy);
      if (refused) return;
      queue.shift();
      first.settle(outcome);
      await nextTurn();
    }
  };

  const keepTrying = async () => {
    running = true;
    while (queue.length > 0) {
      await pause(RETRY_MS);
      await runQueue();
      settleOverdue();
    }
    running = false;
  };

  const enqueue = <T>(work: () => Promise<T>, deadline: number) =>
    new Promise<T>((resolve) => {
      // `settle` gets the outcome of the same work.
      queue.push({ work, deadline, settle: (outcome) => resolve(outcome as Promise<T>) });
      if (!running) void keepTrying();
    });

  return {
    async retry(refusal, work) {
      if (!isBusy(refusal)) throw refusal;
      return enqueue(work, now() + LIMIT_MS);
    },
    async retryInBackground(work) {
      try {
        await work();
      } catch (error) {
        if (!isBusy(error) || queue.length >= MAX_BACKGROUND) throw error;
        await Promise.race([enqueue(work, Number.POSITIVE_INFINITY), pause(LIMIT_MS)]);
      }
    },
  };
}

type Verb = (...args: unknown[]) => Promise<unknown>;

/** The same verbs with retries. */
function retriedVerbs<T extends object>(part: T, { retry }: BusyRetry): T {
  const verbs = Object.entries(part as Record<string, Verb>).map(([name, verb]) => [
    name,
    (...args: unknown[]) => verb(...args).catch((refusal: unknown) => retry(refusal, () => verb(...args))),
  ]);
  return Object.fromEntries(verbs) as T; // the names and parameters are those of `part`
}

/**
 * The same store, which retries what a lock refuses. Nothing is written twice, because a refused statement changed
 * nothing. `hits.append` is not retried: the hit log has a queue of its own.
 */
export function withBusyRetry(store: Store, busyRetry: BusyRetry = createBusyRetry()): Store {
  const parts = Object.entries(store).map(([name, part]) => [name, retriedVerbs(part, busyRetry)]);
  const retried = Object.fromEntries(parts) as Store; // every part keeps its name
  const { count } = store.refusals;
  return {
    ...retried,
    hits: { ...retried.hits, append: store.hits.append },
    refusals: {
      ...retried.refusals,
      count: (counts) => busyRetry.retryInBackground(() => count(counts)),
    },
  };
}
