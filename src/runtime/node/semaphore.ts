/** Gives a permit back; calling it again does nothing. */
export type Release = () => void;

export interface WaitLimits {
  /** How many may wait for a permit at the same time. */
  maxWaiting: number;
  /** Milliseconds that each of them may wait. */
  maxWaitMs: number;
}

/** Limits how much runs at the same time. Permits are granted in the order in which they were asked for. */
export interface Semaphore {
  /** Resolves with a permit, however long that takes. */
  acquire(): Promise<Release>;
  /** Resolves with a permit, or with 'full' if too many wait already or the wait takes too long. */
  tryAcquire(limits: WaitLimits): Promise<Release | 'full'>;
}

interface Waiter {
  grant(permit: Release): void;
}

export function createSemaphore(permits: number): Semaphore {
  const queue = new Set<Waiter>();
  let held = 0;

  const take = (): Release => {
    held += 1;
    let released = false;
    return () => {
      if (!released) giveBack();
      released = true;
    };
  };

  const giveBack = () => {
    held -= 1;
    const [next] = queue;
    if (!next) return;
    queue.delete(next);
    next.grant(take());
  };

  return {
    async acquire() {
      if (held < permits) return take();
      return new Promise((resolve) => queue.add({ grant: resolve }));
    },
    async tryAcquire({ maxWaiting, maxWaitMs }) {
      if (held < permits) return take();
      if (queue.size >= maxWaiting) return 'full';
      return new Promise((resolve) => {
        const waiter: Waiter = {
          grant(permit) {
            clearTimeout(timer);
            resolve(permit);
          },
        };
        const timer = setTimeout(() => {
          queue.delete(waiter);
          resolve('full');
        }, maxWaitMs);
        queue.add(waiter);
      });
    },
  };
}
