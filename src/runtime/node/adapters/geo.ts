/** Looks up the country of an address in the database of an npm package (its sources are named in the documentation). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader } from 'mmdb-lib';
import { placeOf, UNKNOWN_PLACE } from '../../../hits/geographic-place.ts';
import { isPublic } from '../../../net/address.ts';
import type { Geo } from '../../../ports.ts';

const DATABASE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** Reads the database (8 MB, IPv4 and IPv6) into memory. Throws if it is missing. */
export function openGeo(): Geo {
  const file = readFileSync(createRequire(import.meta.url).resolve(DATABASE));
  // The cache has one entry per country. Without it, half of a lookup is decoding.
  const reader = new Reader(file, { cache: new Map() });
  return (address) => {
    // The database has countries even for networks that are not public.
    if (address === null || !isPublic(address)) return UNKNOWN_PLACE;
    const found: unknown = reader.get(address.toString());
    const named = typeof found === 'object' && found !== null && 'country_code' in found;
    return named ? placeOf(found.country_code) : UNKNOWN_PLACE;
  };
}
