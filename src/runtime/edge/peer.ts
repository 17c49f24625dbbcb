import type { Context } from 'hono';
import { placeOf } from '../../hits/place.ts';
import type { Settings } from '../../ports.ts';
import type { Peer } from '../../redirect/facts.ts';

/** Who asks, by the platform's word alone: no header that a client could send. */
export function edgePeer({ places = 'country' }: Settings): (c: Context) => Peer {
  return (c) => {
    const { asn, country, region, city } = c.req.raw.cf ?? {};
    const within = places === 'country' ? {} : places === 'region' ? { region } : { region, city };
    const address = c.req.header('CF-Connecting-IP') ?? null;
    return { address, place: placeOf(country, within), ...(typeof asn === 'number' && { network: asn }) };
  };
}
