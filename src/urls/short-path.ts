import { isMark } from './mark.ts';
import { slugProblem } from './slug.ts';

/** `mark` is null when there is none or it is malformed: a bad mark never costs the redirect. */
export interface ShortPath {
  slug: string;
  mark: string | null;
  /** A `+` at the end asks where the link goes. */
  asksWhere: boolean;
}

/** What linkifiers drag along behind an address. */
const DRAGGED = new Set('/.,;:!?)]}\'"»~*_');

/**
 * What `/{slug}`, `/{slug}.{mark}` and either with a `+` name; null for what can be no short link.
 * `pathname` is a URL's: its first segment is percent-decoded once.
 */
export function parseShortPath(pathname: string): ShortPath | null {
  const [first = '', ...rest] = pathname.slice(1).split('/').map(decodeOnce);
  if (rest.some((segment) => withoutDragged(segment) !== '')) return null;
  const typed = withoutDragged(first);
  const asksWhere = typed.endsWith('+');
  const text = asksWhere ? withoutDragged(typed.slice(0, -1)) : typed;
  const dot = text.indexOf('.');
  const slug = dot === -1 ? text : text.slice(0, dot);
  if (slugProblem(slug) !== null) return null;
  const mark = dot === -1 ? '' : text.slice(dot + 1);
  return { slug, mark: isMark(mark) ? mark : null, asksWhere };
}

/** Malformed sequences stay as they are and cost only themselves. */
function decodeOnce(segment: string): string {
  return segment.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

// A loop, since `/[…]+$/` takes quadratic time on long runs that do not end the text.
function withoutDragged(text: string): string {
  let end = text.length;
  while (end > 0 && DRAGGED.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
