/** The thread that folds hits into sums and checkpoints both databases, through connections of its own. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openFolder } from './open-store.ts';

/** `fold` is answered by one message once nothing is left to fold; `stop` folds the rest and ends the thread. */
export type FoldRequest = 'fold' | 'stop';

// By time, since links are written without any hit too. Without news a checkpoint costs nothing.
const CHECKPOINT_MS = 1_000;
// A quiet server must forget its visitors too.
const ROUND_MS = 3_600_000;
const DAY = 86_400_000;

const folder = openFolder({ dataDir: String(workerData) });
const checkpoints = setInterval(() => folder.checkpoint(), CHECKPOINT_MS);

const fold = async () => {
  // A turn between the slices lets the checkpoint have its time in a long catching up.
  while ((await folder.fold()) > 0) await nextTurn();
  while ((await folder.removeDeleted()) > 0) await nextTurn();
  const yesterday = Math.floor(Date.now() / DAY) - 1;
  while (await folder.forgetVisitors(yesterday)) await nextTurn();
};

const stop = () => {
  clearInterval(rounds);
  clearInterval(checkpoints);
  folder.checkpoint();
  folder.close();
  parentPort?.close();
};

// One after the other. A failure is not caught: it ends the thread, and the main thread starts a new one.
let work = Promise.resolve();
const rounds = setInterval(() => {
  work = work.then(fold);
}, ROUND_MS);
parentPort?.on('message', (request: FoldRequest) => {
  work = work.then(fold).then(request === 'stop' ? stop : () => parentPort?.postMessage('folded'));
});
