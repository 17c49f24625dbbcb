import { describe, expect, it } from 'vitest';
import { visitorParts } from '../../../src/hits/visitor.ts';
import { parseAddress } from '../../../src/net/address.ts';

const visitor = { address: '203.0.113.7', optedOut: false, userAgent: 'Firefox' };
const parts = (changes: Partial<typeof visitor>, domain = '') => {
  const { address, ...rest } = { ...visitor, ...changes };
  return visitorParts({ ...rest, address: parseAddress(address) }, domain);
};

describe('the input of a visitor’s hash', () => {
  it('differs for another address, agent or domain', () => {
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
    const subnet = parts({ address: '2001:db8:1:2:3:4:5:6' });
    expect(parts({ address: '2001:db8:1:2:ffff::1' })).toEqual(subnet);
    expect(parts({ address: '2001:0DB8:0001:0002::' })).toEqual(subnet);
    expect(parts({ address: '2001:db8:1:3:3:4:5:6' })).not.toEqual(subnet);
  });

  it('is the same for an IPv4-mapped IPv6 address', () => {
    expect(parts({ address: '::ffff:203.0.113.7' })).toEqual(parts({}));
    expect(parts({ address: '::ffff:cb00:7107' })).toEqual(parts({}));
    expect(parts({ address: '::ffff:203.0.113.8' })).not.toEqual(parts({}));
  });

  it('is null for a visitor who opted out or has no address', () => {
    expect(parts({ optedOut: true })).toBeNull();
    expect(parts({ address: '' })).toBeNull();
    expect(parts({ address: '/run/sotto.sock' })).toBeNull();
  });

  it.each(['127.0.0.1', '10.1.2.3', 'fd00::1', 'fe80::1%eth0'])(
    'also exists for the inner address %s',
    (address) => {
      expect(parts({ address })).not.toBeNull();
    },
  );
});
