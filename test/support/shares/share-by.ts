/** Shares as the share door stores them, for tests that begin after it. */

import { visitorKey } from '../../../src/hits/judge/hash-map.ts';
import { visitorParts } from '../../../src/hits/visitor.ts';
import type { Link } from '../../../src/links/link.ts';
import { parseAddress } from '../../../src/net/address.ts';
import type { Share } from '../../../src/shares/share.ts';
import { shareCode } from '../../../src/shares/share-code.ts';
import { SLUG_ALPHABET } from '../../../src/urls/slug.ts';
import { unique } from '../fixtures/records.ts';
import { CHROME, type Sotto } from '../runtimes/sotto.ts';

let codes = 0;
/** A code that no other share of the test has. */
export const newCode = (): string => {
  let text = '';
  for (let rest = ++codes * 7_919; text.length < 6; rest = Math.floor(rest / SLUG_ALPHABET.length) + 11)
    text += SLUG_ALPHABET.charAt(rest % SLUG_ALPHABET.length);
  return shareCode(text);
};

interface SharedBy {
  /** Null: a person who opted out. */
  peer: string | null;
  code?: string | null;
  parent?: Share;
}

/** Somebody presses a share button of the link now. */
export async function shareBy(sotto: Sotto, link: Pick<Link, 'id'>, by: SharedBy): Promise<Share> {
  const { peer, code = null, parent } = by;
  const found = await sotto.store.links.get(link.id);
  if (!found) throw new Error('There is no such link');
  const at = sotto.clock.now;
  const address = peer === null ? null : parseAddress(peer);
  const parts = visitorParts({ address, optedOut: peer === null, userAgent: CHROME }, found.domain);
  const hash = parts && sotto.deps.visitorHash(parts, at);
  const stored = await sotto.store.shares.add(
    {
      id: `shr_${unique()}`,
      at,
      contentRowId: found.contentRowId,
      linkRowId: found.rowId,
      code,
      parentRowId: parent?.rowId ?? null,
      generation: parent ? parent.generation + 1 : 0,
      source: 'link',
    },
    hash === null ? null : { visitor: visitorKey(found.rowId, hash), onceWithinMs: 10_000 },
  );
  if (typeof stored !== 'object') throw new Error('The share could not be stored');
  return stored.share;
}
