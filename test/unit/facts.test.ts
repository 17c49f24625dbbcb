import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../../src/redirect/facts.ts';
import { preferredLanguage } from '../../src/redirect/language.ts';

const facts = (headers: Record<string, string> = {}, url = 'https://go.test/guide') =>
  readFacts(new Request(url, { headers }), { address: '203.0.113.7' });

describe('the facts of a request', () => {
  it('are empty where the request says nothing', () => {
    expect(facts()).toEqual({
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
      gpc: false,
      referrer: '',
      language: 'en',
      address: '203.0.113.7',
      forwarded: false,
    });
  });

  it('keep method, host with port, path and raw query as they came', () => {
    const request = new Request('https://Go.Test:8443/gu%69de.m?a=%20~(&b', { method: 'HEAD' });
    expect(readFacts(request, { address: null })).toMatchObject({
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
      Referer: `https://news.test/${long}`,
    });
    expect(cropped.userAgent).toHaveLength(512);
    expect(cropped.secPurpose).toHaveLength(128);
    expect(cropped.legacyPurpose).toHaveLength(128);
    expect([cropped.secFetchDest, cropped.secFetchMode, cropped.secFetchSite].join('')).toHaveLength(96);
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
    expect(facts({ 'Sec-GPC': '1' }).gpc).toBe(true);
    expect(facts({ 'Sec-GPC': '0' }).gpc).toBe(false);
    expect(facts({ 'Sec-GPC': 'true' }).gpc).toBe(false);
  });

  it('notice a proxy by the header it adds', () => {
    expect(facts({ 'X-Forwarded-For': '198.51.100.1' }).forwarded).toBe(true);
    expect(facts({ 'X-Forwarded-For': '' }).forwarded).toBe(true);
  });
});

describe('the referrer', () => {
  it.each([
    ['https://News.Example/a?q=secret#f', 'news.example'],
    ['http://user:pass@news.example:8080/', 'news.example'],
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
