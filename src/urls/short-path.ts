import { isMark } from './mark.ts';
import { slugProblem } from './slug.ts';

/** `mark` is null if it is absent or malformed: a malformed mark does not prevent the redirect. */
export interface ShortPath {
  slug: string;
  mark: string | null;
  /** The path ends in `+`, which asks for the information page. */
  wantsInfo: boolean;
}

/** Punctuation that linkifiers include at the end of an address. */
const TRAILING = new Set('/.,;:!?)]}\'"»~*_');

/**
 * Parses `/{slug}` and `/{slug}.{mark}`, both with an optional `+`. Null if the path cannot be a short link. `pathname`
 * is that of a URL; its segments are percent-decoded once.
 */
export function parseShortPath(pathname: string): ShortPath | null {
  const [first = '', ...rest] = pathname.slice(1).split('/').map(decodeOnce);
  if (rest.some((segment) => trimTrailing(segment) !== '')) return null;
  const typed = trimTrailing(first);
  const wantsInfo = typed.endsWith('+');
  const text = wantsInfo ? trimTrailing(typed.slice(0, -1)) : typed;
  const dot = text.indexOf('.');
  const slug = dot === -1 ? text : text.slice(0, dot);
  if (slugProblem(slug) !== null) return null;
  const mark = dot === -1 ? '' : text.slice(dot + 1);
  return { slug, mark: isMark(mark) ? mark : null, wantsInfo };
}

/** Malformed sequences stay as they are; all others are decoded. */
function decodeOnce(segment: string): string {
  return segment.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

// A loop, since `/[…]+$/` takes quadratic time for long runs inside the text.
function trimTrailing(text: string): string {
  let end = text.length;
  while (end > 0 && TRAILING.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
