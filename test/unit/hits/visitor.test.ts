import { describe, expect, it } from 'vitest';
import { visitorParts } from '../../../src/hits/visitor.ts';

const visitor = { address: '203.0.113.7', optedOut: false, userAgent: 'Firefox' };
const parts = (changes: Partial<typeof visitor> | { address: null }, domain = '') =>
  visitorParts({ ...visitor, ...changes }, domain);

describe('a visitor', () => {
  it('differs by address, agent and domain', () => {
    const four = [
      parts({}),
      parts({ address: '203.0.113.8' }),
      parts({ userAgent: 'Chrome' }),
      parts({}, 'a.test'),
    ];
    expect(new Set(four.map((each) => JSON.stringify(each))).size).toBe(4);
    expect(parts({})).toEqual(parts({}));
  });

  it('is the same within an IPv6 /64', () => {
    const home = parts({ address: '2001:db8:1:2:3:4:5:6' });
    expect(parts({ address: '2001:db8:1:2:ffff::1' })).toEqual(home);
    expect(parts({ address: '2001:0DB8:0001:0002::' })).toEqual(home);
    expect(parts({ address: '2001:db8:1:3:3:4:5:6' })).not.toEqual(home);
  });

  it('is the same for an IPv4-mapped IPv6 address', () => {
    expect(parts({ address: '::ffff:203.0.113.7' })).toEqual(parts({}));
    expect(parts({ address: '::ffff:cb00:7107' })).toEqual(parts({}));
    expect(parts({ address: '::ffff:203.0.113.8' })).not.toEqual(parts({}));
  });

  it('is unknown with an opt-out header or without an address', () => {
    expect(parts({ optedOut: true })).toBeNull();
    expect(parts({ address: null })).toBeNull();
    expect(parts({ address: '' })).toBeNull();
    expect(parts({ address: '/run/sotto.sock' })).toBeNull();
  });

  it.each(['127.0.0.1', '10.1.2.3', 'fd00::1', 'fe80::1%eth0'])(
    'is known at the private address %s too',
    (address) => {
      expect(parts({ address })).not.toBeNull();
    },
  );
});
