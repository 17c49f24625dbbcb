/** The hit log at the edge: no visitor waits for it. */
import { type Counters, countLost, countStored } from '../../../counters.ts';
import type { StampedHit } from '../../../hits/hit.ts';
import { drawNonce } from '../../../hits/hit-nonce.ts';
import type { Clock, HitLog, Log } from '../../../ports.ts';
import type { Deliveries } from '../../../store/hit-log/queue-deliveries.ts';
import type { DeferWork } from '../defer.ts';
import type { EdgeEnv } from '../env.ts';
import { batchHits } from './batch-hits.ts';
import { deadLetterOf } from './dead-letter.ts';

interface EdgeLogDeps {
  queue: EdgeEnv['HITS'];
  deliveries: Pick<Deliveries, 'take'>;
  counters: Counters;
  clock: Clock;
  defer: DeferWork;
  log: Log;
}

/**
 * Accepts hits without waiting and stores them after the response: through the queue, or directly in D1 if there is no
 * queue or it fails. Hits that become dead letters count some minutes later, as clicks of unknown visitors. Hits that neither
 * the queue nor D1 accepts are counted as lost.
 */
export function createEdgeLog({ queue, deliveries, counters, clock, defer, log }: EdgeLogDeps): HitLog {
  const write = async (hits: StampedHit[]) => {
    try {
      await deliveries.take(hits, [], clock());
    } catch (err) {
      // Isolates that write at the same time may overtake one another too often. Dead letters are not affected by this.
      log.warn(
        { err, hits: hits.length },
        'Hits could not be stored: they become dead letters, and cron stores them',
      );
      await deliveries.take([], hits.map(deadLetterOf), clock());
    }
  };

  const send = async (hits: StampedHit[]) => {
    if (!queue) return write(hits);
    try {
      await queue.send({ v: 1, hits });
    } catch (err) {
      log.warn({ err, hits: hits.length }, 'The queue did not accept hits: they are written to D1 directly');
      // The queue may have accepted them although it failed; their nonces ensure that they count once.
      await write(hits);
    }
  };

  const counting = (work: (hits: StampedHit[]) => Promise<void>) => async (hits: StampedHit[]) => {
    try {
      await work(hits);
      countStored(counters, hits);
    } catch (err) {
      countLost(counters, hits.length, clock());
      throw err;
    }
  };

  const add = batchHits({
    send: counting(send),
    resend: counting(write),
    defer: (work) => defer(work, 'Hits are lost: neither the queue nor D1 accepted them'),
  });
  return { append: async (hit) => add({ ...hit, nonce: drawNonce() }) };
}
