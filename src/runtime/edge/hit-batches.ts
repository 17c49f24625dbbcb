/** Hits of one turn of the isolate go together: a message each, and one journey for all. */
import type { HitMessage } from './hit-message.ts';

/** Messages that the queue takes at once. Ours have less than 2 kB, a hundred of them less than its 256 kB. */
const MOST = 100;
/** A batch that is under way for so long has been forsaken: the platform ended the request that was to send it. */
const FORSAKEN_MS = 10_000;

interface Batch {
  /** When its first hit came. */
  since: number;
  messages: HitMessage[];
}

/** What becomes of messages, each of which may go both ways: under its id it counts once. */
interface Ways {
  send(messages: HitMessage[]): Promise<void>;
  /** For what was to be sent and is not known to be. */
  rescue(messages: HitMessage[]): Promise<void>;
  /** Lets `work` end, as part of whichever request is running. */
  later(work: Promise<void>): void;
}

/**
 * The request of the first hit sends those of all that came in the same turn, within what it may do after its answer:
 * the others leave theirs in a list, which belongs to no request, and cost the platform nothing. Nobody waits longer
 * than a turn. Should the platform end that one request before its batch has arrived, the next one rescues it.
 */
export function gatherHits({ send, rescue, later }: Ways): (message: HitMessage) => void {
  /** Not known to have arrived. */
  const underWay = new Set<Batch>();
  let open: Batch | undefined;

  const rescueForsaken = (now: number) => {
    for (const batch of underWay) {
      if (now - batch.since < FORSAKEN_MS) continue;
      underWay.delete(batch);
      later(rescue(batch.messages));
    }
  };

  const sendAfterTurn = async (batch: Batch) => {
    await endOfTurn();
    if (open === batch) open = undefined;
    await send(batch.messages).finally(() => underWay.delete(batch));
  };

  return (message) => {
    const now = message.hit.at;
    if (open && open.messages.length < MOST && now - open.since < FORSAKEN_MS) {
      open.messages.push(message);
      return;
    }
    rescueForsaken(now);
    open = { since: now, messages: [message] };
    underWay.add(open);
    later(sendAfterTurn(open));
  };
}

/** After the requests that have come in already, before anything is waited for. */
const endOfTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
