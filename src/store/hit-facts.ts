import type { NewHit } from '../hits/hit.ts';
import { createDictionaries } from './dictionaries.ts';
import type { Engine } from './engine.ts';
import type { HitRow } from './hit-rows.ts';
import { kindCode } from './judged.ts';

// Drawn many at a time: a call for each would cost more than the rest of a row.
const nonces = new Int32Array(1024);
let drawn = nonces.length;

/** A random 32-bit integer that goes into a hit's public id. */
function nonce(): number {
  if (drawn === nonces.length) {
    crypto.getRandomValues(nonces);
    drawn = 0;
  }
  return nonces[drawn++] ?? 0;
}

/** Turns hits, in their order, into rows: facts become the numbers of their dictionaries, which learn what is new. */
export function createHitRows(engine: Engine): (hits: NewHit[]) => Promise<HitRow[]> {
  const idsOf = createDictionaries(engine);
  return async (hits) => {
    const ids = await idsOf(hits);
    return hits.map(({ at, linkRowId, kind, mark, visitor, network }, index) => ({
      nonce: nonce(),
      at,
      linkRowId,
      kind: kindCode(kind),
      anonymous: visitor === null ? 1 : 0,
      ...(ids[index] ?? { agentId: 0, placeId: 0, referrerId: 0 }),
      mark,
      visitor: kind === 'click' ? visitor : null,
      network,
    }));
  };
}
