/** A message of the queue: hits that arrived together. A worker of another version may have sent it. */
import * as z from 'zod/mini';
import { CERTAINTIES, HIT_KINDS, type StampedHit } from '../../../hits/hit.ts';
import type { Unstorable } from '../../../store/hit-log/queue-deliveries.ts';
import { bodyOf, deadLetterOf, withoutHashes } from './dead-letter.ts';

/** Longer than any text of a hit. */
const MAX_TEXT = 512;
const MAX_TIME = 8.64e15; // of a Date
const MAX_NONCE = 2 ** 31 - 1;

const text = z.string().check(z.maxLength(MAX_TEXT));
const optional = z.nullable(text);
// A dead letter has no hashes, and may be sent again.
const hash = z._default(optional, null);

const Hit = z.object({
  linkRowId: z.int().check(z.positive()),
  at: z.int().check(z.nonnegative(), z.maximum(MAX_TIME)),
  kind: z.enum(HIT_KINDS),
  device: text,
  os: text,
  browser: text,
  app: text,
  certainty: z.enum(['', ...CERTAINTIES]),
  reason: text,
  country: text,
  region: text,
  city: text,
  referrer: text,
  mark: optional,
  visitor: hash,
  network: hash,
  nonce: z.int().check(z.minimum(-MAX_NONCE - 1), z.maximum(MAX_NONCE)),
}) satisfies z.ZodMiniType<StampedHit>;

const Message = z.object({ v: z.literal(1), hits: z.array(z.unknown()) });

/** One message of the queue. */
export interface HitMessage {
  v: 1;
  hits: StampedHit[];
}

export interface ReadMessage {
  hits: StampedHit[];
  unstorable: Unstorable[];
}

/** The hits of a message, and the parts of it that are not hits. */
export function readMessage(body: unknown): ReadMessage {
  const message = Message.safeParse(body);
  if (!message.success) return { hits: [], unstorable: [{ hit: null, body: withoutHashes(body) }] };
  const read: ReadMessage = { hits: [], unstorable: [] };
  for (const each of message.data.hits) {
    const hit = Hit.safeParse(each);
    if (hit.success) read.hits.push(hit.data);
    else read.unstorable.push({ hit: null, body: bodyOf(each) });
  }
  return read;
}

/** The hits of an undeliverable message as one dead letter each, which can be sent to the queue again as it is. */
export function deadLettersIn(body: unknown): Unstorable[] {
  const { hits, unstorable } = readMessage(body);
  return [...hits.map(deadLetterOf), ...unstorable];
}
