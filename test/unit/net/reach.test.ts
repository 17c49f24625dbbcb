import { describe, expect, it } from 'vitest';
import { checkReach, INTERNET, RefusedAddress } from '../../../src/net/reach.ts';

const check = (address: string) => checkReach(INTERNET, new URL(address));

describe('an outgoing request', () => {
  it.each([
    'https://example.org/guide',
    'http://example.org:8080/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/',
    'https://[64:ff9b::5db8:d822]/',
    'https://xn--caf-dma.example/',
    'https://example.org./',
  ])('may go to %s', (address) => {
    expect(() => check(address)).not.toThrow();
  });

  it.each([
    ...[
      'http://127.0.0.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0177.0.0.1/',
    ],
    ...['http://0/', 'http://0.0.0.0/', 'http://10.1.2.3/', 'http://167837955/', 'http://012.1.2.3/'],
    ...['http://172.16.0.1/', 'http://192.168.1.1/', 'http://0xc0.0xa8.1.1/', 'http://100.64.0.1/'],
    ...['http://169.254.169.254/latest/meta-data/', 'http://2852039166/', 'http://0xA9FEA9FE/'],
    ...['http://192.0.2.1/', 'http://198.18.0.1/', 'http://224.0.0.1/', 'http://255.255.255.255/'],
    ...['http://[::1]/', 'http://[::]/', 'http://[0:0:0:0:0:ffff:7f00:1]/', 'http://[::ffff:10.0.0.1]/'],
    ...['http://[::ffff:169.254.169.254]/', 'http://[::127.0.0.1]/', 'http://[::ffff:0:127.0.0.1]/'],
    ...['http://[fd00::1]/', 'http://[fe80::1]/', 'http://[fec0::1]/', 'http://[ff02::1]/'],
    ...['http://[2002:7f00:1::]/', 'http://[64:ff9b::7f00:1]/', 'http://[64:ff9b::a9fe:a9fe]/'],
    ...['http://[64:ff9b:1::1]/', 'http://[2001:db8::1]/', 'http://[2001::1]/'],
    ...['http://１２７.0.0.1/', 'http://127。0。0。1/', 'http://①②⑦.0.0.1/'],
  ])('never goes to %s', (address) => {
    expect(() => check(address)).toThrow(RefusedAddress);
  });

  it.each([
    ...['http://localhost/', 'http://LOCALHOST./', 'http://app.localhost/', 'http://intranet/'],
    ...['http://printer.local/', 'http://db.internal/', 'http://router.home.arpa/', 'http://nas.lan/'],
    ...['http://metadata.google.internal/', 'http://x.onion/'],
  ])('never goes to the name %s', (address) => {
    expect(() => check(address)).toThrow(RefusedAddress);
  });

  it.each(['http://example.org:25/', 'https://example.org:22/', 'http://example.org:1/'])(
    'never goes to the port of another service: %s',
    (address) => {
      expect(() => check(address)).toThrow(RefusedAddress);
    },
  );

  it.each(['ftp://example.org/', 'file:///etc/passwd', 'data:text/html,x', 'gopher://example.org/'])(
    'speaks nothing but http: %s',
    (address) => {
      expect(() => check(address)).toThrow(RefusedAddress);
    },
  );
});
