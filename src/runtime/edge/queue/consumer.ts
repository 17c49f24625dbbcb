/** The consumer of both queues: of hits, and of dead letters. */
import type { StampedHit } from '../../../hits/hit.ts';
import type { Clock, Log } from '../../../ports.ts';
import type { Deliveries, Unstorable } from '../../../store/hit-log/queue-deliveries.ts';
import { HITS_PER_SLICE, type SumsRunner } from '../../../store/sums/sums-jobs.ts';
import type { DeferWork } from '../defer.ts';
import { deadLettersIn, readMessage } from './message.ts';

/** The name of the dead-letter queue ends so in every environment. */
const DEAD_LETTER_SUFFIX = '-dead';
const MAX_DELAY_SECONDS = 3_600;
/** Hits per transaction of D1. */
const MAX_HITS = 2_000;

/** Seconds until a message that was tried so often is delivered again: exponential backoff, up to an hour. */
export const retryDelay = (attempts: number) => Math.min(2 ** attempts, MAX_DELAY_SECONDS);

interface ConsumerDeps {
  deliveries: Pick<Deliveries, 'take'>;
  sums: Pick<SumsRunner, 'rollUp'>;
  clock: Clock;
  log: Log;
}

/** Stores a whole batch, or leaves it to be delivered again. Never rejects. */
export type ConsumeBatch = (batch: MessageBatch, defer: DeferWork) => Promise<void>;

/** Use one per isolate: it counts the hits that wait for a roll-up, which saves asking D1 after every batch. */
export function createConsumer({ deliveries, sums, clock, log }: ConsumerDeps): ConsumeBatch {
  /** Hits stored by this isolate since its last roll-up. Cron rolls up what other isolates leave. */
  let waiting = 0;

  const store = async (batch: MessageBatch, defer: DeferWork) => {
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
    // Dead letters are stored with the last part: a batch that fails and is delivered again then stores them once.
    await take(last, unstorable);
    if (unstorable.length > 0) {
      log.error({ deadLetters: unstorable.length }, 'Messages that are not hits became dead letters');
    }
    if (waiting < HITS_PER_SLICE) return;
    waiting = 0;
    // The batch is stored even if this fails: cron tries again.
    defer(sums.rollUp(), 'The hits of delivered batches could not be rolled up');
  };

  /** Messages are kept one by one, so that one that fails does not hold up the others. */
  const keepDeadLetter = async (message: Message) => {
    const unstorable = deadLettersIn(message.body);
    await deliveries.take([], unstorable, clock());
    message.ack();
    log.error({ deadLetters: unstorable.length }, 'Hits that could not be stored became dead letters');
  };

  const retry = (messages: readonly Message[], err: unknown) => {
    log.warn({ err, messages: messages.length }, 'Messages will be delivered again');
    // The messages of one batch may have been tried different numbers of times.
    for (const message of messages) message.retry({ delaySeconds: retryDelay(message.attempts) });
  };

  return async (batch, defer) => {
    if (batch.queue.endsWith(DEAD_LETTER_SUFFIX)) {
      for (const message of batch.messages)
        await keepDeadLetter(message).catch((err) => retry([message], err));
      return;
    }
    try {
      await store(batch, defer);
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
