/** What has to go, every minute: old salts and visitor hashes, and the raw hits of deleted links and of old days. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports.ts';
import type { Store } from '../../store-ports.ts';
import type { Salts } from './salts.ts';

const EVERY_MS = 60_000;
const DAY = 86_400_000;
// Between two steps the redirect has the database to itself.
const PAUSE_MS = 20;

interface Parts {
  store: Store;
  salts: Salts;
  log: Log;
  /** Gives the system some room back that was deleted; false when there is little. */
  compact(): boolean;
}

/** Begins at once; returns how to end it, which waits for a step under way. */
export function startHousekeeping({ store, salts, log, compact }: Parts): () => Promise<void> {
  let ended = false;

  const inSteps = async (step: (now: number) => boolean | Promise<boolean>) => {
    while (!ended && (await step(Date.now()))) await pause(PAUSE_MS);
  };

  const round = async () => {
    try {
      salts.tidy();
    } catch (err) {
      log.error({ err }, 'the salts cannot be written: uniques would start anew after a restart');
    }
    try {
      await inSteps((now) => store.hits.forgetVisitors(Math.floor(now / DAY) - 1));
      await inSteps((now) => store.hits.sweepDeleted(now));
      await inSteps((now) => store.hits.expire(now));
      await inSteps(compact);
    } catch (err) {
      log.error({ err }, 'what has to go could not be deleted');
    }
  };

  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, EVERY_MS);
  return () => {
    ended = true;
    clearInterval(timer);
    return running;
  };
}
