/** How hits are parked: as messages of the queue, without the hashes that must not outlive the next day. */
import type { StampedHit } from '../../../hits/hit.ts';
import type { Unstorable } from '../../../store/hit-log/deliveries.ts';

const HASHES = ['visitor', 'network'];

/** Any message as text. */
export const withoutHashes = (body: unknown): string =>
  JSON.stringify(body, (key, value) => (HASHES.includes(key) ? undefined : value)) ?? 'undefined';

/** A message with this hit alone, whatever it is. */
export const bodyOf = (hit: unknown): string => withoutHashes({ v: 1, hits: [hit] });

/** A hit that is parked because it cannot be stored now. */
export const parkable = (hit: StampedHit): Unstorable => ({ hit, body: bodyOf(hit) });
