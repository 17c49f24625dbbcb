/** Sends the hits that arrive in one turn of the isolate as one message. */
import type { StampedHit } from '../../../hits/hit.ts';

/** Hits per message. */
const MAX_HITS = 100;
/** The queue accepts 128 kB per message, and adds some bytes of its own. */
const MAX_BYTES = 125_000;
/** Upper bounds for the JSON of a hit without its texts, and for one character of these. */
const BYTES_PER_HIT = 300;
const BYTES_PER_CHARACTER = 6;
/** A batch that is not sent after so long is abandoned: the platform has ended the request that was to send it. */
const ABANDONED_MS = 10_000;

interface Batch {
  /** The time of its first hit. */
  since: number;
  hits: StampedHit[];
  /** An upper bound for its JSON. */
  bytes: number;
}

/** What happens to a batch. A hit may be both sent and resent: its nonce ensures that it counts once. */
interface BatchDeps {
  send(hits: StampedHit[]): Promise<void>;
  /** For hits that may not have been sent. */
  resend(hits: StampedHit[]): Promise<void>;
  /** Lets `work` finish as part of the request that is running. */
  defer(work: Promise<void>): void;
}

/**
 * The request of the first hit sends the hits of its turn after its own answer. The other requests only add to its batch,
 * which costs the platform nothing. No hit waits longer than a turn. If the platform ends the sending request too early,
 * the first hit after ten seconds sends the batch again.
 */
export function batchHits({ send, resend, defer }: BatchDeps): (hit: StampedHit) => void {
  /** Batches that are not known to have arrived. */
  const unsent = new Set<Batch>();
  let open: Batch | undefined;

  const resendAbandoned = (now: number) => {
    for (const batch of unsent) {
      if (now - batch.since < ABANDONED_MS) continue;
      unsent.delete(batch);
      defer(resend(batch.hits));
    }
  };

  const sendAfterTurn = async (batch: Batch) => {
    await endOfTurn();
    if (open === batch) open = undefined;
    await send(batch.hits).finally(() => unsent.delete(batch));
  };

  const fits = (batch: Batch, bytes: number, now: number) =>
    batch.hits.length < MAX_HITS && batch.bytes + bytes <= MAX_BYTES && now - batch.since < ABANDONED_MS;

  return (hit) => {
    const bytes = atMostBytes(hit);
    if (open && fits(open, bytes, hit.at)) {
      open.hits.push(hit);
      open.bytes += bytes;
      return;
    }
    resendAbandoned(hit.at);
    open = { since: hit.at, hits: [hit], bytes };
    unsent.add(open);
    defer(sendAfterTurn(open));
  };
}

/** Resolves after the requests that have arrived already. */
const endOfTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** An upper bound for the bytes of the hit as JSON. */
function atMostBytes(hit: StampedHit): number {
  let characters = 0;
  for (const value of Object.values(hit)) if (typeof value === 'string') characters += value.length;
  return BYTES_PER_HIT + BYTES_PER_CHARACTER * characters;
}
