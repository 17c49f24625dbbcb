import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShortPath, type ShortPath } from '../../../src/urls/short-path.ts';

const parse = (path: string) => parseShortPath(new URL(`http://sotto.test${path}`).pathname);

const found = (changes: Partial<ShortPath> = {}): ShortPath => ({
  slug: 'guide',
  mark: null,
  wantsInfo: false,
  query: '',
  ...changes,
});

describe('the path of a short link', () => {
  it.each([
    ['/guide', 'guide', null],
    ['/Gu_ide-2', 'Gu_ide-2', null],
    ['/g', 'g', null],
    [`/${'s'.repeat(64)}`, 's'.repeat(64), null],
    ['/guide.newsletter', 'guide', 'newsletter'],
    ['/guide.k3F9pQ', 'guide', 'k3F9pQ'],
    ['/guide.a_b-c', 'guide', 'a_b-c'],
    [`/guide.${'m'.repeat(32)}`, 'guide', 'm'.repeat(32)],
  ])('is read from %s', (path, slug, mark) => {
    expect(parse(path)).toEqual(found({ slug, mark }));
  });

  it.each([
    ['/gu%69de', 'guide', null],
    ['/guide%2Enewsletter', 'guide', 'newsletter'],
    ['/guide%2enews%2Dletter', 'guide', 'news-letter'],
    ['/guide.%6D', 'guide', 'm'],
  ])('decodes %s once', (path, slug, mark) => {
    expect(parse(path)).toEqual(found({ slug, mark }));
  });

  it('does not decode twice', () => {
    expect(parse('/guide%252Emark')).toEqual(found());
    expect(parse('/gu%2569de')?.slug).toBe('gu');
  });

  it.each([
    ...'.,;:!)]}>\'"»~*_-`’…。，」』、！？）｣؟।၊',
    ...[
      '%20',
      '%0A',
      '%00',
      '%25',
      '%3F',
      '%C2%BB',
      '%E2%80%8B',
      '%EF%BB%BF',
      '%E2%80%8E',
      '%E2%81%A0',
      '%C2%AD',
    ],
    ...[
      '/',
      '/)',
      ').',
      '/.,',
      '"/',
      '/%C2%BB/',
      '...',
      '%2F',
      '%FF',
      '%',
      '%E2%80',
      '%C3%A9',
      '你好',
      '</a>',
      '%22%3E',
    ],
    ...['](https://example.org)', '，see%20here', '%20and%20text', '\u{1F600}', '+text'],
  ])('ignores %s after the slug and after the mark', (dragged) => {
    expect(parse(`/guide${dragged}`)).toEqual(found());
    expect(parse(`/guide.mark${dragged}`)).toEqual(found({ mark: 'mark' }));
  });

  it.each([
    '/',
    '%20',
    '%E2%80%8B',
    '%EF%BB%BF',
    '“',
    '「',
    '(',
    '%3C',
    '-',
    '_',
    '.',
    '%FF',
    '%C3%A9',
    '/%22',
    '@',
    '=',
    '&',
  ])('ignores %s before the slug', (dragged) => {
    expect(parse(`/${dragged}guide`)).toEqual(found());
    expect(parse(`/${dragged}guide.mark)`)).toEqual(found({ mark: 'mark' }));
  });

  it.each([
    ['&utm_source=a', 'utm_source=a'],
    ['&amp;utm_source=a&amp;b=c', 'utm_source=a&b=c'],
    ['%26utm_source%3Da%26b', 'utm_source=a&b'],
    ['%3Futm_source%3Da&b=c', 'utm_source=a&b=c'],
    ['%3fa=%2520', 'a=%20'],
    [';a=%20&b', 'a=%20&b'],
    ['=a', 'a'],
    ['/&a=1', 'a=1'],
    [')&a=1', 'a=1'],
    ['?&a=1', ''],
    ['&', ''],
    ['=', ''],
    [';)', ''],
    ['&&;a=1', 'a=1'],
    ['%20and%20text?b', ''],
  ])('reads parameters that were added to the path: %s', (added, query) => {
    expect(parse(`/guide${added}`)).toEqual(found({ query }));
    expect(parse(`/guide.mark${added}`)).toEqual(found({ mark: 'mark', query }));
    expect(parse(`/&guide${added}`)).toEqual(found({ query }));
  });

  it.each([
    '/guide.-',
    '/guide.-a',
    '/guide..mark',
    '/guide.a.b',
    '/guide.%C3%A9',
    '/guide.%',
    '/guide.%FF',
    `/guide.${'m'.repeat(33)}`,
    `/guide.${'m'.repeat(20_000)}`,
  ])('ignores a malformed mark and still redirects: %.24s', (path) => {
    expect(parse(path)).toEqual(found());
  });

  it.each([
    ['/guide+', null],
    ['/guide%2B', null],
    ['/guide%2b', null],
    ['/guide+.', null],
    ['/guide+)/', null],
    ['/guide.+', null],
    ['/guide.mark+', 'mark'],
    ['/guide.mark%2B»', 'mark'],
    ['/guide++', null],
    ['/guide+%E2%80%8B', null],
    ['/guide+?a=1', null],
  ])('recognises %s as a request for link info', (path, mark) => {
    expect(parse(path)).toEqual(found({ mark, wantsInfo: true }));
  });

  it.each([
    '/',
    '//',
    '/%FF',
    '/%E2%80%8B',
    '/%2F',
    '/你好',
    '//guide//more',
    '/guide/more',
    '/guide//more',
    '/guide%2Fmore',
    '/guide.mark/more',
    '/+',
    '/...',
    `/${'s'.repeat(65)}`,
  ])('is not found in %.24s', (path) => {
    expect(parse(path)).toBeNull();
  });

  it('round-trips every valid slug and mark, with any encoding and trailing punctuation', () => {
    const slugs = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,20}[A-Za-z0-9])?$/);
    const marks = fc.option(fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/));
    const dragged = fc.stringMatching(/^[.,:!)\]}'"»~*_]{0,4}$/);
    fc.assert(
      fc.property(slugs, marks, dragged, fc.infiniteStream(fc.boolean()), (slug, mark, tail, coin) => {
        const text = slug + (mark === null ? '' : `.${mark}`);
        const hex = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
        const path = [...text].map((c) => (coin.next().value ? hex(c) : c)).join('') + tail;
        expect(parse(`/${path}`)).toEqual(found({ slug, mark }));
        expect(parse(`/${path}+${tail}`)).toEqual(found({ slug, mark, wantsInfo: true }));
      }),
    );
  });

  it('never throws and only yields valid slugs and marks', () => {
    const pieces = fc.constantFrom(...'aB7-_./%2Ef+?»é\0', '%2E', '%2F', '%FF', '%C2', '%BB', '%E2%80');
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 12 }), (text) => {
        const path = parseShortPath(`/${text}`);
        if (path === null) return;
        expect(path.slug).toMatch(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/);
        expect(path.mark ?? 'none').toMatch(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/);
      }),
    );
  });
});
