/** What cron does each minute: whatever the consumers left to fold, and what has to go. */
import type { Clock, Log } from '../../ports.ts';
import type { Deliveries } from '../../store/deliver-hits.ts';
import type { Folder } from '../../store/roll-up.ts';
import type { Store } from '../../store-ports.ts';
import type { Salts } from './salts.ts';

const DAY = 86_400_000;
/** A queue delivers for four days unless told otherwise, and a consumer may have begun with the last. */
const SEEN_FOR = 5 * DAY;
const PARKED_FOR = 90 * DAY;
/** The next run goes on; no run meets the next one's. */
const LONGEST_MS = 20_000;
/** Of all jobs together: one asks D1 for twenty statements at most, and a run may ask for a thousand. */
const MOST_STEPS = 40;
const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Parts {
  store: Pick<Store, 'hits' | 'stats'>;
  folder: Folder;
  deliveries: Deliveries;
  /** One step of what retention deletes at a time, as `createRetention` makes it. */
  expire(now: number): Promise<boolean>;
  salts: Pick<Salts, 'prepare'>;
  clock: Clock;
  log: Log;
}

/** One step of a job; true while there is more to do. */
type Step = () => Promise<boolean>;

/** Does one step of every job in turn until none has more to do or the run's time is over. Never rejects. */
export function createRound(parts: Parts): (scheduledAt: number) => Promise<void> {
  const { clock, log } = parts;

  // A job that fails is tried again by the next run, and spares the others.
  const attempt = async ([job, step]: [string, Step]) => {
    try {
      return await step();
    } catch (err) {
      log.error({ err, job }, 'A job of cron failed');
      return false;
    }
  };

  return async (scheduledAt) => {
    const until = clock() + LONGEST_MS;
    const jobs = Object.entries(jobsOf(parts, scheduledAt));
    // A job with more to do queues up behind the others.
    for (let steps = 0; steps < MOST_STEPS && clock() <= until; steps++) {
      const job = jobs.shift();
      if (!job) return;
      if (await attempt(job)) jobs.push(job);
    }
  };
}

function jobsOf({ store, folder, deliveries, expire, salts, log }: Parts, now: number): Record<string, Step> {
  const yesterday = Math.floor(now / DAY) - 1;
  return {
    salts: async () => {
      await salts.prepare();
      return false;
    },
    // Asked first: a fold of nothing costs as many statements as one of many hits.
    fold: async () => (await store.stats.unfolded()) > 0 && (await folder.fold()) > 0,
    removeDeleted: async () => (await folder.removeDeleted()) > 0,
    forgetSeen: () => deliveries.forgetSeen(now - SEEN_FOR),
    forgetHitVisitors: () => store.hits.forgetVisitors(yesterday),
    forgetVisitors: () => folder.forgetVisitors(yesterday),
    sweep: () => store.hits.sweepDeleted(now),
    retention: () => expire(now),
    forgetParked: () => deliveries.forgetParked(now - PARKED_FOR),
    alert: async () => {
      // Once an hour: every minute would be noise.
      const parked = now % HOUR < MINUTE ? await deliveries.parked() : 0;
      if (parked > 0) log.error({ parked }, 'Hits are parked that could not be stored');
      return false;
    },
  };
}
