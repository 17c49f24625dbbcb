/** 36 characters without vowels and without look-alikes: no words, nothing to misread. */
export const SLUG_ALPHABET = '6789BCDFGHJKLMNPQRTWbcdfghjkmnpqrtwz';

/** Of random slugs: 36⁹ are 46.5 bits. One length, so that no half-typed slug is another link. */
export const SLUG_LENGTH = 9;

/** Of custom slugs, in characters, the channel's suffix included. */
export const MAX_SLUG_LENGTH = 64;

/** What is wrong with a custom slug, in words that follow its name; null when it is fine. */
export function slugProblem(text: string): string | null {
  if (text === '') return 'must not be empty';
  if (text.length > MAX_SLUG_LENGTH) return `must not be longer than ${MAX_SLUG_LENGTH} characters`;
  if (/[^A-Za-z0-9_-]/.test(text))
    return 'may only contain the letters A to Z and a to z, digits, "-" and "_"';
  if (/^[_-]/.test(text)) return 'must start with a letter or a digit';
  if (/[_-]$/.test(text)) return 'must end with a letter or a digit';
  return null;
}

/** The form in which two slugs that differ only by case are equal. */
export function slugKey(slug: string): string {
  return slug.toLowerCase();
}

/** A content's custom slug in one channel: `guide-wa`. It may be too long, which `slugProblem` says. */
export function channelSlug(base: string, suffix: string): string {
  return `${base}-${suffix}`;
}

/** Whether a slug would hide a mounted route. `reserved` holds the routes' first segments in lower case. */
export function isReserved(slug: string, reserved: ReadonlySet<string>): boolean {
  return reserved.has(slugKey(slug));
}
