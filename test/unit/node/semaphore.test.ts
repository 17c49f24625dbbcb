import { describe, expect, it } from 'vitest';
import { createSemaphore, type Semaphore } from '../../../src/runtime/node/semaphore.ts';

const HOUR = 3_600_000;
const limits = (maxWaiting: number, maxWaitMs = HOUR) => ({ maxWaiting, maxWaitMs });

async function acquired(semaphore: Semaphore, maxWaiting = 9) {
  const release = await semaphore.tryAcquire(limits(maxWaiting));
  if (release === 'full') throw new Error('full');
  return release;
}

describe('a semaphore', () => {
  it.each<[string, (semaphore: Semaphore) => Promise<() => void>]>([
    ['without limits', (semaphore) => semaphore.acquire()],
    ['within limits', (semaphore) => acquired(semaphore)],
  ])('grants a returned permit to the next waiter, in the order of arrival (%s)', async (_, acquire) => {
    const semaphore = createSemaphore(1);
    const release = await acquire(semaphore);
    const order: string[] = [];
    const waiters = ['second', 'third'].map(async (name) => {
      const done = await acquire(semaphore);
      order.push(name);
      done();
    });
    await Promise.resolve();
    expect(order).toEqual([]);
    release();
    await Promise.all(waiters);
    expect(order).toEqual(['second', 'third']);
    await acquire(semaphore);
  });

  it('grants as many permits as it has', async () => {
    const semaphore = createSemaphore(2);
    await semaphore.acquire();
    await semaphore.acquire();
    expect(await semaphore.tryAcquire(limits(0))).toBe('full');
  });

  it('refuses a permit when too many wait', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire();
    const waiting = acquired(semaphore, 1);
    expect(await semaphore.tryAcquire(limits(1))).toBe('full');
    release();
    (await waiting)();
  });

  it('refuses a permit after the longest wait, and grants none to that waiter later', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire();
    expect(await semaphore.tryAcquire(limits(1, 1))).toBe('full');
    release();
    await semaphore.acquire();
    expect(await semaphore.tryAcquire(limits(1, 1))).toBe('full');
  });

  it('takes a permit back only once', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire();
    release();
    release();
    await semaphore.acquire();
    expect(await semaphore.tryAcquire(limits(0))).toBe('full');
  });
});
