/**
 * THE list of reasons and their meaning. Every hit that is not a click has one. A click has one only if a sign flags
 * it.
 */
export const REASONS = {
  own_test: 'From one of the operator’s own networks, or with the mark `.test`.',
  head: 'A HEAD request, which does not load the page.',
  method: 'Another method than GET and HEAD, on a link that passes it on (307 or 308).',
  prefetch: 'The browser loads the page before a click and says so in `Sec-Purpose`.',
  prerender: 'The browser renders the page before a click and says so in `Sec-Purpose`.',
  legacy_purpose:
    'The browser loads the page before a click and says so in an older header: `Purpose`, `X-Purpose` or `X-Moz`.',
  preview_agent: 'The User-Agent is an app’s preview fetcher.',
  preview_words: 'The User-Agent says that it fetches previews, for an unknown app.',
  scanner_agent: 'The User-Agent is a product that checks links for mail systems.',
  isbot: 'The User-Agent says that it is a program.',
  empty_agent: 'The User-Agent is empty.',
  absurd_agent: 'The User-Agent is too short or has no letters.',
  no_browser: 'The User-Agent names neither a browser nor its engine.',
  embedded: 'Requested as an image, frame, script or similar, which is not a visit.',
  no_fetch_metadata: 'One sign: the request lacks `Sec-Fetch-*` headers, which this browser sends.',
  hosting_network: 'One sign: the request comes from the network of a hosting provider or mail filter.',
  burst: 'One sign: several links were opened from the same network within seconds.',
  look_up:
    'An Office program looked up the address for its user. A click, unless somebody from the same network opened the link within ten seconds.',
  own: 'A click by the person who pressed a share button of the link, copy for example, within the ten minutes before. At most one click for each press; it stays a click.',
  two_signs: 'Two signs together, which make the hit a scanner.',
  repeat: 'The same person on the same link within a second.',
} as const;

export type Reason = keyof typeof REASONS;
