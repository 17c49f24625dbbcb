/** Gives a permit back; calling it again does nothing. */
export type ReleasePermit = () => void;

export interface WaitLimits {
  /** How many of one owner may wait for a permit at the same time; of all owners, ten times as many. */
  maxWaiting: number;
  /** Milliseconds that each of them may wait. */
  maxWaitMs: number;
}

/** Limits how much runs at the same time. Owners take turns; one owner's requests are granted in their order. */
export interface Semaphore {
  /** Resolves with a permit, however long that takes. */
  acquire(): Promise<ReleasePermit>;
  /** Resolves with a permit, or with 'full' if too many wait already or the wait takes too long. */
  tryAcquire(limits: WaitLimits, owner?: string): Promise<ReleasePermit | 'full'>;
}

interface Waiter {
  grant(permit: ReleasePermit): void;
}

const MAX_SHARES = 10;

export function createSemaphore(permits: number): Semaphore {
  const queue = createTurns<Waiter>();
  let held = 0;

  const take = (): ReleasePermit => {
    held += 1;
    let released = false;
    return () => {
      if (!released) giveBack();
      released = true;
    };
  };

  const giveBack = () => {
    held -= 1;
    queue.next()?.grant(take());
  };

  return {
    async acquire() {
      if (held < permits) return take();
      return new Promise((resolve) => queue.add('', { grant: resolve }));
    },
    async tryAcquire({ maxWaiting, maxWaitMs }, owner = '') {
      if (held < permits) return take();
      if (queue.sizeOf(owner) >= maxWaiting || queue.size() >= maxWaiting * MAX_SHARES) return 'full';
      return new Promise((resolve) => {
        const waiter: Waiter = {
          grant(permit) {
            clearTimeout(timer);
            resolve(permit);
          },
        };
        const timer = setTimeout(() => {
          queue.delete(owner, waiter);
          resolve('full');
        }, maxWaitMs);
        queue.add(owner, waiter);
      });
    },
  };
}

/** A queue for each owner; `next` takes from one after the other. */
function createTurns<Item>() {
  // In the order of the owners' turns. None of the queues is empty.
  const queues = new Map<string, Set<Item>>();
  let size = 0;
  const remove = (owner: string, item: Item): void => {
    const queue = queues.get(owner);
    if (!queue?.delete(item)) return;
    size -= 1;
    if (queue.size === 0) queues.delete(owner);
  };
  return {
    size: () => size,
    sizeOf: (owner: string) => queues.get(owner)?.size ?? 0,
    add(owner: string, item: Item): void {
      const queue = queues.get(owner) ?? new Set();
      queues.set(owner, queue.add(item));
      size += 1;
    },
    delete: remove,
    /** Removes an item and returns it; undefined if there is none. */
    next(): Item | undefined {
      const [[owner, queue] = ['', new Set<Item>()]] = queues;
      const [item] = queue;
      if (item === undefined) return undefined;
      remove(owner, item);
      // Whoever had this turn comes last.
      if (queues.delete(owner)) queues.set(owner, queue);
      return item;
    },
  };
}
