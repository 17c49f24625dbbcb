/** The hit log at the edge: nothing here lets a visitor wait. */
import type { Counters } from '../../counters.ts';
import type { NewHit } from '../../hits/hit.ts';
import type { HitLog, Log } from '../../ports.ts';
import type { Deliveries } from '../../store/deliver-hits.ts';
import type { Store } from '../../store-ports.ts';
import type { EdgeEnv } from './env.ts';
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

/** Takes every hit at once and keeps it afterwards: in the queue, else in D1; what neither takes is counted as lost. */
export function createEdgeLog(parts: Parts): HitLog {
  const { queue, deliveries, hits, counters, later, log } = parts;

  const send = async (hit: NewHit, to: NonNullable<typeof queue>) => {
    const message = { uid: uuidv7(hit.at), hit };
    try {
      await to.send(message);
    } catch (err) {
      log.warn({ err }, 'The queue took no hit: it is written straight to D1');
      // The queue may have taken it and failed to say so: under its id it counts once all the same.
      await deliveries.take([message], [], hit.at);
    }
  };

  const keep = async (hit: NewHit) => {
    try {
      await (queue ? send(hit, queue) : hits.append([hit]));
      counters.hits[hit.kind] += 1;
    } catch (err) {
      counters.hitsDropped += 1;
      throw err;
    }
  };

  return {
    append: async (hit) => later(keep(hit), 'A hit is lost: neither the queue nor D1 took it'),
  };
}
