import type { Health, Log } from '../../ports.ts';
import type { Deliveries } from '../../store/deliver-hits.ts';
import type { Store } from '../../store-ports.ts';

interface Parts {
  stats: Pick<Store['stats'], 'unfolded'>;
  deliveries: Pick<Deliveries, 'parked'>;
  log: Log;
}

/** Whether D1 answers, and whether hits wait there for somebody to look at. */
export function edgeHealth({ stats, deliveries, log }: Parts): Health {
  return async () => {
    try {
      const [unfolded, parked] = [await stats.unfolded(), await deliveries.parked()];
      return [
        { name: 'd1', status: 'pass', detail: `${unfolded} hits are not in the sums yet.` },
        {
          name: 'parked',
          status: parked === 0 ? 'pass' : 'warn',
          detail: `${parked} hits could not be stored and are parked in the table parked_hits.`,
        },
      ];
    } catch (err) {
      log.error({ err, check: 'd1' }, 'A health check failed');
      return [{ name: 'd1', status: 'fail', detail: 'It does not answer.' }];
    }
  };
}
