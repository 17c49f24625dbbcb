/** The place of a hit. */
import { APP_ENTRIES } from './apps/apps.ts';
import type { HitKind } from './hit.ts';

/** `country` in ISO 3166-1 alpha-2. Empty strings mean unknown. */
export interface Place {
  country: string;
  region: string;
  city: string;
}

export const UNKNOWN_PLACE: Readonly<Place> = { country: '', region: '', city: '' };

/** How exactly a place is stored, from coarse to fine. Each level includes those before it. */
export const PLACE_DETAILS = ['country', 'region', 'city'] as const;
export type PlaceDetail = (typeof PLACE_DETAILS)[number];

const LONGEST_NAME = 80;
const nameOf = (text: unknown) => (typeof text === 'string' ? text.slice(0, LONGEST_NAME) : '');

/**
 * A place from values of a database or platform, which also have codes for "unknown". Region and city are names, which
 * are dropped if the country is unknown.
 */
export function placeOf(country: unknown, within: { region?: unknown; city?: unknown } = {}): Place {
  const known = typeof country === 'string' && /^(?!XX|ZZ)[A-Z]{2}$/.test(country);
  return known ? { country, region: nameOf(within.region), city: nameOf(within.city) } : UNKNOWN_PLACE;
}

const SHARER_APPS = new Set<string>(
  APP_ENTRIES.flatMap(([app, { fetchers = [] }]) =>
    fetchers.some(({ runsOnSharerDevice }) => runsOnSharerDevice) ? [app] : [],
  ),
);

/** Whether such a fetcher runs on the device of the person who shared the link. Its place must not be stored. */
export function runsOnSharersDevice({ kind, app }: { kind: HitKind; app: string }): boolean {
  return kind !== 'click' && SHARER_APPS.has(app);
}
