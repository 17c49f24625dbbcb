import type { FieldRule } from '../broken-rule.ts';

/** 36 characters without vowels and look-alikes, so that slugs contain no words and are not misread. */
export const SLUG_ALPHABET = '6789BCDFGHJKLMNPQRTWbcdfghjkmnpqrtwz';

/** The length of random slugs: 36⁹ is 46.5 bits. With a single length, no half-typed slug is another link. */
export const SLUG_LENGTH = 9;

/** The longest custom slug, in characters, including the channel's suffix. */
export const MAX_SLUG_LENGTH = 64;

/** The rule that a custom slug breaks; null if it is valid. */
export function slugProblem(text: string): FieldRule | null {
  if (text === '') return 'slug_empty';
  if (text.length > MAX_SLUG_LENGTH) return 'slug_too_long';
  if (/[^A-Za-z0-9_-]/.test(text)) return 'slug_characters';
  if (/^[_-]/.test(text)) return 'slug_start';
  if (/[_-]$/.test(text)) return 'slug_end';
  return null;
}

/** The form in which slugs that differ only by case are equal. */
export function slugKey(slug: string): string {
  return slug.toLowerCase();
}

/** A content's custom slug in one channel, such as `guide-wa`. It may be too long: check it with `slugProblem`. */
export function channelSlug(base: string, suffix: string): string {
  return `${base}-${suffix}`;
}

/** Whether a slug would hide a mounted route. `reserved` holds the routes' first segments in lower case. */
export function isReserved(slug: string, reserved: ReadonlySet<string>): boolean {
  return reserved.has(slugKey(slug));
}
