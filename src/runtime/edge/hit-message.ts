/** What travels through the queue. A worker of another version may have sent it. */
import * as z from 'zod/mini';
import { CERTAINTIES, KINDS, type NewHit } from '../../hits/hit.ts';
import type { Delivery, Unstorable } from '../../store/deliver-hits.ts';

/** Longer than anything that the redirect hands to the log. */
const LONGEST = 512;
const LATEST = 8.64e15; // of a Date

const text = z.string().check(z.maxLength(LONGEST));
const optional = z.nullable(text);
// A parked message has lost its hashes, and may be sent again.
const forgotten = z._default(optional, null);

const Hit = z.object({
  linkRowId: z.int().check(z.positive()),
  at: z.int().check(z.nonnegative(), z.maximum(LATEST)),
  kind: z.enum(KINDS),
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
  visitor: forgotten,
  network: forgotten,
}) satisfies z.ZodMiniType<NewHit>;

const Message = z.object({
  uid: z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/)),
  hit: Hit,
});

export type HitMessage = z.output<typeof Message>;

/** The hit of a message, or why there is none. */
export function readMessage(body: unknown): Delivery | Unstorable {
  const parsed = Message.safeParse(body);
  return parsed.success ? parsed.data : unstorable(body);
}

/** A message as it may be kept: without the hashes, which live no longer than their day. */
export function unstorable(body: unknown): Unstorable {
  const hashes = ['visitor', 'network'];
  const kept =
    JSON.stringify(body, (key, value) => (hashes.includes(key) ? undefined : value)) ?? 'undefined';
  const uid = Message.safeParse(body).data?.uid ?? null;
  return { uid, body: kept };
}
