/** The hit log at the edge: nothing here lets a visitor wait. */
import type { Counters } from '../../counters.ts';
import type { NewHit } from '../../hits/hit.ts';
import type { HitLog, Log } from '../../ports.ts';
import type { Deliveries } from '../../store/deliver-hits.ts';
import type { Store } from '../../store-ports.ts';
import type { EdgeEnv } from './env.ts';
import { gatherHits } from './hit-batches.ts';
import type { HitMessage } from './hit-message.ts';
import type { Later } from './later.ts';
import { uuidv7 } from './uid.ts';

interface Parts {
  queue: EdgeEnv['HITS'];
  /** Knows which hits the queue has delivered. */
  deliveries: Pick<Deliveries, 'take'>;
  hits: Pick<Store['hits'], 'append'>;
  counters: Counters;
  later: Later;
  log: Log;
}

const hitOf = ({ hit }: HitMessage) => hit;

/** Takes every hit at once and keeps it afterwards: in the queue, else in D1; what neither takes is counted as lost. */
export function createEdgeLog({ queue, deliveries, hits, counters, later, log }: Parts): HitLog {
  const counting = async (kept: NewHit[], work: Promise<unknown>) => {
    try {
      await work;
      for (const { kind } of kept) counters.hits[kind] += 1;
    } catch (err) {
      counters.hitsDropped += kept.length;
      throw err;
    }
  };
  const afterwards = (work: Promise<void>) =>
    later(work, 'Hits are lost: neither the queue nor D1 took them');
  if (!queue) {
    return { append: async (hit) => afterwards(counting([hit], hits.append([hit]))) };
  }

  const writeToD1 = async (messages: HitMessage[]) => deliveries.take(messages, [], messages[0]?.hit.at ?? 0);
  const send = async (messages: HitMessage[]) => {
    try {
      await queue.sendBatch(messages.map((body) => ({ body })));
    } catch (err) {
      log.warn({ err, hits: messages.length }, 'The queue took no hits: they are written straight to D1');
      // The queue may have taken them and failed to say so: under their ids they count once all the same.
      await writeToD1(messages);
    }
  };
  const gather = gatherHits({
    send: (messages) => counting(messages.map(hitOf), send(messages)),
    rescue: (messages) => counting(messages.map(hitOf), writeToD1(messages)),
    later: afterwards,
  });
  return { append: async (hit) => gather({ uid: uuidv7(hit.at), hit }) };
}
