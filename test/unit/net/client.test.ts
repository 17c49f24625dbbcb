import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cidr, parseCidr } from '../../../src/net/cidr.ts';
import { type ClientHeader, readClient } from '../../../src/net/client.ts';
import { isLocal, type ProxySettings } from '../../../src/net/local.ts';

const networks = (...texts: string[]) =>
  texts.map((text) => parseCidr(text)).filter((network): network is Cidr => network !== null);
const TRUSTED = networks('127.0.0.1', '::1', '10.0.0.0/8', '2001:db8:ffff::/48');

function client(
  peer: string | null,
  forwardedFor: string | null,
  extra: Record<string, string> = {},
  clientHeader: ClientHeader = 'X-Forwarded-For',
) {
  const headers = new Headers(extra);
  if (forwardedFor !== null) headers.set('X-Forwarded-For', forwardedFor);
  const {
    address,
    limitAddress: _,
    ...rest
  } = readClient(headers, peer, { trustedProxies: TRUSTED, clientHeader });
  return { address: address?.toString() ?? null, ...rest };
}

/** The address by which requests are limited. */
function limitedBy(peer: string | null, forwardedFor: string | null): string | null {
  const headers = new Headers(forwardedFor === null ? {} : { 'X-Forwarded-For': forwardedFor });
  return (
    readClient(headers, peer, {
      trustedProxies: TRUSTED,
      clientHeader: 'X-Forwarded-For',
    }).limitAddress?.toString() ?? null
  );
}

