/** Countries by address, from the database in the npm package (README, "What is counted", names its sources). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader } from 'mmdb-lib';
import { placeOf, UNKNOWN_PLACE } from '../../../hits/place.ts';
import { isPublic } from '../../../net/address.ts';
import type { Geo } from '../../../ports.ts';

const DATABASE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** Reads the database (8 MB, both IPv4 and IPv6) into memory; throws where it is missing. */
export function openGeo(): Geo {
  const file = readFileSync(createRequire(import.meta.url).resolve(DATABASE));
  // One entry per country, not per address: half of a look-up is decoding.
  const reader = new Reader(file, { cache: new Map() });
  return (address) => {
    // The database has countries even for networks that are nobody's.
    if (address === null || !isPublic(address)) return UNKNOWN_PLACE;
    const found: unknown = reader.get(address.toString());
    const named = typeof found === 'object' && found !== null && 'country_code' in found;
    return named ? placeOf(found.country_code) : UNKNOWN_PLACE;
  };
}
