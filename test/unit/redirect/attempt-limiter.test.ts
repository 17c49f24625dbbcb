import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/net/address.ts';
import { createAttemptLimiter } from '../../../src/redirect/attempt-limiter.ts';

const LIMITS = { max: 3, windowMs: 1_000, maxEntries: 10 };
const CLIENT = parseAddress('203.0.113.7');

describe('attempts', () => {
  it('are allowed until the limit, then one for each that is a window old', () => {
    const attempts = createAttemptLimiter(LIMITS);
    expect([0, 100, 200].map((now) => attempts.take(1, CLIENT, now))).toEqual([0, 0, 0]);
    expect(attempts.take(1, CLIENT, 300)).toBe(700);
    expect(attempts.take(1, CLIENT, 999)).toBe(1);
    expect(attempts.take(1, CLIENT, 1_000)).toBe(0);
    expect(attempts.take(1, CLIENT, 1_001)).toBe(99);
  });

  it('that are refused do not lengthen the wait', () => {
    const attempts = createAttemptLimiter(LIMITS);
    for (const now of [0, 0, 0, 500, 900, 999]) attempts.take(1, CLIENT, now);
    expect(attempts.take(1, CLIENT, 1_000)).toBe(0);
  });

  it('are counted apart by link and by network', () => {
    const attempts = createAttemptLimiter({ ...LIMITS, max: 1 });
    const waits = (linkRowId: number, address: string | null) =>
      attempts.take(linkRowId, address === null ? null : parseAddress(address), 0) > 0;
    expect(waits(1, '203.0.113.7')).toBe(false);
    expect(waits(2, '203.0.113.7')).toBe(false);
    expect(waits(1, '203.0.113.8')).toBe(false);
    expect(waits(1, '::ffff:203.0.113.7')).toBe(true);
    expect(waits(1, '2001:db8:0:7::1')).toBe(false);
    expect(waits(1, '2001:db8:0:7:ffff::2')).toBe(true);
    expect(waits(1, '2001:db8:0:8::1')).toBe(false);
    expect(waits(1, null)).toBe(false);
    expect(waits(1, null)).toBe(true);
  });

  it('that were none are given back', () => {
    const attempts = createAttemptLimiter({ ...LIMITS, max: 1 });
    attempts.take(1, CLIENT, 0);
    attempts.refund(1, CLIENT);
    expect(attempts.take(1, CLIENT, 1)).toBe(0);
    expect(attempts.take(1, CLIENT, 2)).toBeGreaterThan(0);
  });

  it('of more networks than are remembered forget the oldest', () => {
    const attempts = createAttemptLimiter({ ...LIMITS, max: 1, maxEntries: 2 });
    for (const linkRowId of [1, 2, 3]) attempts.take(linkRowId, CLIENT, 0);
    expect(attempts.take(3, CLIENT, 0)).toBeGreaterThan(0);
    expect(attempts.take(1, CLIENT, 0)).toBe(0);
  });

  it('are never more than the limit within any window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 }), (pauses) => {
        const attempts = createAttemptLimiter(LIMITS);
        let now = 0;
        const allowed: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const wait = attempts.take(1, CLIENT, now);
          if (wait === 0) allowed.push(now);
          else expect(wait).toBeLessThanOrEqual(LIMITS.windowMs);
        }
        for (const start of allowed) {
          const within = allowed.filter((at) => at >= start && at < start + LIMITS.windowMs);
          expect(within.length).toBeLessThanOrEqual(LIMITS.max);
        }
      }),
    );
  });
});
