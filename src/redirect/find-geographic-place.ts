import type { Classification } from '../hits/classify/classify.ts';
import { type Place, runsOnSharersDevice, UNKNOWN_PLACE } from '../hits/geographic-place.ts';
import type { Address } from '../net/address.ts';
import type { Deps } from '../ports.ts';

/** What is known about a client's place: its address, and the place that the platform names, if any. */
export interface Locatable {
  address: Address | null;
  place: Place | undefined;
}

/** The place that the platform names, else the one of the address; unknown for a fetcher on the sharer's device. */
export type FindPlace = (client: Locatable, classification: Pick<Classification, 'kind' | 'app'>) => Place;

/** A failed look-up is logged and makes the place unknown. */
export function createFindPlace({ geo, log }: Pick<Deps, 'geo' | 'log'>): FindPlace {
  return ({ address, place }, classification) => {
    try {
      return runsOnSharersDevice(classification) ? UNKNOWN_PLACE : (place ?? geo(address));
    } catch (err) {
      log.error({ err }, 'The country of a visitor could not be looked up');
      return UNKNOWN_PLACE;
    }
  };
}
