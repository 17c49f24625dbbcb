/** What has to go, every minute: old salts and visitor hashes, and the hits of deleted links and of old days. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../../ports.ts';
import type { Store } from '../../../store-ports.ts';
import { dayOf } from '../../../time.ts';
import type { Salts } from '../adapters/salts.ts';

const EVERY_MS = 60_000;
// Between two steps the redirect has the database to itself.
const PAUSE_MS = 20;

interface Parts {
  store: Pick<Store, 'maintenance'>;
  salts: Pick<Salts, 'tidy'>;
  log: Log;
  /** The time that may be trusted; null where there is none, and nothing must be deleted by time. */
  trustedNow(): Promise<number | null>;
  /** Gives the system some room back that was deleted; false when there is little. */
  compact(): boolean;
}

/** Begins at once; returns how to end it, which waits for a step under way. */
export function startHousekeeping({ store, salts, log, trustedNow, compact }: Parts): () => Promise<void> {
  let ended = false;

  const inSteps = async (step: (now: number) => boolean | Promise<boolean>) => {
    for (let more = true; more && !ended; ) {
      const now = await trustedNow();
      more = now !== null && (await step(now));
      if (more) await pause(PAUSE_MS);
    }
  };

  const deleteWhatIsDue = async () => {
    try {
      await inSteps((now) => store.maintenance.purgeHashes(dayOf(now)));
      await inSteps((now) => store.maintenance.purgeDeleted(now));
      await inSteps((now) => store.maintenance.purgeCompacted(now));
      await inSteps(compact);
    } catch (err) {
      log.error({ err }, 'what has to go could not be deleted');
    }
  };

  // Salts never wait: that they are gone within two days is a promise.
  const tidySalts = () => {
    try {
      salts.tidy();
    } catch (err) {
      log.error({ err }, 'the salts cannot be written: unique visitors would start anew after a restart');
    }
  };

  let running: Promise<void> = Promise.resolve();
  const round = () => {
    tidySalts();
    running = running.then(deleteWhatIsDue);
  };
  round();
  const timer = setInterval(round, EVERY_MS);
  return () => {
    ended = true;
    clearInterval(timer);
    return running;
  };
}
