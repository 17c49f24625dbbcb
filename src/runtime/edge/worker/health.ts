import { blocklistCheck } from '../../../abuse/lists.ts';
import { checkDictionaries } from '../../../health.ts';
import type { Check, Clock, Health, Log } from '../../../ports.ts';
import type { Deliveries } from '../../../store/hit-log/queue-deliveries.ts';
import type { SumsRunner } from '../../../store/sums/sums-jobs.ts';
import type { Store } from '../../../store-ports/store.ts';
import { clockText } from '../../../sums/trusted-clock-text.ts';
import type { EdgeBlocklist } from '../blocklist.ts';
import { within } from '../time-limit.ts';

interface HealthDeps {
  stats: Pick<Store['stats'], 'waiting'>;
  hits: Pick<Store['hits'], 'dictionaryRoom'>;
  deliveries: Pick<Deliveries, 'countDeadLetters'>;
  sums: Pick<SumsRunner, 'peekClock'>;
  clock: Clock;
  log: Log;
  blocklist: Pick<EdgeBlocklist, 'isUsed' | 'states'>;
}

const TIMEOUT_MS = 3_000;

/**
 * Checks whether D1 answers, whether there are dead letters, whether the clock agrees with the stored time, and how full
 * the dictionaries are.
 */
export function edgeHealth({ stats, hits, deliveries, sums, clock, log, blocklist }: HealthDeps): Health {
  const listChecks = async (): Promise<Check[]> => {
    if (!blocklist.isUsed) return [];
    try {
      return [blocklistCheck(await blocklist.states(), clock())];
    } catch (err) {
      log.error({ err, check: 'blocklist' }, 'A health check failed');
      return [{ name: 'blocklist', status: 'warn', detail: 'KV does not answer.' }];
    }
  };
  const ask = () =>
    Promise.all([
      stats.waiting(),
      deliveries.countDeadLetters(),
      sums.peekClock(clock()),
      checkDictionaries(hits, clock()),
    ]);
  return async () => {
    try {
      const [waiting, deadLetters, reading, dictionaries] = await within(TIMEOUT_MS, ask());
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
        { name: 'clock', status: reading.off === 0 ? 'pass' : 'warn', detail: clockText(reading) },
        { name: 'dictionaries', ...dictionaries },
        ...(await listChecks()),
      ];
    } catch (err) {
      log.error({ err, check: 'd1' }, 'A health check failed');
      return [{ name: 'd1', status: 'fail', detail: 'D1 does not answer.' }];
    }
  };
}
