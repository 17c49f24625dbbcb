/** The jobs of every minute: they roll up what the consumers have left, and delete what is out of date. */
import type { Clock, Log } from '../../ports.ts';
import { oldestDay } from '../../stats/retention.ts';
import type { Deliveries } from '../../store/hit-log/queue-deliveries.ts';
import type { SumsRunner } from '../../store/sums/sums-jobs.ts';
import type { ContentStore } from '../../store-ports/link-stores.ts';
import type { Store } from '../../store-ports/store.ts';
import { firstOpenDay, type TrustedTime } from '../../sums/trusted-clock.ts';
import { clockText } from '../../sums/trusted-clock-text.ts';
import { DAY, dayOf, HOUR, MINUTE } from '../../time.ts';
import type { EdgeBlocklist } from './blocklist.ts';
import type { Salts } from './salts.ts';

const DEAD_LETTERS_KEPT = 90 * DAY;
/** Shorter than a minute, so that two runs never overlap: the next one continues. */
const MAX_MS = 20_000;
/** Steps of all jobs together: D1 allows a thousand queries per run, and a step makes at most 25. */
const MAX_STEPS = 40;

interface CronDeps {
  store: Pick<Store, 'maintenance'> & { contents: Pick<ContentStore, 'stepLinks'> };
  sums: SumsRunner;
  deliveries: Pick<Deliveries, 'countDeadLetters' | 'deleteDeadLetters'>;
  /** Stores dead letters, as `createDeadLetterRetry` makes it. */
  deadLetters: { retry(now: number): Promise<boolean> };
  /** Months for which individual hits are kept. */
  retentionMonths: number;
  /** One step of removing contents that only readers have used, and nobody any more. */
  removeUnused(time: TrustedTime): Promise<boolean>;
  salts: Pick<Salts, 'prepare'>;
  blocklist: Pick<EdgeBlocklist, 'refresh'>;
  clock: Clock;
  log: Log;
}

/** One step of a job; true while there is more to do. */
type Step = () => Promise<boolean>;

/** Runs the jobs step by step, in turn, until all are done or the time of the run is over. Never rejects. */
export function createCron(deps: CronDeps): (scheduledAt: number) => Promise<void> {
  const { clock, log } = deps;

  // A failed job is retried by the next run; the other jobs continue.
  const attempt = async ([job, step]: [string, Step]) => {
    try {
      return await step();
    } catch (err) {
      log.error({ err, job }, 'A cron job failed');
      return false;
    }
  };

  // If the clock is wrong, young data must not be deleted as old.
  const trustedTime = async (now: number) => {
    try {
      const clock = await deps.sums.checkClock(now);
      if (clock.off !== 0 && isHourly(now)) log.warn({ offMs: clock.off }, clockText(clock));
      return clock.trusted;
    } catch (err) {
      log.error({ err }, 'Cron cannot check its clock: nothing is deleted in this run');
      return null;
    }
  };

  return async (scheduledAt) => {
    const until = clock() + MAX_MS;
    const trusted = await trustedTime(scheduledAt);
    const jobs = Object.entries({
      ...jobsOf(deps, scheduledAt),
      ...(trusted === null ? {} : jobsByTime(deps, trusted)),
    });
    // A job with more to do goes to the end of the queue.
    for (let steps = 0; steps < MAX_STEPS && clock() <= until; steps++) {
      const job = jobs.shift();
      if (!job) return;
      if (await attempt(job)) jobs.push(job);
    }
  };
}

const isHourly = (now: number) => now % HOUR < MINUTE;

function jobsOf(
  { store, sums, deliveries, deadLetters, salts, blocklist, log }: CronDeps,
  now: number,
): Record<string, Step> {
  return {
    salts: async () => {
      await salts.prepare();
      return false;
    },
    blocklist: async () => {
      await blocklist.refresh(now);
      return false;
    },
    finishLinks: async () => (await store.contents.stepLinks(null)).more,
    retryDeadLetters: () => deadLetters.retry(now),
    rollUp: async () => (await sums.isRollUpDue(now)) && (await sums.rollUp()) > 0,
    subtractErased: () => sums.subtractErased(),
    purgeDeleted: () => store.maintenance.purgeDeleted(now),
    alert: async () => {
      // Once an hour is enough.
      const count = isHourly(now) ? await deliveries.countDeadLetters() : 0;
      if (count > 0)
        log.error({ deadLetters: count }, 'Hits that could not be stored are kept as dead letters');
      return false;
    },
  };
}

/** Jobs that depend on a trusted time, most of which delete by age. */
function jobsByTime(
  { store, sums, deliveries, retentionMonths, removeUnused }: CronDeps,
  time: TrustedTime,
): Record<string, Step> {
  const { now, agingAt } = time;
  return {
    closeDays: () => sums.closeDays(firstOpenDay(agingAt)),
    purgeHashes: () => store.maintenance.purgeHashes(dayOf(now)),
    compactDays: () => sums.compactDays(oldestDay(agingAt, retentionMonths)),
    purgeCompacted: () => store.maintenance.purgeCompacted(agingAt),
    removeUnused: () => removeUnused(time),
    purgeAudit: () => store.maintenance.purgeAudit(agingAt),
    deleteDeadLetters: () => deliveries.deleteDeadLetters(agingAt - DEAD_LETTERS_KEPT),
  };
}
