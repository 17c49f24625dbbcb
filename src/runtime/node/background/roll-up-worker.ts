/** The thread that rolls up hits into sums and checkpoints both databases, on a connection of its own. */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { oldestDay } from '../../../stats/retention.ts';
import { type StorageTrouble, storageTrouble } from '../../../storage-trouble.ts';
import { type Clock, HITS_PER_SLICE } from '../../../store/sums/sums-jobs.ts';
import { firstOpenDay } from '../../../sums/trusted-clock.ts';
import { openSumsRunner } from '../sqlite/open-store.ts';

/** The worker answers `rollUp` with one report; `stop` rolls up the remaining hits and ends the thread. */
export type RollUpRequest = 'rollUp' | 'stop';

/**
 * `done`: no hits are waiting; `clock` is what the check of the clock found. `waits`: a lock or a full disk prevents the
 * run.
 */
export type RollUpReport =
  | { kind: 'done'; clock: Clock }
  | { kind: 'waits'; trouble: Extract<StorageTrouble, 'busy' | 'full'> };

export interface RollUpSettings {
  dataDir: string;
  /** For how many months hits are kept. */
  retentionMonths: number;
}

// A timer, because writes of links need checkpoints too. A checkpoint with nothing to move costs nothing.
const CHECKPOINT_MS = 1_000;

/** Lets redirects go first when both threads want the same core: on Linux each thread has a priority of its own. */
function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').pop());
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Without /proc, or if priorities are forbidden, the threads share the cores evenly.
  }
}

lowerPriority();
const { dataDir, retentionMonths } = workerData as RollUpSettings; // only `startRollUp` creates this thread
const runner = openSumsRunner({ dataDir });
/** After `stop`, the jobs that can wait are left to the next start. */
let ending = false;
const checkpoint = () => {
  try {
    runner.checkpoint();
  } catch (error) {
    asRetryable(error); // the next checkpoint moves the rest
  }
};
const checkpoints = setInterval(checkpoint, CHECKPOINT_MS);

/** The kind of a failure that may end by itself; throws any other error. */
function asRetryable(error: unknown): Extract<StorageTrouble, 'busy' | 'full'> {
  const trouble = storageTrouble(error);
  if (trouble === 'busy' || trouble === 'full') return trouble;
  throw error;
}

// The turns between slices leave time for checkpoints. Hits that arrive during a slice that is not full wait for the next
// run, so that a steady stream is rolled up many hits at a time.
const rollUp = async () => {
  while ((await runner.rollUp()) >= HITS_PER_SLICE) await nextTurn();
};

/** Repeats the steps of a job until it has nothing to do. New hits are rolled up first. */
const inSteps = async (step: () => boolean | Promise<boolean>) => {
  while (!ending && (await step())) {
    await nextTurn();
    await rollUp();
  }
};

/** Rolls up the waiting hits and does the jobs that are due. */
const run = async (): Promise<Clock> => {
  await rollUp();
  const clock = await runner.checkClock(Date.now());
  const aging = clock.trusted?.agingAt;
  if (aging !== undefined) await inSteps(() => runner.closeDays(firstOpenDay(aging)));
  await inSteps(() => runner.subtractErased());
  if (aging !== undefined) await inSteps(() => runner.compactDays(oldestDay(aging, retentionMonths)));
  await inSteps(() => runner.compact());
  return clock;
};

const attempt = async (): Promise<RollUpReport> => {
  try {
    return { kind: 'done', clock: await run() };
  } catch (error) {
    return { kind: 'waits', trouble: asRetryable(error) };
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

// Requests are handled one by one. Any other failure ends the thread, and the main thread starts a new one.
let work: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (request: RollUpRequest) => {
  ending ||= request === 'stop';
  work = work.then(request === 'stop' ? stop : report);
});
