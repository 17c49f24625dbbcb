/** Where a hit came from, as far as it may be known. */
import { APP_ENTRIES } from './apps/apps.ts';
import type { Kind } from './hit.ts';

/** `country` in ISO 3166-1 alpha-2. Empty strings mean unknown. */
export interface Place {
  country: string;
  region: string;
  city: string;
}

export const NOWHERE: Readonly<Place> = { country: '', region: '', city: '' };

/** How exact a place is kept, from coarse to fine: each includes those before it. */
export const PLACE_DETAILS = ['country', 'region', 'city'] as const;
export type PlaceDetail = (typeof PLACE_DETAILS)[number];

const LONGEST_NAME = 80;
const nameOf = (text: unknown) => (typeof text === 'string' ? text.slice(0, LONGEST_NAME) : '');

/**
 * The place of a country code as databases and platforms write them: they also have words for "unknown". Region and
 * city are names, which mean nothing without their country.
 */
export function placeOf(country: unknown, within: { region?: unknown; city?: unknown } = {}): Place {
  const known = typeof country === 'string' && /^(?!XX|ZZ)[A-Z]{2}$/.test(country);
  return known ? { country, region: nameOf(within.region), city: nameOf(within.city) } : NOWHERE;
}

const SHARERS = new Set<string>(
  APP_ENTRIES.flatMap(([app, { fetchers = [] }]) =>
    fetchers.some(({ fromSharer }) => fromSharer) ? [app] : [],
  ),
);

/** Whether a fetcher like this runs on the device of whoever shared the link: its place is nobody's business. */
export function isSharer({ kind, app }: { kind: Kind; app: string }): boolean {
  return kind !== 'click' && SHARERS.has(app);
}
