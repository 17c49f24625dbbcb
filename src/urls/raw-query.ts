/**
 * Queries as raw text. `URLSearchParams` would rewrite `%20`, `~` and `(`, which breaks signed URLs. Every `href` is as
 * `new URL(x).href` returned it.
 */

/** The raw pairs of a query without its `?`. Empty ones are left out. */
export function queryPairs(query: string): string[] {
  return query.split('&').filter((pair) => pair !== '');
}

/** The name of a pair, with percent-encoded ASCII decoded. All other `%` sequences stay, also malformed ones. */
export function pairName(pair: string): string {
  const [name = ''] = pair.split('=', 1);
  return name.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The raw query of `href` without its `?`; '' if there is none. */
export function rawQuery(href: string): string {
  const [location = ''] = href.split('#', 1);
  const start = location.indexOf('?');
  return start < 0 ? '' : location.slice(start + 1);
}

/** Inserts `text` after the query and before the fragment. Everything else stays byte for byte. */
export function appendToQuery(href: string, text: string): string {
  if (text === '') return href;
  const [location = ''] = href.split('#', 1);
  return location + separator(location) + text + href.slice(location.length);
}

function separator(location: string): string {
  if (!location.includes('?')) return '?';
  const query = rawQuery(location);
  return query === '' || query.endsWith('&') ? '' : '&';
}
