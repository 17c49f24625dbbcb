import { appendToQuery, pairName, queryPairs, rawQuery } from './raw-query.ts';

/** UTM values of a link or content. `false` instead of them turns UTM off (signed URLs). */
export interface Utm {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
}

/**
 * The UTM parameters that a link adds, as names and plain values. The fields of `own` (the link's, else its content's)
 * replace the channel's `defaults`, in which '' leaves a parameter out. The link's `campaign` ('' for none) is used if
 * `own` names none.
 */
export function effectiveUtm(
  own: Utm | false | null,
  defaults: Readonly<Utm>,
  campaign: string,
): [string, string][] {
  if (own === false) return [];
  const utm: Utm = { ...defaults, ...(campaign !== '' && { campaign }), ...own };
  return UTM_FIELDS.flatMap((field) => {
    const value = utm[field];
    return value ? [[`utm_${field}`, value]] : [];
  });
}

/** Appends the parameters that `href` does not have yet. Names are compared decoded and in any case. */
export function withUtm(href: string, parameters: readonly (readonly [string, string])[]): string {
  const present = new Set(queryPairs(rawQuery(href)).map((pair) => pairName(pair).toLowerCase()));
  const missing = parameters.filter(([name]) => !present.has(name.toLowerCase()));
  return appendToQuery(href, missing.map(([name, value]) => `${name}=${encodeValue(value)}`).join('&'));
}

/**
 * Appends a visitor's query to `href`. `query` is everything after the first `?` of the visitor's URL. All of it ends
 * up inside the query, so that it cannot change the destination.
 */
export function withForwardedQuery(href: string, query: string): string {
  // The setter encodes characters that a query cannot contain, such as `#`. The `?` keeps a leading `?` of the query.
  const url = new URL('https://sotto.invalid/');
  url.search = `?${query}`;
  return appendToQuery(href, url.search.slice(1));
}

export const UTM_FIELDS = [
  'source',
  'medium',
  'campaign',
  'term',
  'content',
] as const satisfies (keyof Utm)[];

// `new URL` encodes an apostrophe in a query as %27, `encodeURIComponent` does not. A text that was cut may end in half
// a surrogate pair, for which `encodeURIComponent` would throw.
function encodeValue(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll("'", '%27');
}
