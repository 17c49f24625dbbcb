/**
 * Deletes every minute what is due: old salts and visitor hashes, the hits of deleted links and of old days, and unused
 * contents of share links. Finishes changes that concern very many links.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, Log } from '../../../ports.ts';
import type { ContentStore } from '../../../store-ports/link-stores.ts';
import type { Store } from '../../../store-ports/store.ts';
import type { TrustedTime } from '../../../sums/trusted-clock.ts';
import { dayOf, MINUTE } from '../../../time.ts';
import type { SaltStore } from '../adapters/salts.ts';

const INTERVAL_MS = MINUTE;
// Between two steps only redirects use the database.
const PAUSE_MS = 20;

interface HousekeepingOptions {
  store: Pick<Store, 'maintenance'> & { contents: Pick<ContentStore, 'stepLinks'> };
  salts: Pick<SaltStore, 'tidy'>;
  log: Log;
  /** The trusted time. Null if the clock cannot be trusted, and nothing may be deleted by age. */
  trustedNow(): Promise<TrustedTime | null>;
  clock: Clock;
  /** One step of removing contents that only readers have used, and nobody any more; false if nothing is left. */
  removeUnused(time: TrustedTime): Promise<boolean>;
  /** Deletes copies of the databases that are too old; `now` is UTC milliseconds. */
  deleteOldCopies(now: number): void;
  /** Frees some disk space of deleted data; false if there is little. */
  compact(): boolean;
}

/** Begins at once. Returns a function that ends the housekeeping and waits for a running step. */
export function startHousekeeping({
  store,
  salts,
  log,
  trustedNow,
  clock,
  compact,
  deleteOldCopies,
  removeUnused,
}: HousekeepingOptions): () => Promise<void> {
  let ended = false;

  const inSteps = async (step: () => boolean | Promise<boolean>) => {
    for (let more = true; more && !ended; ) {
      more = await step();
      if (more) await pause(PAUSE_MS);
    }
  };

  const inStepsByTime = (step: (time: TrustedTime) => Promise<boolean>) =>
    inSteps(async () => {
      const time = await trustedNow();
      return time !== null && step(time);
    });

  // What requests have left to do, and what a stopped server has.
  const finishLinks = async () => {
    try {
      await inSteps(async () => (await store.contents.stepLinks(null)).more);
    } catch (err) {
      log.error({ err }, 'changing the links of a changed content failed');
    }
  };

  const deleteDue = async () => {
    try {
      await inSteps(() => store.maintenance.purgeDeleted(clock()));
      await inStepsByTime(({ now }) => store.maintenance.purgeHashes(dayOf(now)));
      const time = await trustedNow();
      if (time !== null) deleteOldCopies(time.now);
      await inStepsByTime(removeUnused);
      await inStepsByTime(({ agingAt }) => store.maintenance.purgeCompacted(agingAt));
      await inStepsByTime(({ agingAt }) => store.maintenance.purgeAudit(agingAt));
      await inSteps(compact);
    } catch (err) {
      log.error({ err }, 'deleting old data failed');
    }
  };

  const tidySalts = async () => {
    const time = await trustedNow();
    try {
      salts.tidy(time?.now ?? null);
    } catch (err) {
      log.error(
        { err },
        'the salts cannot be written: after a restart, visitors of today would count as new ones',
      );
    }
  };

  let running: Promise<void> = Promise.resolve();
  const tick = () => {
    running = Promise.all([running.then(finishLinks).then(deleteDue), tidySalts()]).then(() => {});
  };
  tick();
  const timer = setInterval(tick, INTERVAL_MS);
  return () => {
    ended = true;
    clearInterval(timer);
    return running;
  };
}
