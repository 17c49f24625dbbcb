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

  it('lets owners take turns, however many permits one of them waits for', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire();
    const order: string[] = [];
    const wait = async (owner: string) => {
      const done = await semaphore.tryAcquire(limits(9), owner);
      order.push(owner);
      if (done !== 'full') done();
    };
    const all = ['a', 'a', 'a', 'a', 'b', 'c', 'b'].map(wait);
    release();
    await Promise.all(all);
    expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'a', 'a']);
  });

  it('refuses a permit to the owner who waits for too many, and to no other', async () => {
    const semaphore = createSemaphore(1);
    await semaphore.acquire();
    const isFull = async (owner: string) => {
      const waiting = semaphore.tryAcquire(limits(2), owner);
      return (await Promise.race([waiting, Promise.resolve('waiting')])) === 'full';
    };
    const owners = Array.from({ length: 10 }, (_, at) => `owner ${at}`);
    for (const owner of owners) for (const _ of [1, 2]) expect(await isFull(owner)).toBe(false);
    expect(await isFull('owner 0')).toBe(true);
    expect(await isFull('one too many')).toBe(true);
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
