/** Dead letters: hits that could not be stored, as messages of the queue without the hashes, which may not be kept for long. */
import type { StampedHit } from '../../../hits/hit.ts';
import type { Unstorable } from '../../../store/hit-log/queue-deliveries.ts';

const HASHES = ['visitor', 'network'];

/** A message of any form as text. */
export const withoutHashes = (body: unknown): string =>
  JSON.stringify(body, (key, value) => (HASHES.includes(key) ? undefined : value)) ?? 'undefined';

/** A message with one hit, valid or not. */
export const bodyOf = (hit: unknown): string => withoutHashes({ v: 1, hits: [hit] });

/** A valid hit that cannot be stored now. */
export const deadLetterOf = (hit: StampedHit): Unstorable => ({ hit, body: bodyOf(hit) });
