/** Hits that come in one turn of the isolate go together: one message for all of them. */
import type { StampedHit } from '../../../hits/hit.ts';

/** Hits per message. */
const MAX_HITS = 100;
/** The queue takes 128 kB per message, and adds some bytes of its own. */
const MAX_BYTES = 125_000;
/** More than the JSON of a hit takes besides its texts, and more than any character of these takes. */
const BYTES_PER_HIT = 300;
const BYTES_PER_CHARACTER = 6;
/** A batch that was not sent for so long is abandoned: the platform ended the request that was to send it. */
const ABANDONED_MS = 10_000;

interface Batch {
  /** The time of its first hit. */
  since: number;
  hits: StampedHit[];
  /** At most so many, as JSON. */
  bytes: number;
}

/** Where hits go. A hit may go both ways: with its nonce it counts once. */
interface Ways {
  send(hits: StampedHit[]): Promise<void>;
  /** For hits that were to be sent and may not have been. */
  resend(hits: StampedHit[]): Promise<void>;
  /** Lets `work` end, as part of the request that is running. */
  defer(work: Promise<void>): void;
}

/**
 * The request of the first hit sends all that come in the same turn, after its answer has left. The others add theirs to
 * a list that belongs to no request, which costs the platform nothing. No hit waits longer than a turn. If the platform
 * ends that one request before its batch has arrived, the first hit after ten seconds sends the batch again.
 */
export function batchHits({ send, resend, defer }: Ways): (hit: StampedHit) => void {
  /** Not known to have arrived. */
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

/** The end of the turn: after the requests that have come in already. */
const endOfTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** How many bytes the hit can take as JSON. */
function atMostBytes(hit: StampedHit): number {
  let characters = 0;
  for (const value of Object.values(hit)) if (typeof value === 'string') characters += value.length;
  return BYTES_PER_HIT + BYTES_PER_CHARACTER * characters;
}
