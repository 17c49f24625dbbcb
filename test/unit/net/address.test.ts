import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientSubnet, isPrivateAddress, isPublic, parseAddress } from '../../../src/net/address.ts';
import { isInCidrs, parseCidr } from '../../../src/net/cidr.ts';

const addressOf = (text: string) => {
  const address = parseAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return address;
};

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['2001:0DB8::0:7', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ])('%s is parsed as %s', (text, canonical) => {
    expect(addressOf(text).toString()).toBe(canonical);
  });

  it.each([
    ...['', ' ', '7', '10.1', '0x7f000001', '2130706433', '010.0.0.1', '1.2.3', '1.2.3.4.5', '256.0.0.1'],
    ...[
      '1.2.3.4 ',
      '1.2.3.4:80',
      '[::1]',
      ':',
      ':::',
      '1::2::3',
      '12345::',
      'unknown',
      '_hidden',
      'localhost',
    ],
  ])('is never parsed from "%s"', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it.each([
    ...['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1'],
    ...['100.64.0.1', '169.254.1.1', '0.0.0.0', '::', 'fd00::1', 'fe80::1%eth0'],
  ])('%s is private', (text) => {
    expect(isPrivateAddress(addressOf(text))).toBe(true);
    expect(isPublic(addressOf(text))).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:4860:4860::8888'])('%s is public', (text) => {
    expect(isPrivateAddress(addressOf(text))).toBe(false);
    expect(isPublic(addressOf(text))).toBe(true);
  });

  it.each(['203.0.113.7', '2001:db8::7', '224.0.0.1', '64:ff9b::808:808'])('%s is neither', (text) => {
    expect(isPrivateAddress(addressOf(text))).toBe(false);
    expect(isPublic(addressOf(text))).toBe(false);
  });

  it('of IPv6 is grouped by its /64', () => {
    expect(clientSubnet(addressOf('2001:db8:1:2::1'))).toBe(clientSubnet(addressOf('2001:db8:1:2:ffff::9')));
    expect(clientSubnet(addressOf('2001:db8:1:2::1'))).not.toBe(clientSubnet(addressOf('2001:db8:1:3::1')));
    expect(clientSubnet(addressOf('203.0.113.7'))).not.toBe(clientSubnet(addressOf('203.0.113.8')));
  });
});

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.6/31', '203.0.113.7', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::/32', '10.0.0.1', false],
    ['::1', '::1', true],
    ['::ffff:10.0.0.0/104', '10.200.0.1', true],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['::/0', '10.0.0.1', false],
  ])('%s and %s: %s', (network, address, inside) => {
    const parsed = parseCidr(network);
    expect(parsed && isInCidrs([parsed], addressOf(address))).toBe(inside);
  });

  it.each([
    ...['', '/', '/8', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/8/8', '10/8'],
    ...[
      '10.0.0.0/255.0.0.0',
      '2001:db8::/129',
      '::ffff:10.0.0.0/95',
      'localhost',
      'example.org/8',
      '10.0.0.*',
    ],
  ])('is never parsed from "%s"', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  it('contains an address exactly if their first bits are equal', () => {
    const bytes = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    const bits = (parts: number[]) => parts.map((part) => part.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(bytes, bytes, fc.nat(32), (base, other, length) => {
        const network = parseCidr(`${base.join('.')}/${length}`);
        const inside = bits(base).slice(0, length) === bits(other).slice(0, length);
        expect(network && isInCidrs([network], addressOf(other.join('.')))).toBe(inside);
      }),
    );
  });
});
