import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/net/address.ts';
import { type AttemptLimits, createAttemptLimiter } from '../../../src/redirect/attempt-limiter.ts';

const most = (max: number) => ({ max, windowMs: 1_000 });
const ANY = most(Number.MAX_SAFE_INTEGER);
const UNLIMITED = { perLinkAndNetwork: ANY, perNetwork: ANY, perLinkAndOrganization: ANY, perLink: ANY };

/** Takes attempts at once; returns whether each is allowed. */
function open(limits: Partial<AttemptLimits>) {
  const attempts = createAttemptLimiter({ ...UNLIMITED, ...limits });
  const address = (text: string | null) => (text === null ? null : parseAddress(text));
  return {
    take: (linkRowId: number, from: string | null) => attempts.take(linkRowId, address(from), 0) === 0,
    refund: (linkRowId: number, from: string | null) => attempts.refund(linkRowId, address(from)),
  };
}

describe('attempts at passwords', () => {
  it('are limited for each network on each link', () => {
    const { take } = open({ perLinkAndNetwork: most(1) });
    expect(take(1, '203.0.113.7')).toBe(true);
    expect(take(2, '203.0.113.7')).toBe(true);
    expect(take(1, '203.0.113.8')).toBe(true);
    expect(take(1, '::ffff:203.0.113.7')).toBe(false);
    expect(take(1, '2001:db8:0:7::1')).toBe(true);
    expect(take(1, '2001:db8:0:7:ffff::2')).toBe(false);
    expect(take(1, '2001:db8:0:8::1')).toBe(true);
  });

  it('are limited for each network on all links together', () => {
    const { take } = open({ perNetwork: most(2) });
    expect([1, 2, 3].map((link) => take(link, '203.0.113.7'))).toEqual([true, true, false]);
    expect(take(3, '203.0.113.8')).toBe(true);
  });

  it('are limited for all networks together on each link', () => {
    const { take } = open({ perLink: most(2) });
    expect([1, 2, 3].map((network) => take(1, `203.0.${network}.7`))).toEqual([true, true, false]);
    expect(take(1, null)).toBe(false);
    expect(take(2, '203.0.3.7')).toBe(true);
  });

  it('are limited for the networks of an organization together on each link', () => {
    const { take } = open({ perLinkAndOrganization: most(2), perLink: most(4) });
    const homes = [1, 2, 3].map((home) => `2001:db8:1:${home}::1`);
    expect(homes.map((home) => take(1, home))).toEqual([true, true, false]);
    expect(take(1, '2001:db8:2:1::1')).toBe(true);
    expect(['203.0.113.7', '203.0.113.8'].map((address) => take(2, address))).toEqual([true, true]);
    expect(take(2, '203.0.113.9')).toBe(false);
  });

  it('from an unknown address are limited by link only', () => {
    const { take } = open({ perLinkAndNetwork: most(1), perNetwork: most(1), perLink: most(3) });
    expect([1, 2, 3, 4].map(() => take(1, null))).toEqual([true, true, true, false]);
  });

  it('that are refused count nowhere, and those given back neither', () => {
    const { take, refund } = open({ perLinkAndNetwork: most(1), perLink: most(2) });
    expect([1, 2, 3].map(() => take(1, '203.0.113.7'))).toEqual([true, false, false]);
    expect(take(1, '203.0.113.8')).toBe(true);
    expect(take(1, '203.0.113.9')).toBe(false);
    refund(1, '203.0.113.8');
    expect(take(1, '203.0.113.9')).toBe(true);
  });
});
