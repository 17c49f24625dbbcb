import { describe, expect, it } from 'vitest';
import { placeOf, UNKNOWN_PLACE } from '../../../src/hits/geographic-place.ts';
import { parseAddress } from '../../../src/net/address.ts';
import type { Geo } from '../../../src/ports.ts';
import { createFindPlace } from '../../../src/redirect/find-geographic-place.ts';

const CLICK = { kind: 'click', app: '' } as const;
const CLIENT = { address: parseAddress('203.0.113.7'), place: undefined };

function open(geo: Geo) {
  const errors: Record<string, unknown>[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (fields: Record<string, unknown>) => errors.push(fields),
  };
  return { findPlace: createFindPlace({ geo, log }), errors };
}

describe('the place of a visit', () => {
  const { findPlace } = open((address) => placeOf(address === null ? null : 'FR'));

  it('is the one that the platform names', () => {
    expect(findPlace({ ...CLIENT, place: placeOf('CH') }, CLICK)).toEqual(placeOf('CH'));
    expect(findPlace({ ...CLIENT, place: UNKNOWN_PLACE }, CLICK)).toEqual(UNKNOWN_PLACE);
  });

  it('is looked up by address if the platform names none', () => {
    expect(findPlace(CLIENT, CLICK)).toEqual(placeOf('FR'));
    expect(findPlace({ ...CLIENT, address: null }, CLICK)).toEqual(UNKNOWN_PLACE);
  });

  it('is unknown for a preview fetcher on the device of the person who shared the link', () => {
    const sharer = { kind: 'preview', app: 'whatsapp' } as const;
    expect(findPlace(CLIENT, sharer)).toEqual(UNKNOWN_PLACE);
    expect(findPlace({ ...CLIENT, place: placeOf('CH') }, sharer)).toEqual(UNKNOWN_PLACE);
  });

  it('is unknown if the look-up fails, which is logged', () => {
    const broken = open(() => {
      throw new Error('disk full');
    });
    expect(broken.findPlace(CLIENT, CLICK)).toEqual(UNKNOWN_PLACE);
    expect(broken.errors).toHaveLength(1);
  });
});
