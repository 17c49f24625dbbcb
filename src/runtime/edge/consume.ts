/** What the queues deliver: hits to be stored, and those that could not be. */
import type { Clock, Log } from '../../ports.ts';
import type { Deliveries, Delivery, Unstorable } from '../../store/deliver-hits.ts';
import type { Folder } from '../../store/roll-up.ts';
import { readMessage, unstorable } from './hit-message.ts';
import type { Later } from './later.ts';

/** How the names of queues for dead letters end, whatever an environment calls them. */
const DEAD = '-dead';
const LONGEST_DELAY_SECONDS = 3_600;

/** Seconds until a message is delivered again that was tried so often: twice as long each time. */
export const retryDelay = (attempts: number) => Math.min(2 ** attempts, LONGEST_DELAY_SECONDS);

interface Parts {
  deliveries: Pick<Deliveries, 'take'>;
  folder: Pick<Folder, 'fold'>;
  clock: Clock;
  log: Log;
}

/** Takes a whole batch or leaves it to be delivered again. Never rejects. */
export type Consume = (batch: MessageBatch, later: Later) => Promise<void>;

export function createConsumer({ deliveries, folder, clock, log }: Parts): Consume {
  const store = async (batch: MessageBatch, later: Later) => {
    const read = batch.messages.map(({ body }) => readMessage(body));
    const hits = read.filter((each): each is Delivery => 'hit' in each);
    const unreadable = read.filter((each): each is Unstorable => 'body' in each);
    await deliveries.take(hits, unreadable, clock());
    if (unreadable.length > 0) {
      log.error({ messages: unreadable.length }, 'Messages that are no hits were parked');
    }
    // The batch is stored whatever becomes of the fold: cron folds what this one leaves.
    if (hits.length > 0) later(folder.fold(), 'A delivered batch could not be folded');
  };

  const park = async (batch: MessageBatch) => {
    await deliveries.take(
      [],
      batch.messages.map(({ body }) => unstorable(body)),
      clock(),
    );
    log.error({ messages: batch.messages.length }, 'Hits that could not be stored were parked');
  };

  return async (batch, later) => {
    const isDead = batch.queue.endsWith(DEAD);
    try {
      await (isDead ? park(batch) : store(batch, later));
      batch.ackAll();
    } catch (err) {
      log.warn({ err, messages: batch.messages.length, dead: isDead }, 'A batch will be delivered again');
      // Message by message: those of one batch may have been tried more or less often.
      for (const message of batch.messages) {
        message.retry({ delaySeconds: retryDelay(message.attempts) });
      }
    }
  };
}
