import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShortPath } from '../../../src/urls/short-path.ts';

const parse = (path: string) => parseShortPath(new URL(`http://sotto.test${path}`).pathname);

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
    expect(parse(path)).toEqual({ slug, mark, wantsInfo: false });
  });

  it.each([
    ['/gu%69de', 'guide', null],
    ['/guide%2Enewsletter', 'guide', 'newsletter'],
    ['/guide%2enews%2Dletter', 'guide', 'news-letter'],
    ['/guide.%6D', 'guide', 'm'],
  ])('decodes %s once', (path, slug, mark) => {
    expect(parse(path)).toEqual({ slug, mark, wantsInfo: false });
  });

  it('does not decode twice', () => {
    expect(parse('/guide%252Emark')).toBeNull();
    expect(parse('/gu%2569de')).toBeNull();
  });

  it.each([...'.,;:!)]}\'"»~*_', '%3F', '%C2%BB', '/', '/)', ').', '/.,', '"/', '/%C2%BB/', '...', '%2F'])(
    'ignores a trailing %s after the slug and after the mark',
    (dragged) => {
      expect(parse(`/guide${dragged}`)).toEqual({ slug: 'guide', mark: null, wantsInfo: false });
      expect(parse(`/guide.mark${dragged}`)).toEqual({ slug: 'guide', mark: 'mark', wantsInfo: false });
    },
  );

  it.each([
    '/guide.-',
    '/guide.-a',
    '/guide..mark',
    '/guide.a.b',
    '/guide.a+b',
    '/guide.a b',
    '/guide.%C3%A9',
    '/guide.%',
    '/guide.%FF',
    '/guide.a%ZZ',
    '/guide.a%00b',
    `/guide.${'m'.repeat(33)}`,
    `/guide.${'m'.repeat(20_000)}`,
  ])('ignores a malformed mark and still redirects: %.24s', (path) => {
    expect(parse(path)).toEqual({ slug: 'guide', mark: null, wantsInfo: false });
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
    ['/guide.a+b+', null],
  ])('recognises %s as a request for link info', (path, mark) => {
    expect(parse(path)).toEqual({ slug: 'guide', mark, wantsInfo: true });
  });

  it.each([
    '/',
    '//',
    '//guide',
    '/guide/more',
    '/guide//more',
    '/guide%2Fmore',
    '/guide.mark/more',
    '/.mark',
    '/guide++',
    '/+',
    '/guide/+',
    '/guide+more',
    '/guide-',
    '/-guide',
    '/_guide',
    '/gui de',
    '/guid%C3%A9',
    '/guide%',
    '/guide%FF',
    '/guide%00',
    '/%FF',
    '/...',
    `/${'s'.repeat(65)}`,
  ])('is not found in %.24s', (path) => {
    expect(parse(path)).toBeNull();
  });

  it('round-trips every valid slug and mark, with any encoding and trailing punctuation', () => {
    const slugs = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,20}[A-Za-z0-9])?$/);
    const marks = fc.option(fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/));
    const dragged = fc.stringMatching(/^[.,;:!)\]}'"»~*_]{0,4}$/);
    fc.assert(
      fc.property(slugs, marks, dragged, fc.infiniteStream(fc.boolean()), (slug, mark, tail, coin) => {
        const text = slug + (mark === null ? '' : `.${mark}`);
        const hex = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
        const path = [...text].map((c) => (coin.next().value ? hex(c) : c)).join('') + tail;
        expect(parse(`/${path}`)).toEqual({ slug, mark, wantsInfo: false });
        expect(parse(`/${path}+${tail}`)).toEqual({ slug, mark, wantsInfo: true });
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
