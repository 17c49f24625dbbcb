/**
 * THE list of reasons, with what each means. Every hit that is no click has one; a click has one only where
 * something speaks against a person.
 */
export const REASONS = {
  own_test: 'From one of the operator’s own networks, or under the mark `.test`.',
  head: 'Asked with HEAD: whoever asks so reads nothing.',
  prefetch: 'The browser loads ahead of a click, and says so in `Sec-Purpose`.',
  prerender: 'The browser even draws the page ahead of a click.',
  legacy_purpose: 'The same, said by an older header: `Purpose`, `X-Purpose` or `X-Moz`.',
  preview_agent: 'The User-Agent is that of an app’s preview fetcher.',
  preview_words: 'The User-Agent calls itself a fetcher of previews, for an app unknown here.',
  scanner_agent: 'The User-Agent names a product that checks links for mail systems.',
  isbot: 'The User-Agent is a program’s by its own words.',
  empty_agent: 'There is no User-Agent.',
  absurd_agent: 'No browser has a User-Agent like this.',
  embedded: 'Requested as an image, frame, script or the like, which is no visit.',
  no_fetch_metadata: 'One sign: a browser that tells how it navigates did not.',
  hosting_network: 'One sign: from a network of rented servers or of a mail filter.',
  burst: 'One sign: several links were opened from its network within seconds.',
  two_signs: 'Two signs together: no person, but a scanner.',
  repeat: 'The same person on the same link, a moment later.',
} as const;

export type Reason = keyof typeof REASONS;
