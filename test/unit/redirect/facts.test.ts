import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '../../../src/language.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { parseCidr } from '../../../src/net/cidr.ts';
import { type ConnInfo, type FactSettings, readFacts } from '../../../src/redirect/request-facts.ts';
import { requestParts } from '../../../src/redirect/request-parts.ts';

const network = (text: string) => {
  const parsed = parseCidr(text);
  if (parsed === null) throw new Error(`${text} is no network`);
  return parsed;
};
const PLAIN: FactSettings = {
  trustedProxies: [],
  clientHeader: 'X-Forwarded-For',
  ownNetworks: [],
  honourDnt: false,
};
const PEER = { address: '203.0.113.7' };

const facts = (
  headers: Record<string, string> = {},
  url = 'https://go.test/guide',
  { peer = PEER, reading = {} }: { peer?: ConnInfo; reading?: Partial<FactSettings> } = {},
) => readFacts(requestParts(new Request(url, { headers })), peer, { ...PLAIN, ...reading });

describe('the facts of a request', () => {
  it('are empty where the request says nothing', () => {
    const { address, ...others } = facts();
    expect(String(address)).toBe('203.0.113.7');
    expect(others).toEqual({
      method: 'GET',
      host: 'go.test',
      pathname: '/guide',
      rawQuery: '',
      userAgent: '',
      secPurpose: '',
      legacyPurpose: '',
      secFetchDest: '',
      secFetchMode: '',
      secFetchSite: '',
      secFetchUser: '',
      optedOut: false,
      referrer: '',
      referredBy: null,
      language: 'en',
      asn: null,
      secure: true,
      ownNetwork: false,
      proxyProblem: null,
      limitAddress: parseAddress('203.0.113.7'),
    });
  });

  it('keep method, host with port, path and raw query as they came', () => {
    const request = new Request('https://Go.Test:8443/gu%69de.m?a=%20~(&b', { method: 'HEAD' });
    expect(readFacts(requestParts(request), { address: null }, PLAIN)).toMatchObject({
      method: 'HEAD',
      host: 'go.test:8443',
      pathname: '/gu%69de.m',
      rawQuery: 'a=%20~(&b',
      address: null,
    });
  });

  it('crop every header to its limit', () => {
    const long = 'x'.repeat(5_000);
    const cropped = facts({
      'User-Agent': long,
      'Sec-Purpose': long,
      Purpose: long,
      'Sec-Fetch-Dest': long,
      'Sec-Fetch-Mode': long,
      'Sec-Fetch-Site': long,
      'Sec-Fetch-User': long,
      Referer: `https://news.test/${long}`,
    });
    expect(cropped.userAgent).toHaveLength(512);
    expect(cropped.secPurpose).toHaveLength(128);
    expect(cropped.legacyPurpose).toHaveLength(128);
    const { secFetchDest, secFetchMode, secFetchSite, secFetchUser } = cropped;
    expect([secFetchDest, secFetchMode, secFetchSite, secFetchUser].join('')).toHaveLength(128);
    expect(cropped.referrer).toBe('news.test');
  });

  it('crop a query between two pairs, never inside one', () => {
    const pair = `${'k'.repeat(9)}=${'v'.repeat(990)}`;
    const query = (pairs: number) =>
      facts({}, `https://go.test/g?${Array(pairs).fill(pair).join('&')}`).rawQuery;
    expect(query(4)).toBe(Array(4).fill(pair).join('&'));
    expect(query(9)).toBe(Array(4).fill(pair).join('&'));
    expect(facts({}, `https://go.test/g?${'v'.repeat(5_000)}`).rawQuery).toBe('');
  });

  it('join the old purpose headers', () => {
    expect(facts({ Purpose: 'prefetch', 'X-Purpose': 'preview' }).legacyPurpose).toBe('prefetch, preview');
    expect(facts({ 'X-Moz': 'prefetch' }).legacyPurpose).toBe('prefetch');
  });

  it('take only the value 1 for a privacy signal', () => {
    expect(facts({ 'Sec-GPC': '1' }).optedOut).toBe(true);
    expect(facts({ 'Sec-GPC': '0' }).optedOut).toBe(false);
    expect(facts({ 'Sec-GPC': 'true' }).optedOut).toBe(false);
  });

  it.each([
    ['1', true, true],
    ['1', false, false],
    ['0', true, false],
    ['null', true, false],
  ])('take DNT: %s, honoured: %s, for a privacy signal: %s', (dnt, honourDnt, optedOut) => {
    expect(facts({ DNT: dnt }, undefined, { reading: { honourDnt } }).optedOut).toBe(optedOut);
    expect(facts({ DNT: dnt, 'Sec-GPC': '1' }, undefined, { reading: { honourDnt } }).optedOut).toBe(true);
  });

  it('name the client of a trusted proxy, in one spelling', () => {
    const reading = { trustedProxies: [network('10.0.0.0/8')] };
    const headers = { 'X-Forwarded-For': '198.51.100.1, ::ffff:203.0.113.9' };
    const behind = (address: string) =>
      String(facts(headers, undefined, { peer: { address }, reading }).address);
    expect(behind('10.0.0.1')).toBe('203.0.113.9');
    expect(behind('203.0.113.7')).toBe('203.0.113.7');
    expect(behind('::ffff:203.0.113.7')).toBe('203.0.113.7');
  });

  it('have no client behind a proxy that nobody declared, and say so', () => {
    const headers = { 'X-Forwarded-For': '198.51.100.1' };
    const behind = facts(headers, undefined, { peer: { address: '127.0.0.1' } });
    expect(behind).toMatchObject({ address: null, proxyProblem: 'undeclared' });
    const direct = facts(headers);
    expect([String(direct.address), direct.proxyProblem]).toEqual([PEER.address, null]);
  });

  it.each([
    ['https://go.test/', '203.0.113.7', {}, true],
    ['http://go.test/', '203.0.113.7', {}, false],
    ['http://go.test/', '203.0.113.7', { 'X-Forwarded-Proto': 'https' }, false],
    ['http://go.test/', '10.0.0.1', { 'X-Forwarded-Proto': 'https' }, true],
    ['https://go.test/', '10.0.0.1', { 'X-Forwarded-Proto': 'http' }, false],
    ['https://go.test/', '10.0.0.1', {}, true],
  ])('of %s from %s with %j are those of a secure request: %s', (url, address, headers, secure) => {
    const reading = { trustedProxies: [network('10.0.0.0/8')] };
    expect(facts(headers, url, { peer: { address }, reading }).secure).toBe(secure);
  });

  it('know own networks by the client and never by its proxy', () => {
    const reading = { trustedProxies: [network('10.0.0.1')], ownNetworks: [network('10.0.0.0/8')] };
    const from = (address: string, forwardedFor?: string) => {
      const headers: Record<string, string> = forwardedFor ? { 'X-Forwarded-For': forwardedFor } : {};
      return facts(headers, undefined, { peer: { address }, reading }).ownNetwork;
    };
    expect(from('10.0.0.7')).toBe(true);
    expect(from('203.0.113.7')).toBe(false);
    expect(from('10.0.0.1', '10.0.0.7')).toBe(true);
    expect(from('10.0.0.1', '203.0.113.7')).toBe(false);
    expect(from('10.0.0.2', '203.0.113.7')).toBe(false);
  });
});

