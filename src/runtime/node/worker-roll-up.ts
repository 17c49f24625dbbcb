/** The main thread's side of the roll-up: asks the fold worker, and starts it again when it dies. */
import { Worker } from 'node:worker_threads';
import type { Log, RollUp } from '../../ports.ts';
import type { FoldReport, FoldRequest, FoldSettings } from './fold-worker.ts';

// Between two folds at least, and as long as the last one took: a steady stream is then folded in slices worth a
// transaction, and leaves the other core to those who redirect for half of the time.
const PAUSE_MS = 250;
// After a failure; each further one doubles it.
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
// A fold that is cut off leaves its slice undone, and the next start does it.
const STOP_LIMIT_MS = 2_000;

// Bundled into dist/, or run from the sources by a Node that strips types.
const SCRIPT = new URL(import.meta.url.replace(/[^/]*(\.\w+)$/, 'fold-worker$1'));

export interface WorkerRollUp extends RollUp {
  /** The worker has failed or ended by itself, and no fold has succeeded since. */
  failing(): boolean;
  /** Folds what is left, as far as two seconds go, and ends the worker. Never rejects. */
  stop(): Promise<void>;
}

/** Starts the worker on the databases in `dataDir`; its first fold catches up with what an earlier run left. */
export function startRollUp(options: FoldSettings & { log: Log; script?: URL }): WorkerRollUp {
  const { log, script = SCRIPT, ...workerData } = options;
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  /** The worker waits for us, and its last fold is long enough ago. */
  let ready = false;
  let wanted = false;
  let startedAt = 0;
  let stopping = false;

  const ask = (request: FoldRequest) => worker?.postMessage(request);

  const fold = () => {
    ready = false;
    wanted = false;
    startedAt = performance.now();
    ask('fold');
  };

  const rest = () => {
    retryMs = FIRST_RETRY_MS;
    if (stopping) return;
    const pause = Math.max(PAUSE_MS, performance.now() - startedAt);
    timer = setTimeout(() => {
      ready = true;
      if (wanted) fold();
    }, pause);
  };

  const later = (act: () => void) => {
    clearTimeout(timer);
    ready = false;
    if (stopping) return;
    timer = setTimeout(act, retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  };

  const hear = (report: FoldReport) => {
    if (report === 'folded') return rest();
    later(fold);
    log.warn({ trouble: report }, 'folding has to wait: the storage is locked or full');
  };

  const startLater = () => {
    worker = undefined;
    if (!stopping) log.warn({ retryMs }, 'the fold worker ended, a new one is started');
    later(start);
  };

  const start = () => {
    worker = new Worker(script, { workerData })
      .on('message', hear)
      .on('error', (err) => log.error({ err }, 'the fold worker failed'))
      .on('exit', startLater);
    fold();
  };

  start();
  return {
    failing: () => retryMs > FIRST_RETRY_MS,
    request() {
      wanted = true;
      if (ready) fold();
    },
    stop() {
      stopping = true;
      ready = false;
      clearTimeout(timer);
      ask('stop');
      return worker ? exited(worker, STOP_LIMIT_MS) : Promise.resolve();
    },
  };
}

function exited(worker: Worker, limit: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => worker.terminate(), limit);
    worker.once('exit', () => {
      clearTimeout(cut);
      resolve();
    });
  });
}
