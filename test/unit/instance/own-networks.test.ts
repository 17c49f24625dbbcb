import { describe, expect, it } from 'vitest';
import { cidrsOf, networkText, parseNetwork } from '../../../src/instance/own-networks.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { isInCidrs, parseCidr } from '../../../src/net/cidr.ts';

describe('a network of the team', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    [' 192.0.2.7/32 ', '192.0.2.7'],
    ['192.0.2.77/24', '192.0.2.0/24'],
    ['10.20.30.40/13', '10.16.0.0/13'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:1::9/64', '2001:db8::/64'],
    ['2001:db8:ffff::/36', '2001:db8:f000::/36'],
    ['2001:db8::1', '2001:db8::1'],
  ])('%j is stored as %j', (text, network) => {
    expect(parseNetwork(text)).toEqual({ network });
    expect(parseNetwork(network)).toEqual({ network });
  });

  it.each(['', 'office', '192.0.2', '192.0.2.0/33', '192.0.2.0/-1', '192.0.2.0/24 x', '2001:db8::/129'])(
    '%j is no network',
    (text) => expect(parseNetwork(text)).toEqual({ mistake: 'invalid' }),
  );

  it.each(['0.0.0.0/0', '192.0.0.0/7', '::/0', '2001::/15'])('%s has too many addresses', (text) => {
    expect(parseNetwork(text)).toEqual({ mistake: 'wide' });
  });

  it('covers the same addresses as the text that was given', () => {
    const networks = ['192.0.2.77/24', '2001:db8:0:0:1::9/64'];
    const stored = networks.map((text) => networkText(parseCidr(text) ?? [new Error() as never, 0]));
    for (const address of ['192.0.2.1', '192.0.3.1', '2001:db8::5', '2001:db8:0:1::5']) {
      const parsed = parseAddress(address);
      if (!parsed) throw new Error(address);
      const given = networks.flatMap((text) => parseCidr(text) ?? []);
      expect(given).not.toEqual([]);
      expect(isInCidrs(cidrsOf(stored.map((network) => ({ network }))), parsed)).toBe(
        isInCidrs(cidrsOf(networks.map((network) => ({ network }))), parsed),
      );
    }
  });
});
