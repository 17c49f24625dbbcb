/** What the queues deliver: hits to be stored, and hits that could not be. */
import type { StampedHit } from '../../../hits/hit.ts';
import type { Clock, Log } from '../../../ports.ts';
import type { Deliveries, Unstorable } from '../../../store/hit-log/deliveries.ts';
import { SLICE, type SumsRunner } from '../../../store/sums/runner.ts';
import type { Later } from '../defer.ts';
import { parkableIn, readMessage } from './message.ts';

/** How the names of queues for dead letters end in every environment. */
const DEAD = '-dead';
const MAX_DELAY_SECONDS = 3_600;
/** Hits that are stored in one transaction of D1. */
const MAX_HITS = 2_000;

/** Seconds until a message is delivered again that was tried so often: twice as long each time, up to an hour. */
export const retryDelay = (attempts: number) => Math.min(2 ** attempts, MAX_DELAY_SECONDS);

interface Parts {
  deliveries: Pick<Deliveries, 'take'>;
  sums: Pick<SumsRunner, 'rollUp'>;
  clock: Clock;
  log: Log;
}

/** Takes a whole batch, or leaves it to be delivered again. Never rejects. */
export type Consume = (batch: MessageBatch, later: Later) => Promise<void>;

/** Make one per isolate: it counts what waits for the roll-up, so that D1 need not be asked for each batch. */
export function createConsumer({ deliveries, sums, clock, log }: Parts): Consume {
  /** Hits stored here since the last roll-up. Cron rolls up whatever another isolate has left. */
  let waiting = 0;

  const store = async (batch: MessageBatch, later: Later) => {
    const read = batch.messages.map(({ body }) => readMessage(body));
    const hits = read.flatMap((message) => message.hits);
    const unstorable = read.flatMap((message) => message.unstorable);
    const parts = partsOf(hits);
    const last = parts.pop() ?? [];
    const take = async (part: StampedHit[], others: Unstorable[]) => {
      const stored = await deliveries.take(part, others, clock());
      waiting += stored;
    };
    for (const part of parts) await take(part, []);
    // What is not a hit is parked with the last part, so that a batch that fails and comes again parks it once.
    await take(last, unstorable);
    if (unstorable.length > 0) {
      log.error({ parked: unstorable.length }, 'Messages that are not hits were parked');
    }
    if (waiting < SLICE) return;
    waiting = 0;
    // The batch is stored even if this fails; cron tries again.
    later(sums.rollUp(), 'The hits of delivered batches could not be rolled up');
  };

  /** One by one: whatever cannot be parked must not keep the others from it. */
  const park = async (message: Message) => {
    const unstorable = parkableIn(message.body);
    await deliveries.take([], unstorable, clock());
    message.ack();
    log.error({ parked: unstorable.length }, 'Hits that could not be stored were parked');
  };

  const retry = (messages: readonly Message[], err: unknown) => {
    log.warn({ err, messages: messages.length }, 'Messages will be delivered again');
    // Message by message: those of one batch may have been tried more or less often.
    for (const message of messages) message.retry({ delaySeconds: retryDelay(message.attempts) });
  };

  return async (batch, later) => {
    if (batch.queue.endsWith(DEAD)) {
      for (const message of batch.messages) await park(message).catch((err) => retry([message], err));
      return;
    }
    try {
      await store(batch, later);
      batch.ackAll();
    } catch (err) {
      retry(batch.messages, err);
    }
  };
}

function partsOf(hits: StampedHit[]): StampedHit[][] {
  const parts: StampedHit[][] = [];
  for (let from = 0; from < hits.length; from += MAX_HITS) parts.push(hits.slice(from, from + MAX_HITS));
  return parts;
}
