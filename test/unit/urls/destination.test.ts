import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detailOf } from '../../../src/broken-rule.ts';
import { hostnameOf, MAX_URL_LENGTH, parseDestination } from '../../../src/urls/destination.ts';
import { hrefs, typedUrls } from '../../support/fixtures/arbitrary-urls.ts';

const own = new Set(['go.example', 'localhost:8787']);

function hrefOf(text: string): string | undefined {
  const result = parseDestination(text, own);
  return result.ok ? result.href : undefined;
}

function refusalOf(text: string): string | undefined {
  const result = parseDestination(text, own);
  return result.ok ? undefined : detailOf(result.broken);
}

describe('a destination', () => {
  it.each([
    'https://example.org/',
    'http://example.org:8080/a//b/?q=a%20b&r=~(c)&s=%7E#/route?x=1',
    'https://bucket.example/x?X-Amz-Signature=a%2Bb%2Fc%3D&Expires=1',
    'https://example.org/?',
    'https://example.org/#',
    'https://example.org/%',
    'https://[2001:db8::1]:8443/',
    'https://go.example.org/',
    'https://localhost:3000/',
    'https://go.example:8443/',
    `https://example.org/${'a'.repeat(MAX_URL_LENGTH - 20)}`,
  ])('is kept byte for byte: %s', (url) => {
    expect(hrefOf(url)).toBe(url);
  });

  it.each([
    ['https://münchen.example/straße?q=ü#ü', 'https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC#%C3%BC'],
    ['HTTPS://Example.ORG:443/A', 'https://example.org/A'],
    ['  https://example.org/a b  ', 'https://example.org/a%20b'],
    ['https:\\\\example.org\\a', 'https://example.org/a'],
    ['\u00a0https://example.org', 'https://example.org/'],
    ['\u200bhttps://example.org/\u200b', 'https://example.org/'],
    ['\ufeff\u202ahttps://example.org/a\u2060\u202c\u200e', 'https://example.org/a'],
    ['\n\thttps://example.org/a\r\n', 'https://example.org/a'],
    ['https://example.org/a\u00ad', 'https://example.org/a'],
    ['https://example.org/👨\u200d👩', 'https://example.org/%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9'],
  ])('is written as new URL writes it: %s', (typed, href) => {
    expect(hrefOf(typed)).toBe(href);
  });

  it.each([
    ['', 'absolute URL'],
    ['   ', 'absolute URL'],
    ['example.org/page', 'absolute URL'],
    ['/page', 'absolute URL'],
    ['//example.org/page', 'absolute URL'],
    ['https://', 'absolute URL'],
    ['https:///', 'absolute URL'],
    ['https://exa mple.org/', 'absolute URL'],
    ['https://example.org:99999/', 'absolute URL'],
    ['https://./', 'host'],
    ['https://https://example.org/', 'twice'],
    ['http://https//example.org/', 'twice'],
    ['HTTPS://HTTP:/example.org/', 'twice'],
    ['\u200b\ufeff', 'absolute URL'],
    ['javascript:alert(1)', 'https:// or http://'],
    [' JavaScript:alert(1)', 'https:// or http://'],
    ['javascript://example.org/%0Aalert(1)', 'https:// or http://'],
    ['data:text/html,<b>x', 'https:// or http://'],
    ['file:///etc/passwd', 'https:// or http://'],
    ['intent://example.org#Intent;end', 'https:// or http://'],
    ['blob:https://example.org/1', 'https:// or http://'],
    ['ftp://example.org/', 'https:// or http://'],
    ['localhost:3000/page', 'https:// or http://'],
    ['https://user@example.org/', 'user name'],
    ['https://:secret@example.org/', 'user name'],
    ['https://go.example@example.org/', 'user name'],
  ])('is refused with the reason: "%s"', (url, reason) => {
    expect(refusalOf(url)).toContain(reason);
  });

  it.each(['\r\n', '\n', '\t', '\0', '\x7f', '\x85'])(
    'may not contain the control character %j',
    (character) => {
      for (const url of [
        `java${character}script:x`,
        `https://example.org/${character}a`,
        `https://a.exam${character}ple`,
      ]) {
        expect(refusalOf(url)).toContain('control characters');
      }
    },
  );

  it.each([
    'https://go.example/abc',
    'http://go.example/abc',
    'https://GO.example:443',
    'http://go.example:443/',
    'https://go.example:80/',
    'https://go.example./abc',
    'https://go.example.:443/abc',
    'https://ｇｏ.example/',
    'http://localhost:8787/abc',
    'https://localhost.:8787/abc',
  ])('cannot be this server: %s', (url) => {
    expect(refusalOf(url)).toContain('this server');
  });

  it('may be 8,192 characters long, as typed and as stored', () => {
    const start = 'https://example.org/';
    expect(refusalOf(start + 'a'.repeat(MAX_URL_LENGTH - start.length))).toBeUndefined();
    expect(refusalOf(start + 'a'.repeat(MAX_URL_LENGTH - start.length + 1))).toContain('8192');
    expect(refusalOf(start + 'é'.repeat(MAX_URL_LENGTH / 6))).toContain('percent-encoded');
  });

  it('is normalised by new URL, and stays the same when it is stored again', () => {
    fc.assert(
      fc.property(typedUrls, (url) => {
        const href = hrefOf(url);
        expect(href).toBe(new URL(url).href);
        expect(hrefOf(href ?? '')).toBe(href);
      }),
    );
  });

  it('is always safe in a Location header', () => {
    fc.assert(
      fc.property(hrefs, (href) => {
        expect(hrefOf(href)).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
      }),
    );
  });

  it('is always http or https, whatever the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((text) => `javascript:${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(hrefOf(text) ?? 'https://').toMatch(/^https?:\/\//);
      }),
    );
  });
});

describe('hostnameOf', () => {
  it('is what `new URL` says of any destination', () => {
    fc.assert(fc.property(hrefs, (href) => hostnameOf(href) === new URL(href).hostname));
    for (const href of [
      'https://[::1]:8080/a',
      'https://example.com?x=https://other.example',
      'http://a.example#b',
    ])
      expect(hostnameOf(new URL(href).href)).toBe(new URL(href).hostname);
  });

  it('is empty for the emptied URL of a deleted link', () => {
    expect(hostnameOf('')).toBe('');
  });
});
