/**
 * Queries as raw text. `URLSearchParams` is not used: it rewrites `%20`, `~` and `(`, which breaks signed
 * URLs. Every `href` here is as `new URL(x).href` gave it.
 */

/** The pairs of a query without its `?`, as they stand; nothing between two `&` is no pair. */
export function queryPairs(query: string): string[] {
  return query.split('&').filter((pair) => pair !== '');
}

/** The name of a pair, its ASCII percent-decoded. Any other `%` sequence stays, malformed ones included. */
export function pairName(pair: string): string {
  const [name = ''] = pair.split('=', 1);
  return name.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The raw query of `href` without its `?`; '' when there is none. */
export function rawQuery(href: string): string {
  const [location = ''] = href.split('#', 1);
  const start = location.indexOf('?');
  return start < 0 ? '' : location.slice(start + 1);
}

/** `href` with `text` after its query and before its fragment, everything else byte for byte. */
export function appendToQuery(href: string, text: string): string {
  if (text === '') return href;
  const [location = ''] = href.split('#', 1);
  return location + joint(location) + text + href.slice(location.length);
}

function joint(location: string): string {
  if (!location.includes('?')) return '?';
  const query = rawQuery(location);
  return query === '' || query.endsWith('&') ? '' : '&';
}
