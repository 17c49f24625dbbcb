/** The thread that folds hits into sums and checkpoints both databases, through connections of its own. */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { oldestDay } from '../../stats/retention.ts';
import { type StorageTrouble, storageTrouble } from '../../storage-trouble.ts';
import { SLICE } from '../../store/roll-up.ts';
import { openFolder } from './open-store.ts';

/** `fold` is answered by one report; `stop` folds the rest and ends the thread. */
export type FoldRequest = 'fold' | 'stop';
/** Nothing is left to fold, or what has to pass before it can go on. */
export type FoldReport = 'folded' | Extract<StorageTrouble, 'busy' | 'full'>;

export interface FoldSettings {
  dataDir: string;
  /** Single hits are kept for so many months. */
  retentionMonths: number;
}

// By time, since links are written without any hit too. Without news a checkpoint costs nothing.
const CHECKPOINT_MS = 1_000;
// A quiet server must forget its visitors too.
const ROUND_MS = 3_600_000;
const DAY = 86_400_000;

/** Redirects come first where both want one core: Linux gives each thread a priority of its own. */
function comeSecond(): void {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').pop());
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Without /proc, or where priorities are forbidden, the threads share the cores evenly.
  }
}

comeSecond();
const { dataDir, retentionMonths } = workerData as FoldSettings; // handed over by `startRollUp` alone
const folder = openFolder({ dataDir });
/** Asked to end: what can wait is left to the next start. */
let ending = false;
const checkpoint = () => {
  try {
    folder.checkpoint();
  } catch (error) {
    passing(error); // the next one moves what is left
  }
};
const checkpoints = setInterval(checkpoint, CHECKPOINT_MS);

/** The trouble that waiting can end; throws any other. */
function passing(error: unknown): Exclude<FoldReport, 'folded'> {
  const trouble = storageTrouble(error);
  if (trouble === 'busy' || trouble === 'full') return trouble;
  throw error;
}

// A turn between the slices lets the checkpoint have its time in a long catching up. What came during a slice that
// was not full waits for the next round: hits that keep coming are folded many at a time.
const foldAll = async () => {
  while ((await folder.fold()) >= SLICE) await nextTurn();
};

const fold = async () => {
  await foldAll();
  while ((await folder.removeDeleted()) > 0) await nextTurn();
  const yesterday = Math.floor(Date.now() / DAY) - 1;
  while (await folder.forgetVisitors(yesterday)) await nextTurn();
  const oldest = oldestDay(Date.now(), retentionMonths);
  // Months of old days may be due, as after a shorter retention was set: new hits come first.
  while (!ending && ((await folder.coarsen(oldest)) || folder.compact())) {
    await nextTurn();
    await foldAll();
  }
};

const attempt = async (): Promise<FoldReport> => {
  try {
    await fold();
    return 'folded';
  } catch (error) {
    return passing(error);
  }
};

const stop = () => {
  clearInterval(rounds);
  clearInterval(checkpoints);
  checkpoint();
  folder.close();
  parentPort?.close();
};

// One after the other. Another failure is not caught: it ends the thread, and the main thread starts a new one.
let work: Promise<unknown> = Promise.resolve();
const rounds = setInterval(() => {
  work = work.then(attempt);
}, ROUND_MS);
parentPort?.on('message', (request: FoldRequest) => {
  ending ||= request === 'stop';
  work = work.then(attempt).then(request === 'stop' ? stop : (report) => parentPort?.postMessage(report));
});
