/** What cron does each minute: it rolls up what the consumers have left, and deletes what is out of date. */

import type { Clock, Log } from '../../ports.ts';
import { oldestDay } from '../../stats/retention.ts';
import type { Deliveries } from '../../store/hit-log/deliveries.ts';
import type { SumsRunner } from '../../store/sums/runner.ts';
import type { Store } from '../../store-ports.ts';
import { firstOpenDay } from '../../sums/clock.ts';
import { DAY, dayOf, HOUR, MINUTE } from '../../time.ts';
import type { Salts } from './salts.ts';

const PARKED_FOR = 90 * DAY;
/** The next run continues; two runs never overlap. */
const MAX_MS = 20_000;
/** Steps of all jobs together: D1 answers a thousand queries per run, and a step makes 25 at most. */
const MAX_STEPS = 40;

interface Parts {
  store: Pick<Store, 'hits'>;
  sums: SumsRunner;
  deliveries: Pick<Deliveries, 'parked' | 'forgetParked'>;
  /** Stores what was parked, as `createParkedRetry` makes it. */
  parked: { retry(now: number): Promise<boolean> };
  /** Single hits are kept for so many months. */
  retentionMonths: number;
  salts: Pick<Salts, 'prepare'>;
  clock: Clock;
  log: Log;
}

/** One step of a job; true while there is more to do. */
type Step = () => Promise<boolean>;

/** Does one step of each job in turn until none has more to do or the run's time is over. Never rejects. */
export function createRound(parts: Parts): (scheduledAt: number) => Promise<void> {
  const { clock, log } = parts;

  // The next run tries a job again that fails; the other jobs go on.
  const attempt = async ([job, step]: [string, Step]) => {
    try {
      return await step();
    } catch (err) {
      log.error({ err, job }, 'A job of cron failed');
      return false;
    }
  };

  // A clock that has jumped must not delete what is young.
  const trustedNow = async (now: number) => {
    try {
      return await parts.sums.trustedNow(now);
    } catch (err) {
      log.error({ err }, 'Cron cannot tell whether its clock is right: nothing is deleted');
      return null;
    }
  };

  return async (scheduledAt) => {
    const until = clock() + MAX_MS;
    const trusted = await trustedNow(scheduledAt);
    const jobs = Object.entries({
      ...jobsOf(parts, scheduledAt),
      ...(trusted === null ? {} : jobsByTime(parts, trusted)),
    });
    // A job with more to do goes to the end of the queue.
    for (let steps = 0; steps < MAX_STEPS && clock() <= until; steps++) {
      const job = jobs.shift();
      if (!job) return;
      if (await attempt(job)) jobs.push(job);
    }
  };
}

function jobsOf({ sums, deliveries, parked, salts, log }: Parts, now: number): Record<string, Step> {
  return {
    salts: async () => {
      await salts.prepare();
      return false;
    },
    retryParked: () => parked.retry(now),
    rollUp: async () => (await sums.rollUp()) > 0,
    subtractErased: () => sums.subtractErased(),
    alert: async () => {
      // Once an hour: every minute would be noise.
      const count = now % HOUR < MINUTE ? await deliveries.parked() : 0;
      if (count > 0) log.error({ parked: count }, 'Hits are parked that could not be stored');
      return false;
    },
  };
}

/** What happens to days and to whatever is old; `now` is trusted. */
function jobsByTime({ store, sums, deliveries, retentionMonths }: Parts, now: number): Record<string, Step> {
  const today = dayOf(now);
  return {
    closeDays: () => sums.closeDays(firstOpenDay(now)),
    forgetHashes: () => store.hits.forgetHashes(today),
    sweep: () => store.hits.sweepDeleted(now),
    compactDays: () => sums.compactDays(oldestDay(now, retentionMonths)),
    expire: () => store.hits.expire(now),
    forgetParked: () => deliveries.forgetParked(now - PARKED_FOR),
  };
}
