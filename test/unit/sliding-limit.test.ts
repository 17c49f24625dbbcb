import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlidingLimit } from '../../src/sliding-limit.ts';

const OPTIONS = { max: 3, windowMs: 1_000 };

/** A limit that counts whatever it allows, and returns the wait for the rest. */
function open(options = OPTIONS, maxKeys?: number) {
  const limit = createSlidingLimit(options, maxKeys);
  const take = (key: string, now: number) => {
    const wait = limit.waitMs(key, now);
    if (wait === 0) limit.count(key, now);
    return wait;
  };
  return { limit, take };
}

describe('a sliding limit', () => {
  it('allows as many as it may, then one for each that is a window old', () => {
    const { take } = open();
    expect([0, 100, 200].map((now) => take('a', now))).toEqual([0, 0, 0]);
    expect(take('a', 300)).toBe(700);
    expect(take('a', 999)).toBe(1);
    expect(take('a', 1_000)).toBe(0);
    expect(take('a', 1_001)).toBe(99);
  });

  it('does not lengthen the wait by what it refuses', () => {
    const { take } = open();
    for (const now of [0, 0, 0, 500, 900, 999]) take('a', now);
    expect(take('a', 1_000)).toBe(0);
  });

  it('gives the newest count back', () => {
    const { limit, take } = open({ ...OPTIONS, max: 1 });
    take('a', 0);
    limit.refund('a');
    expect([take('a', 1), take('a', 2)]).toEqual([0, 999]);
    limit.refund('never counted');
  });

  it('forgets the keys that were counted longest ago', () => {
    const { take } = open({ ...OPTIONS, max: 1 }, 2);
    for (const key of ['a', 'b', 'c']) take(key, 0);
    expect(take('c', 0)).toBeGreaterThan(0);
    expect(take('a', 0)).toBe(0);
  });

  it('counts a request that began earlier and comes later', () => {
    const { take } = open();
    for (const now of [900, 900, 900]) take('a', now);
    expect(take('a', 0)).toBe(1_000);
  });

  it('starts again if the clock is set back by more than a window', () => {
    const { take } = open();
    for (const now of [90_000, 90_000, 90_000]) take('a', now);
    expect(take('a', 0)).toBe(0);
  });

  it('never allows more than its maximum within any window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 }), (pauses) => {
        const { take } = open();
        let now = 0;
        const allowed: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const wait = take('a', now);
          if (wait === 0) allowed.push(now);
          else expect(wait).toBeLessThanOrEqual(OPTIONS.windowMs);
        }
        for (const start of allowed) {
          const within = allowed.filter((at) => at >= start && at < start + OPTIONS.windowMs);
          expect(within.length).toBeLessThanOrEqual(OPTIONS.max);
        }
      }),
    );
  });
});
