import { placeOf } from '../../../hits/place.ts';
import type { Settings } from '../../../ports.ts';
import type { Peer } from '../../../redirect/facts.ts';

/** The client as the platform names it, in a header and properties that no client can set. */
export function edgePeer({ places = 'country' }: Settings): (request: Request) => Peer {
  return ({ cf = {}, headers }) => {
    const { asn, country, region, city } = cf;
    const within = places === 'country' ? {} : places === 'region' ? { region } : { region, city };
    const address = headers.get('CF-Connecting-IP');
    return { address, place: placeOf(country, within), ...(typeof asn === 'number' && { network: asn }) };
  };
}