describe('the referrer', () => {
  it.each([
    ['https://News.Example/a?q=secret#f', 'news.example'],
    ['http://user:pass@news.example:8080/', 'news.example'],
    ['https://news.example./', 'news.example'],
    ['https://M\u00fcnchen.example/', 'xn--mnchen-3ya.example'],
    ['https://xn--r8jz45g.jp/', 'xn--r8jz45g.jp'],
    ['http://[2001:db8::1]:80/', '[2001:db8::1]'],
    ['android-app://com.Slack/', 'com.slack'],
    ['android-app://com.google.android.gm/https/mail', 'com.google.android.gm'],
  ])('of %s is %s and no more', (referrer, host) => {
    expect(facts({ Referer: referrer }).referrer).toBe(host);
  });

  it.each([
    'nonsense',
    '/path',
    'about:blank',
    'data:text/html,x',
    'file:///etc',
    'ios-app://1/x',
    'https://',
    'android-app:x',
    'android-app://x%20y/',
    `https://${'a.'.repeat(150)}example/`,
  ])('of %s is unknown', (referrer) => {
    expect(facts({ Referer: referrer }).referrer).toBe('');
  });

  it('never holds anything of path, query, fragment or user', () => {
    const secrets = fc.stringMatching(/^[a-z0-9]{8,20}$/);
    fc.assert(
      fc.property(secrets, fc.constantFrom('https', 'http', 'android-app'), (secret, scheme) => {
        const referrer = `${scheme}://${secret}:${secret}@host.example.org/${secret}?${secret}=${secret}#${secret}`;
        expect(facts({ Referer: referrer }).referrer).toBe('host.example.org');
      }),
    );
  });
});

describe('the language of a visitor', () => {
  it.each([
    ['', 'en'],
    ['fr', 'fr'],
    ['FR-ca', 'fr'],
    ['fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7', 'fr'],
    ['en-US,en;q=0.9,fr;q=0.8', 'en'],
    ['en;q=0.3, fr;q=0.301', 'fr'],
    ['en;q=0.5,fr;q=0.5', 'en'],
    ['fr;q=0.5,en;q=0.5', 'fr'],
    ['de,fr;q=0.1', 'fr'],
    ['de,*;q=0.5', 'en'],
    ['de,*;q=0.5,fr;q=0.2', 'en'],
    ['*;q=0.1,fr;q=0.2', 'fr'],
    ['fr,*', 'fr'],
    ['*,fr', 'en'],
    ['fr;q=0', 'en'],
    ['fr;q=0,fr-CH;q=0.4', 'fr'],
    ['fr ; Q=1.000 , en', 'fr'],
    ['fr;q=2', 'en'],
    ['fr;q=0.1234', 'en'],
    ['fr;q=', 'en'],
    ['frisian', 'en'],
    ['frr,en;q=0.1', 'en'],
    ['de-FR', 'en'],
    [',,;q=1,fr', 'fr'],
  ])('who accepts "%s" is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
