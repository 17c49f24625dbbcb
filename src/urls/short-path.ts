import { utf8Text } from '../bytes.ts';
import { isMark } from './mark.ts';
import { slugProblem } from './slug.ts';

/** `mark` is null if it is absent or malformed: a malformed mark does not prevent the redirect. */
export interface ShortPath {
  slug: string;
  mark: string | null;
  /** A `+` follows the slug or the mark, which asks for the information page. */
  wantsInfo: boolean;
  /** Parameters that were added to the path, such as `utm_source=x` in `/guide&utm_source=x`; '' if none. */
  query: string;
}

/** The first text that can be a slug with a mark. */
const TOKEN = /[A-Za-z0-9][A-Za-z0-9._-]*/;

/** Separates parameters from a slug, if nothing that could be text stands between. */
const BEFORE_PARAMETERS = /^[^A-Za-z0-9_&?;=-]*[&?;=]/;

/** Asks for the information page, if no text follows. */
const BEFORE_INFO = /^[^A-Za-z0-9/&?;=]*\+/;

/**
 * Parses `/{slug}` and `/{slug}.{mark}`, both with an optional `+`. What cannot be part of a slug is ignored before and
 * after it: links are copied together with quotes, brackets and invisible characters, and programs add parameters
 * without a `?`. Null if the path cannot be a short link. `pathname` is that of a URL; it is percent-decoded once.
 */
export function parseShortPath(pathname: string): ShortPath | null {
  const text = decodeOnce(pathname);
  const found = TOKEN.exec(text);
  if (found === null) return null;
  const [slug = '', ...marks] = trimEnd(found[0]).split('.');
  const rest = text.slice(found.index + found[0].length);
  if (slugProblem(slug) !== null || /^\/+[A-Za-z0-9_-]/.test(rest)) return null;
  const mark = marks.join('.');
  const hasParameters = BEFORE_PARAMETERS.test(rest);
  return {
    slug,
    mark: isMark(mark) ? mark : null,
    wantsInfo: BEFORE_INFO.test(rest) && (hasParameters || !/[A-Za-z0-9]/.test(rest)),
    query: hasParameters ? parametersOf(pathname, text.slice(0, found.index)) : '',
  };
}

/** Malformed sequences become U+FFFD, which is no part of a slug. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    const bytes = encoded.slice(1).split('%');
    return utf8Text(Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)));
  });
}

// A loop, since `/[…]+$/` takes quadratic time for long runs inside the text.
function trimEnd(token: string): string {
  let end = token.length;
  while ('._-'.includes(token.charAt(end - 1))) end -= 1;
  return token.slice(0, end);
}

const SEPARATOR = /[&?;=]|%(?:26|3f|3b|3d)/gi;

/** The parameters as a raw query. If their separator is percent-encoded, all of them are, and are decoded once. */
function parametersOf(pathname: string, before: string): string {
  const skipped = before.match(SEPARATOR)?.length ?? 0;
  const separator = [...pathname.matchAll(SEPARATOR)][skipped];
  if (separator === undefined) return '';
  const raw = pathname.slice(separator.index + separator[0].length);
  const query = separator[0].length > 1 ? decodeOnce(raw) : raw;
  // Links in HTML are copied with `&amp;`.
  return /[A-Za-z0-9]/.test(query) ? query.replaceAll(/(^|&)amp;/g, '$1').replace(/^[&?;=]+/, '') : '';
}
