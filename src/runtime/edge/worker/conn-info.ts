import { placeOf } from '../../../hits/geographic-place.ts';
import type { Settings } from '../../../ports.ts';
import type { ConnInfo } from '../../../redirect/request-facts.ts';

/** The client as the platform names it, in a header and properties that no client can set. */
export function edgeConnInfo({ places = 'country' }: Settings): (request: Request) => ConnInfo {
  return ({ cf = {}, headers }) => {
    const { asn, country, region, city } = cf;
    const within = places === 'country' ? {} : places === 'region' ? { region } : { region, city };
    const address = headers.get('CF-Connecting-IP');
    return { address, place: placeOf(country, within), ...(typeof asn === 'number' && { asn }) };
  };
}
