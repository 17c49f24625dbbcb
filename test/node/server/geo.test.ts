import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/net/address.ts';
import { openGeo } from '../../../src/runtime/node/adapters/geo.ts';

const geo = openGeo();
const placeOfText = (text: string) => geo(parseAddress(text));

describe('the country of an address', () => {
  // Of operators that serve one country, and Google's and Cloudflare's well-known resolvers.
  it.each([
    ['212.27.48.10', 'FR'],
    ['193.252.19.3', 'FR'],
    ['2a01:e00::1', 'FR'],
    ['141.76.2.4', 'DE'],
    ['2001:638::1', 'DE'],
    ['130.60.1.1', 'CH'],
    ['77.88.8.8', 'RU'],
    ['114.114.114.114', 'CN'],
    ['200.160.2.3', 'BR'],
    ['8.8.8.8', 'US'],
    ['2001:4860:4860::8888', 'US'],
    ['::ffff:8.8.8.8', 'US'],
  ])('%s is %s', (address, country) => {
    expect(placeOfText(address)).toEqual({ country, region: '', city: '' });
  });

  it.each([
    ...['', 'localhost', '8.8.8', '8.8.8.8:53', '/run/sotto.sock'],
    ...['127.0.0.1', '::1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.1.1', '0.0.0.0'],
    ...['fd00::1', 'fe80::1%eth0', '::ffff:10.0.0.1', '203.0.113.7', '2001:db8::7', '224.0.0.1'],
  ])('of %j is unknown', (address) => {
    expect(placeOfText(address)).toEqual({ country: '', region: '', city: '' });
  });
});
