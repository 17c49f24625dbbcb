import type { ChannelUtm } from '../channels/channel.ts';
import { percentEncode } from '../channels/percent-encode.ts';
import { appendToQuery, pairName, queryPairs, rawQuery } from './raw-query.ts';

/** UTM values a link or content may carry; `false` in their place switches UTM off (signed URLs). */
export interface Utm {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
}

/**
 * The UTM parameters a link adds, as names and plain values. Each field of `own` (the link's, else its
 * content's) stands in for the channel's default; the link's `campaign` ('' for none) fills a campaign `own`
 * does not name.
 */
export function effectiveUtm(
  own: Utm | false | null,
  defaults: ChannelUtm,
  campaign: string,
): [string, string][] {
  if (own === false) return [];
  const utm: Utm = { ...defaults, campaign, ...own };
  return UTM_FIELDS.flatMap((field) => {
    const value = utm[field];
    return value ? [[`utm_${field}`, value]] : [];
  });
}

/** `href` with those of the parameters it does not have yet, by decoded name in any case. */
export function withUtm(href: string, parameters: readonly (readonly [string, string])[]): string {
  const present = new Set(queryPairs(rawQuery(href)).map((pair) => pairName(pair).toLowerCase()));
  const missing = parameters.filter(([name]) => !present.has(name.toLowerCase()));
  return appendToQuery(href, missing.map(([name, value]) => `${name}=${encodeValue(value)}`).join('&'));
}

/**
 * `href` with a visitor's query appended. `query` is what followed the first `?` of the visitor's URL;
 * whatever it holds ends up inside the query, so it never changes where the link leads.
 */
export function withForwardedQuery(href: string, query: string): string {
  // The setter encodes what a query may not hold, `#` included. Its own `?` keeps a visitor's leading one.
  const url = new URL('https://sotto.invalid/');
  url.search = `?${query}`;
  return appendToQuery(href, url.search.slice(1));
}

const UTM_FIELDS = ['source', 'medium', 'campaign', 'term', 'content'] as const satisfies (keyof Utm)[];

// `new URL` writes an apostrophe in a query as %27, `encodeURIComponent` leaves it.
function encodeValue(value: string): string {
  return percentEncode(value).replaceAll("'", '%27');
}
