/** Deletes every minute what is due: old salts and visitor hashes, and the hits of deleted links and of old days. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../../ports.ts';
import type { Store } from '../../../store-ports.ts';
import { dayOf, MINUTE } from '../../../time.ts';
import type { SaltStore } from '../adapters/salts.ts';

const INTERVAL_MS = MINUTE;
// Between two steps only redirects use the database.
const PAUSE_MS = 20;

interface HousekeepingOptions {
  store: Pick<Store, 'maintenance'>;
  salts: Pick<SaltStore, 'tidy'>;
  log: Log;
  /** The trusted time. Null if the clock cannot be trusted, and nothing may be deleted by age. */
  trustedNow(): Promise<number | null>;
  /** Frees some disk space of deleted data; false if there is little. */
  compact(): boolean;
}

/** Begins at once. Returns a function that ends the housekeeping and waits for a running step. */
export function startHousekeeping({
  store,
  salts,
  log,
  trustedNow,
  compact,
}: HousekeepingOptions): () => Promise<void> {
  let ended = false;

  const inSteps = async (step: (now: number) => boolean | Promise<boolean>) => {
    for (let more = true; more && !ended; ) {
      const now = await trustedNow();
      more = now !== null && (await step(now));
      if (more) await pause(PAUSE_MS);
    }
  };

  const deleteDue = async () => {
    try {
      await inSteps((now) => store.maintenance.purgeHashes(dayOf(now)));
      await inSteps((now) => store.maintenance.purgeDeleted(now));
      await inSteps((now) => store.maintenance.purgeCompacted(now));
      await inSteps(compact);
    } catch (err) {
      log.error({ err }, 'deleting old data failed');
    }
  };

  // Salts are deleted whatever the trusted time is, because Sotto promises to delete them within two days.
  const tidySalts = () => {
    try {
      salts.tidy();
    } catch (err) {
      log.error(
        { err },
        'the salts cannot be written: after a restart, visitors of today would count as new ones',
      );
    }
  };

  let running: Promise<void> = Promise.resolve();
  const tick = () => {
    tidySalts();
    running = running.then(deleteDue);
  };
  tick();
  const timer = setInterval(tick, INTERVAL_MS);
  return () => {
    ended = true;
    clearInterval(timer);
    return running;
  };
}
