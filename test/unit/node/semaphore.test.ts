import { describe, expect, it } from 'vitest';
import { createTurnstile } from '../../../src/runtime/node/readers/semaphore.ts';

const HOUR = 3_600_000;
const enter = async (turnstile: ReturnType<typeof createTurnstile>) => {
  const goOut = await turnstile.enter();
  if (goOut === 'full') throw new Error('full');
  return goOut;
};

describe('a turnstile', () => {
  it('lets the next in when one goes out, in the order of their coming', async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 2, waitMs: HOUR });
    const first = await enter(turnstile);
    const order: string[] = [];
    const second = enter(turnstile).then((goOut) => {
      order.push('second');
      goOut();
    });
    const third = enter(turnstile).then((goOut) => {
      order.push('third');
      goOut();
    });
    expect(order).toEqual([]);
    first();
    await Promise.all([second, third]);
    expect(order).toEqual(['second', 'third']);
    await enter(turnstile);
  });

  it('turns away who finds too many waiting', async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 1, waitMs: HOUR });
    const first = await enter(turnstile);
    const waiting = enter(turnstile);
    expect(await turnstile.enter()).toBe('full');
    first();
    (await waiting)();
  });

  it('turns away who waits too long, and lets nobody in for them later', async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 1, waitMs: 1 });
    const first = await enter(turnstile);
    expect(await turnstile.enter()).toBe('full');
    first();
    await enter(turnstile);
    expect(await turnstile.enter()).toBe('full');
  });

  it('counts who goes out twice once', async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 0, waitMs: HOUR });
    const first = await enter(turnstile);
    first();
    first();
    await enter(turnstile);
    expect(await turnstile.enter()).toBe('full');
  });
});
