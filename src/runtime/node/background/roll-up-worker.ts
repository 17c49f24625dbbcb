/** The thread that rolls hits up into sums and checkpoints both databases, through connections of its own. */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { oldestDay } from '../../../stats/retention.ts';
import { type StorageTrouble, storageTrouble } from '../../../storage-trouble.ts';
import { SLICE } from '../../../store/sums/runner.ts';
import { firstOpenDay } from '../../../sums/clock.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';

/** `rollUp` is answered by one report; `stop` rolls up the rest and ends the thread. */
export type RollUpRequest = 'rollUp' | 'stop';

/**
 * `done`: nothing waits any more; `now` is the time that may be trusted, null while the clock has jumped. Otherwise the
 * trouble that has to pass first.
 */
export type RollUpReport =
  | { kind: 'done'; now: number | null }
  | { kind: 'waits'; trouble: Extract<StorageTrouble, 'busy' | 'full'> };

export interface RollUpSettings {
  dataDir: string;
  /** Single hits are kept for so many months. */
  retentionMonths: number;
}

// By time, since links are written without any hit too. Without news a checkpoint costs nothing.
const CHECKPOINT_MS = 1_000;

/** Redirects come first where both threads want one core: Linux gives each thread a priority of its own. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').pop());
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Without /proc, or where priorities are forbidden, the threads share the cores evenly.
  }
}

lowerPriority();
const { dataDir, retentionMonths } = workerData as RollUpSettings; // handed over by `startRollUp` alone
const runner = openSumsRunner({ dataDir });
/** Asked to end: what can wait is left to the next start. */
let ending = false;
const checkpoint = () => {
  try {
    runner.checkpoint();
  } catch (error) {
    passing(error); // the next one moves what is left
  }
};
const checkpoints = setInterval(checkpoint, CHECKPOINT_MS);

/** The trouble that waiting can end; throws any other. */
function passing(error: unknown): Extract<StorageTrouble, 'busy' | 'full'> {
  const trouble = storageTrouble(error);
  if (trouble === 'busy' || trouble === 'full') return trouble;
  throw error;
}

// A turn between the slices lets checkpoints have their time. What came during a slice that was not full waits for the
// next round, so that a steady stream is rolled up many hits at a time.
const rollUp = async () => {
  while ((await runner.rollUp()) >= SLICE) await nextTurn();
};

/** Steps of a job until it has nothing to do; new hits come first. */
const inSteps = async (step: () => boolean | Promise<boolean>) => {
  while (!ending && (await step())) {
    await nextTurn();
    await rollUp();
  }
};

/** Rolls up what waits and does what is due; answers the time that may be trusted. */
const round = async (): Promise<number | null> => {
  await rollUp();
  const now = await runner.trustedNow(Date.now());
  if (now !== null) await inSteps(() => runner.closeDays(firstOpenDay(now)));
  await inSteps(() => runner.subtractErased());
  if (now !== null) await inSteps(() => runner.compactDays(oldestDay(now, retentionMonths)));
  await inSteps(() => runner.compact());
  return now;
};

const attempt = async (): Promise<RollUpReport> => {
  try {
    return { kind: 'done', now: await round() };
  } catch (error) {
    return { kind: 'waits', trouble: passing(error) };
  }
};

const report = async () => parentPort?.postMessage(await attempt());

const stop = async () => {
  await attempt();
  clearInterval(checkpoints);
  checkpoint();
  runner.close();
  parentPort?.close();
};

// One after the other. Another failure is not caught: it ends the thread, and the main thread starts a new one.
let work: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (request: RollUpRequest) => {
  ending ||= request === 'stop';
  work = work.then(request === 'stop' ? stop : report);
});
