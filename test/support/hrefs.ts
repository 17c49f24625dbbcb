import * as fc from 'fast-check';

const hosts = [
  'example.org',
  'WWW.Example.ORG',
  'example.org:8080',
  'example.org:443',
  'example.org:80',
  'münchen.example',
  '例え.jp',
  '192.0.2.7',
  '[2001:db8::1]:3000',
];

// What real URLs are made of, and what breaks naive code.
const pieces = [
  ...[
    'a',
    'B',
    '7',
    '-',
    '.',
    '_',
    '~',
    '(',
    ')',
    "'",
    '"',
    '*',
    '+',
    ',',
    ':',
    ';',
    '@',
    '|',
    '^',
    '`',
    '<',
  ],
  ...[
    '/',
    '//',
    '/..',
    '=',
    '&',
    '?',
    '%',
    '%2',
    '%zz',
    '%20',
    '%7E',
    '%2f',
    '%C3%A9',
    '%26',
    ' ',
    'é',
    '😀',
  ],
  ...['utm_source=', 'UTM_Medium=x', 'ut%6D_campaign=y', 'fbclid=1', 'X-Signature=a%2Bb', 'a=1', 'a=2'],
];

const text = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 12 });
const part = (mark: string) =>
  fc.oneof(
    fc.constant(''),
    text.map((value) => mark + value),
  );

/** Queries as a person or a program may type them, without their `?`. */
export const typedQueries = text;

/** http and https URLs as a person or a program may type them. */
export const typedUrls = fc
  .tuple(fc.constantFrom('https', 'http'), fc.constantFrom(...hosts), part('/'), part('?'), part('#'))
  .map(([scheme, host, path, query, fragment]) => `${scheme}://${host}${path}${query}${fragment}`);

/** The same, as stored: `new URL(x).href`. */
export const hrefs = typedUrls.map((url) => new URL(url).href);
