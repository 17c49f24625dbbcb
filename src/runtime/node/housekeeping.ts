/** What has to go, every minute: old salts and visitor hashes, and the raw hits of deleted links. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Log, Store } from '../../ports.ts';
import type { Salts } from './salts.ts';

const EVERY_MS = 60_000;
const DAY = 86_400_000;
// Between two steps the redirect has the database to itself.
const PAUSE_MS = 20;

/** Begins at once; returns how to end it, which waits for a step under way. */
export function startHousekeeping(parts: { store: Store; salts: Salts; log: Log }): () => Promise<void> {
  const { store, salts, log } = parts;
  let ended = false;

  const forgetVisitors = async () => {
    const yesterday = Math.floor(Date.now() / DAY) - 1;
    while (!ended && (await store.hits.forgetVisitors(yesterday))) await pause(PAUSE_MS);
  };

  const round = async () => {
    try {
      salts.tidy();
    } catch (err) {
      log.error({ err }, 'the salts cannot be written: uniques would start anew after a restart');
    }
    try {
      await forgetVisitors();
      while (!ended && (await store.hits.sweepDeleted(Date.now()))) await pause(PAUSE_MS);
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
