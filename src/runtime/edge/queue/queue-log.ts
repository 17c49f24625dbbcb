/** The hit log at the edge: no visitor waits for it. */
import type { Counters } from '../../../counters.ts';
import type { StampedHit } from '../../../hits/hit.ts';
import { drawNonce } from '../../../hits/nonce.ts';
import type { Clock, HitLog, Log } from '../../../ports.ts';
import type { Deliveries } from '../../../store/hit-log/deliveries.ts';
import type { Later } from '../defer.ts';
import type { EdgeEnv } from '../env.ts';
import { batchHits } from './batch-hits.ts';
import { parkable } from './dead-letter.ts';

interface Parts {
  queue: EdgeEnv['HITS'];
  deliveries: Pick<Deliveries, 'take'>;
  counters: Counters;
  clock: Clock;
  later: Later;
  log: Log;
}

/**
 * Accepts hits without waiting and stores them after the response: through the queue, or directly in D1 if there is no
 * queue or it fails. Hits that D1 can only park count some minutes later, as clicks of unknown visitors. Hits that neither
 * accepts are counted as lost.
 */
export function createEdgeLog({ queue, deliveries, counters, clock, later, log }: Parts): HitLog {
  const write = async (hits: StampedHit[]) => {
    try {
      await deliveries.take(hits, [], clock());
    } catch (err) {
      // Isolates that write at once overtake each other, and some may do so too often. None is in the way of parking.
      log.warn(
        { err, hits: hits.length },
        'Hits could not be stored at once: they are parked, and cron stores them',
      );
      await deliveries.take([], hits.map(parkable), clock());
    }
  };

  const send = async (hits: StampedHit[]) => {
    if (!queue) return write(hits);
    try {
      await queue.send({ v: 1, hits });
    } catch (err) {
      log.warn({ err, hits: hits.length }, 'The queue took no hits: they are written straight to D1');
      // The queue may have taken them although it failed: with their nonces they count once all the same.
      await write(hits);
    }
  };

  const counting = (work: (hits: StampedHit[]) => Promise<void>) => async (hits: StampedHit[]) => {
    try {
      await work(hits);
      for (const { kind } of hits) counters.hits[kind] += 1;
    } catch (err) {
      counters.hitsDropped += hits.length;
      throw err;
    }
  };

  const add = batchHits({
    send: counting(send),
    resend: counting(write),
    later: (work) => later(work, 'Hits are lost: neither the queue nor D1 took them'),
  });
  return { append: async (hit) => add({ ...hit, nonce: drawNonce() }) };
}
