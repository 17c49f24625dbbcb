import { expect, it } from 'vitest';
import { sharedPageUrl } from '../../../src/shares/share-hosts.ts';
import { parseShareOrigin } from '../../../src/shares/share-origin.ts';
import { contentKey } from '../../../src/urls/content-key.ts';

const LISTED = ['https://blog.example', 'https://shop.example:8443', 'http://localhost:3000'];

it.each([
  ['https://blog.example/a', 'https://blog.example/a'],
  ['http://blog.example/a', 'https://blog.example/a'],
  ['HTTPS://BLOG.example:443/A?utm_source=x&b=%20~1#top', 'https://blog.example/A?b=%20~1'],
  ['https://blog.example/#!/route', 'https://blog.example/#!/route'],
  ['https://shop.example:8443/', 'https://shop.example:8443/'],
  ['http://localhost:3000/draft', 'http://localhost:3000/draft'],
])('gives the page at %s its address', (given, url) => {
  expect(sharedPageUrl(given, LISTED)).toBe(url);
  // Whether a page has a content is asked by the given address alone.
  expect(contentKey(url)).toBe(contentKey(given));
});

it.each([
  'https://blog.example.evil.example/',
  'https://evil.example/?blog.example',
  'https://blog.example@evil.example/',
  'https://me@blog.example/',
  'https://blog.example./',
  'https://www.blog.example/',
  'https://blog.example:8443/',
  'https://shop.example/',
  'http://shop.example:8443/',
  'https://bl\u043eg.example/',
  'ftp://blog.example/',
  '//blog.example/',
  'blog.example/',
  'https://blog.example\\@evil.example/',
])('gives no address to %s', (given) => {
  const url = sharedPageUrl(given, LISTED);
  // A backslash is a slash for browsers: the path then begins with it, on the listed host.
  if (url !== null) expect(new URL(url).origin).toBe('https://blog.example');
  else expect(url).toBeNull();
});

it.each([
  ['blog.example', 'https://blog.example'],
  ['BLOG.example:8443', 'https://blog.example:8443'],
  ['b\u00fccher.example', 'https://xn--bcher-kva.example'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['https://blog.example/', 'https://blog.example'],
  ['https://blog.example/path', null],
  ['https://me@blog.example', null],
  ['*.example', null],
  ['ftp://blog.example', null],
])('reads the entry %s of the setting as %s', (entry, origin) => {
  expect(parseShareOrigin(entry)).toBe(origin);
});
