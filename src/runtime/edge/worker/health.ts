import type { Health, Log } from '../../../ports.ts';
import type { Deliveries } from '../../../store/hit-log/deliveries.ts';
import type { Store } from '../../../store-ports.ts';

interface HealthDeps {
  stats: Pick<Store['stats'], 'waiting'>;
  deliveries: Pick<Deliveries, 'countDeadLetters'>;
  log: Log;
}

/** Checks whether D1 answers, and whether there are dead letters. */
export function edgeHealth({ stats, deliveries, log }: HealthDeps): Health {
  return async () => {
    try {
      const [waiting, deadLetters] = [await stats.waiting(), await deliveries.countDeadLetters()];
      return [
        {
          name: 'd1',
          status: 'pass',
          detail: `D1 answers. ${waiting} hits are waiting to be rolled up; statistics already include them.`,
        },
        {
          name: 'parked',
          status: deadLetters === 0 ? 'pass' : 'warn',
          detail: `${deadLetters} messages could not be stored as hits. They are in the table dead_letters.`,
        },
      ];
    } catch (err) {
      log.error({ err, check: 'd1' }, 'A health check failed');
      return [{ name: 'd1', status: 'fail', detail: 'D1 does not answer.' }];
    }
  };
}