describe('the client behind declared proxies', () => {
  it.each([
    ['one proxy', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a chain of proxies', '10.0.0.1', '203.0.113.7, 10.0.0.3,10.0.0.2', '203.0.113.7'],
    ['a proxy whose socket speaks IPv6', '::ffff:127.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['an IPv6 proxy', '2001:db8:ffff::1', '2001:DB8:1::7', '2001:db8:1::7'],
    ['IPv4 inside IPv6', '10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
    ['a port', '10.0.0.1', '203.0.113.7:51234', '203.0.113.7'],
    ['brackets', '10.0.0.1', '[2001:db8:1::7]', '2001:db8:1::7'],
    ['brackets and a port', '10.0.0.1', '[2001:db8:1::7]:51234', '2001:db8:1::7'],
    ['empty elements', '10.0.0.1', ' , 203.0.113.7 ,, ', '203.0.113.7'],
    ['a spoofed entry', '10.0.0.1', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['spoofed nonsense', '10.0.0.1', '<script>, 203.0.113.7', '203.0.113.7'],
    ['a spoofed proxy', '10.0.0.1', '198.51.100.1, 10.0.0.9, 203.0.113.7', '203.0.113.7'],
    ['colleagues only', '10.0.0.1', '10.7.7.7, 10.0.0.2', '10.7.7.7'],
    ['an inner network of its own', '10.0.0.1', '192.168.1.5', '192.168.1.5'],
  ])('is found with %s', (_, peer, forwardedFor, address) => {
    expect(client(peer, forwardedFor)).toEqual({ address, scheme: '', proxyProblem: null });
  });

  it.each([
    ['unknown', '10.0.0.1', 'unknown'],
    ['an obfuscated name', '10.0.0.1', '203.0.113.7, _gazonk'],
    ['a short address', '10.0.0.1', '203.0.113.7, 1'],
    ['nonsense before other proxies', '10.0.0.1', '203.0.113.7, 1.2.3.4.5, 10.0.0.2'],
  ])('is unknown if they name %s', (_, peer, forwardedFor) => {
    expect(client(peer, forwardedFor)).toEqual({ address: null, scheme: '', proxyProblem: null });
  });

  it('is never an address to the left of an untrusted one', () => {
    const spoofed = fc.array(
      fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[\w.:;="[\]-]*$/), fc.constantFrom('10.0.0.1', '')),
      { maxLength: 5 },
    );
    const proxies = fc.array(fc.constantFrom('10.0.0.2', '::ffff:10.0.0.3', '[::1]:80'), { maxLength: 3 });
    fc.assert(
      fc.property(spoofed, fc.nat(255), proxies, (left, last, right) => {
        const address = `203.0.113.${last}`;
        expect(client('10.0.0.1', [...left, address, ...right].join(', ')).address).toBe(address);
      }),
    );
  });

  it('is the peer, whatever the headers say, if the peer is not trusted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom('http', 'https'), (text, scheme) => {
        const found = client('203.0.113.7', text, { 'X-Forwarded-Proto': scheme });
        expect(found).toEqual({ address: '203.0.113.7', scheme: '', proxyProblem: null });
      }),
    );
  });
});

describe('an undeclared proxy', () => {
  it.each(['192.168.1.1', '172.16.0.1', '100.64.0.1', 'fd00::1', '::ffff:192.168.1.1', '127.0.0.2'])(
    'at %s is detected by its header, and makes every client unknown',
    (peer) => {
      for (const forwardedFor of ['203.0.113.7', '']) {
        expect(client(peer, forwardedFor)).toEqual({ address: null, scheme: '', proxyProblem: 'undeclared' });
      }
      expect(client(peer, null)).toMatchObject({
        address: peer.replace('::ffff:', ''),
        proxyProblem: null,
      });
    },
  );

  it('is detected behind a declared proxy', () => {
    const found = client('10.0.0.1', '203.0.113.7, 192.168.1.1');
    expect(found).toEqual({ address: null, scheme: '', proxyProblem: 'undeclared' });
  });

  it('is not assumed at a public address, because any client may send the header', () => {
    expect(client('203.0.113.7', '198.51.100.1').proxyProblem).toBeNull();
  });
});

describe('a declared proxy that does not name its client', () => {
  it('leaves the client unknown, and is noticed', () => {
    const unnamed = { address: null, scheme: '', proxyProblem: 'unnamed' };
    for (const peer of ['10.0.0.1', '127.0.0.1']) {
      for (const value of [null, '', ' , ']) expect(client(peer, value)).toEqual(unnamed);
      for (const header of ['X-Real-IP', 'CF-Connecting-IP', 'Forwarded'] as const) {
        expect(client(peer, '203.0.113.7', {}, header)).toEqual(unnamed);
        expect(client(peer, null, { [header]: '203.0.113.7' })).toEqual(unnamed);
      }
    }
  });
});

describe('the header that is believed', () => {
  it.each([
    ['X-Real-IP', '203.0.113.7'],
    ['CF-Connecting-IP', '203.0.113.7'],
    ['Forwarded', 'for=203.0.113.7'],
    ['Forwarded', 'for=198.51.100.1;by=10.0.0.1, For="203.0.113.7:4711";proto=https, for=10.0.0.2'],
    ['Forwarded', 'by=10.0.0.1;FOR=203.0.113.7'],
  ] as const)('is the one of the setting: %s: %s', (header, value) => {
    const found = client('10.0.0.1', '198.51.100.200', { [header]: value }, header);
    expect(found).toMatchObject({ address: '203.0.113.7', proxyProblem: null });
    expect(client('203.0.113.9', null, { [header]: value }, header).address).toBe('203.0.113.9');
  });

  it.each(['for=unknown', 'for=_hidden', 'for="[2001:db8"', 'for=203.0.113.7, for=_x'])(
    'may hide the client: Forwarded: %s',
    (value) => {
      expect(client('10.0.0.1', null, { Forwarded: value }, 'Forwarded').address).toBeNull();
    },
  );

  it('may name the scheme too', () => {
    const found = client('10.0.0.1', null, { Forwarded: 'for="[2001:db8:1::7]";proto=HTTPS' }, 'Forwarded');
    expect(found).toEqual({ address: '2001:db8:1::7', scheme: 'https', proxyProblem: null });
  });

  it.each(['X-Real-IP', 'CF-Connecting-IP', 'Forwarded'])('shows an undeclared proxy: %s', (header) => {
    const found = client('192.168.1.1', null, { [header]: 'for=203.0.113.7' });
    expect(found).toEqual({ address: null, scheme: '', proxyProblem: 'undeclared' });
  });

  it('shows none where a platform names the peer itself', () => {
    const found = client('192.168.1.1', null, { 'CF-Connecting-IP': '192.168.1.1' });
    expect(found).toEqual({ address: '192.168.1.1', scheme: '', proxyProblem: null });
  });
});

describe('a peer without an address', () => {
  it.each([null, '', '/run/sotto.sock'])('%j is unknown', (peer) => {
    expect(client(peer, '203.0.113.7')).toEqual({ address: null, scheme: '', proxyProblem: null });
  });
});

describe('the address by which requests are limited', () => {
  it.each([
    ['the client', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['the client behind a declared proxy', '10.0.0.1', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['whom an undeclared proxy names', '192.168.1.1', '203.0.113.7', '203.0.113.7'],
    [
      'whom an undeclared proxy names, not what the client wrote',
      '192.168.1.1',
      '198.51.100.1, 203.0.113.7',
      '203.0.113.7',
    ],
    [
      'whom a proxy behind a declared one names',
      '10.0.0.1',
      '198.51.100.1, 203.0.113.7, 192.168.1.1',
      '203.0.113.7',
    ],
    ['whom a proxy on a Unix socket names', '', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ])('is %s', (_, peer, forwardedFor, address) => {
    expect(limitedBy(peer, forwardedFor)).toBe(address);
  });

  it.each([
    ['a declared proxy names nobody', '10.0.0.1', 'unknown'],
    ['an undeclared proxy names nobody', '192.168.1.1', '203.0.113.7, unknown'],
    ['a proxy on a Unix socket names nobody', '', null],
  ])('is unknown if %s', (_, peer, forwardedFor) => {
    expect(limitedBy(peer, forwardedFor)).toBeNull();
  });
});

describe('the scheme of the browser', () => {
  it.each([
    ['https', 'https'],
    ['HTTPS', 'https'],
    ['http', 'http'],
    ['https, http', 'https'],
    ['wss', ''],
    ['', ''],
  ])('is read from "%s" of a declared proxy as "%s"', (text, scheme) => {
    expect(client('10.0.0.1', '203.0.113.7', { 'X-Forwarded-Proto': text }).scheme).toBe(scheme);
  });
});

describe('a request from this machine', () => {
  const DIRECT = { publicUrl: 'http://localhost:8787', trustedProxies: [] };
  const local = (
    url: string,
    peer: string | null,
    headers: Record<string, string> = {},
    settings: ProxySettings = DIRECT,
  ) => isLocal(new Request(url, { headers }), peer, settings);

  it.each([
    ['http://localhost:8787/metrics', '127.0.0.1'],
    ['http://127.0.0.1/metrics', '::ffff:127.0.0.1'],
    ['http://[::1]:8787/metrics', '::1'],
  ])('is %s from %s', (url, peer) => {
    expect(local(url, peer, { Accept: '*/*', 'X-Request-Id': 'one', Host: 'localhost' })).toBe(true);
  });

  it.each([
    ['from another machine', 'http://localhost/', '192.168.1.5'],
    ['from nowhere', 'http://localhost/', null],
    ['from a text', 'http://localhost/', 'localhost'],
    ['under a name that was made to lead here', 'http://evil.example/', '127.0.0.1'],
    ['under a name that looks local', 'http://localhost.evil.example/', '127.0.0.1'],
  ])('is not %s', (_, url, peer) => {
    expect(local(url, peer)).toBe(false);
  });

  it.each([
    { 'X-Forwarded-For': '127.0.0.1' },
    { 'X-Forwarded-Host': 'localhost' },
    { 'X-Forwarded-Proto': 'http' },
    { 'X-Forwarded-Server': 'localhost' },
    { 'X-Forwarded': 'for=127.0.0.1' },
    { Forwarded: 'for=127.0.0.1' },
    { Via: '1.1 cache' },
    { 'X-Real-IP': '127.0.0.1' },
    { 'X-Client-IP': '127.0.0.1' },
    { 'X-Cluster-Client-IP': '127.0.0.1' },
    { 'X-Original-Forwarded-For': '127.0.0.1' },
    { 'X-Envoy-External-Address': '127.0.0.1' },
    { 'X-Amzn-Trace-Id': 'Root=1' },
    { 'CF-Connecting-IP': '127.0.0.1' },
    { 'CF-Ray': '1' },
    { 'True-Client-IP': '127.0.0.1' },
    { 'Fly-Client-IP': '127.0.0.1' },
    { 'Tailscale-User-Login': 'a' },
    { 'CDN-Loop': 'cloudflare' },
    { 'X-Forwarded-For': '' },
    { Connection: 'close' },
    { Connection: 'Close' },
  ])('is not one with %j', (headers) => {
    expect(local('http://localhost/', '127.0.0.1', headers as Record<string, string>)).toBe(false);
  });

  it('is never there once a proxy on this machine is declared, or must be there', () => {
    const declared = { ...DIRECT, trustedProxies: networks('127.0.0.0/8') };
    expect(local('http://localhost/', '127.0.0.1', {}, declared)).toBe(false);
    const elsewhere = { ...DIRECT, trustedProxies: networks('10.0.0.0/8') };
    expect(local('http://localhost/', '127.0.0.1', {}, elsewhere)).toBe(true);
    const secure = { ...DIRECT, publicUrl: 'https://go.example' };
    expect(local('http://localhost/', '127.0.0.1', {}, secure)).toBe(false);
  });
});
