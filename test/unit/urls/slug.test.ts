import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_NAMES, CHANNELS } from '../../../src/channels/registry.ts';
import * as slugs from '../../../src/urls/slug.ts';

const { channelSlug, slugKey, isReserved, slugProblem } = slugs;

describe('a random slug', () => {
  it('has 46.5 bits', () => {
    expect(new Set(slugs.SLUG_ALPHABET).size).toBe(36);
    expect(Math.log2(36) * slugs.SLUG_LENGTH).toBeCloseTo(46.5, 1);
  });

  it('has no vowels and no look-alikes, so it spells no word', () => {
    expect(slugs.SLUG_ALPHABET).not.toMatch(/[aeiouy]/i);
    expect(slugs.SLUG_ALPHABET).not.toMatch(/[0O1lI2Z5S]/);
  });

  it('is a valid custom slug', () => {
    const random = fc.string({ unit: fc.constantFrom(...slugs.SLUG_ALPHABET), minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(random, (slug) => {
        expect(slugProblem(slug)).toBeNull();
      }),
    );
  });
});

describe('a custom slug', () => {
  it.each(['a', '7', 'guide', 'Guide-2026', 'a_b', 'a--b', 'a'.repeat(64)])('may be "%s"', (slug) => {
    expect(slugProblem(slug)).toBeNull();
  });

  it.each([
    ['', 'slug_empty'],
    ['a'.repeat(65), 'slug_too_long'],
    ['-a', 'slug_start'],
    ['_a', 'slug_start'],
    ['a-', 'slug_end'],
    ['a_', 'slug_end'],
    ['-', 'slug_start'],
    ['a.b', 'slug_characters'],
    ['a/b', 'slug_characters'],
    ['a b', 'slug_characters'],
    ['a+', 'slug_characters'],
    ['a%20', 'slug_characters'],
    ['guide\n', 'slug_characters'],
    ['été', 'slug_characters'],
    ['\u212aey', 'slug_characters'],
    ['ａ', 'slug_characters'],
    ['a~b', 'slug_characters'],
  ])('is refused with the reason: "%s"', (slug, reason) => {
    expect(slugProblem(slug)).toBe(reason);
  });

  it('is valid exactly if it follows the grammar', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'aZ0-_.~é '), maxLength: 70 });
    fc.assert(
      fc.property(typed, (slug) => {
        const grammar = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(slug) && !/[-_]$/.test(slug);
        expect(slugProblem(slug) === null).toBe(grammar);
      }),
    );
  });

  it('gets the suffix of its channel', () => {
    expect(channelSlug('guide', CHANNELS.whatsapp.slugSuffix)).toBe('guide-wa');
    expect(channelSlug('guide', CHANNELS.email.slugSuffix)).toBe('guide-mail');
  });

  it('differs in every channel, ignoring case', () => {
    const all = CHANNEL_NAMES.map((name) => slugKey(channelSlug('Guide', CHANNELS[name].slugSuffix)));
    expect(new Set(all).size).toBe(CHANNEL_NAMES.length);
    expect(all.map(slugProblem)).toEqual(all.map(() => null));
  });

  it('is too long if the suffix exceeds the limit', () => {
    expect(slugProblem(channelSlug('a'.repeat(61), 'wa'))).toBeNull();
    expect(slugProblem(channelSlug('a'.repeat(62), 'wa'))).toBe('slug_too_long');
  });

  it.each(['api', 'API', 'Api'])('cannot shadow a route: %s', (slug) => {
    expect(isReserved(slug, new Set(['api', 'robots.txt']))).toBe(true);
  });

  it('may start like a route', () => {
    expect(isReserved('api-guide', new Set(['api']))).toBe(false);
  });
});
