/** The main thread's side of the roll-up: requests runs from the worker, and restarts the worker when it ends. */

import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Log, RollUp } from '../../../ports.ts';
import { type Clock, HITS_PER_SLICE } from '../../../store/sums/sums-jobs.ts';
import type { TrustedTime } from '../../../sums/trusted-clock.ts';
import { MINUTE } from '../../../time.ts';
import { createClockWatch } from './clock-watch.ts';
import type { RollUpReport, RollUpRequest, RollUpSettings } from './roll-up-worker.ts';

// Hits wait at most this long for a run; a full slice of hits does not wait.
const MAX_WAIT_MS = 1_000;
// The shortest pause between two runs. It is at least as long as the last run, so that redirects can use half of the
// other core under a steady stream of hits.
const MIN_PAUSE_MS = 250;
// Without hits there is a run at this interval, to close days and to follow the clock.
const IDLE_INTERVAL_MS = MINUTE;
// The delay after a failure; each further failure doubles it.
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;
// A run that is cut off leaves its step undone, and the next start repeats it.
const STOP_LIMIT_MS = 2_000;

// A slice leaves little behind. V8's young generation would grow to 17 MB here, as on the main thread. A limit of the worker
// (`resourceLimits`) has no effect if Node was started with this flag, as `npm start` does. Running heaps keep theirs.
const SEMI_SPACE_MB = 4;
const SEMI_SPACE_FLAG = '--max-semi-space-size=';

/** The flag that limits the young generation of heaps from now on; Node may have been started with a lower limit. */
function youngGenerationFlag(): string {
  const given = process.execArgv.findLast((flag) => flag.startsWith(SEMI_SPACE_FLAG));
  const most = given === undefined ? SEMI_SPACE_MB : Number(given.slice(SEMI_SPACE_FLAG.length));
  return SEMI_SPACE_FLAG + Math.min(SEMI_SPACE_MB, most);
}

// Bundled into dist/, or run from the sources by a Node that strips types.
const SCRIPT = new URL(import.meta.url.replace(/[^/]*(\.\w+)$/, 'roll-up-worker$1'));

export interface RollUpThread extends RollUp {
  /** Whether the worker has failed or ended, and no run has succeeded since. */
  failing(): boolean;
  /** The clock as the last run found it. */
  clock(): Clock;
  /** The trusted time of the last run. Null if the clock cannot be trusted, or the thread has ended. */
  trustedNow(): Promise<TrustedTime | null>;
  /** Rolls up the remaining hits for at most two seconds, and ends the worker. Never rejects. */
  stop(): Promise<void>;
}

/** Starts the worker on the databases in `dataDir`. Its first run includes the hits that an earlier process has left. */
export function startRollUp(options: RollUpSettings & { log: Log; script?: URL }): RollUpThread {
  const { log, script = SCRIPT, ...workerData } = options;
  let worker: Worker | undefined;
  let stopping = false;
  const clock = createClockWatch(log);
  const send = (request: RollUpRequest) => worker?.postMessage(request);
  const schedule = createSchedule(() => send('rollUp'));

  const onReport = (report: RollUpReport) => {
    if (report.kind === 'done') {
      clock.set(report.clock);
      schedule.scheduleNext();
      return;
    }
    schedule.retry();
    log.warn({ trouble: report.trouble }, 'the roll-up is waiting: the storage is locked or full');
  };

  const start = () => {
    v8.setFlagsFromString(youngGenerationFlag());
    worker = new Worker(script, { workerData })
      .on('message', onReport)
      .on('error', (err) => log.error({ err }, 'the roll-up thread failed'))
      .on('exit', restartLater);
    schedule.begin();
  };

  const restartLater = () => {
    worker = undefined;
    schedule.retry(start);
    if (!stopping) log.warn({}, 'the roll-up thread ended, and a new one is being started');
  };

  start();
  return {
    failing: schedule.failing,
    clock: clock.latest,
    trustedNow: clock.trusted,
    request: schedule.request,
    stop() {
      stopping = true;
      schedule.end();
      clock.end();
      send('stop');
      return worker ? exited(worker, STOP_LIMIT_MS) : Promise.resolve();
    },
  };
}

/** Decides when the next run begins, and requests it with `requestRun`. */
function createSchedule(requestRun: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  /** The worker is idle, and the pause after its last run is over. */
  let ready = false;
  /** How often a run was requested since the last one began: about the number of waiting hits. */
  let waiting = 0;
  let startedAt = 0;
  let ended = false;

  const after = (ms: number, action: () => void) => {
    clearTimeout(timer);
    if (!ended) timer = setTimeout(action, ms);
  };

  const begin = () => {
    clearTimeout(timer);
    ready = false;
    waiting = 0;
    startedAt = performance.now();
    requestRun();
  };

  const becomeReady = () => {
    ready = true;
    if (waiting >= HITS_PER_SLICE) begin();
    else after(waiting > 0 ? MAX_WAIT_MS : IDLE_INTERVAL_MS, begin);
  };

  return {
    begin,
    request() {
      waiting += 1;
      if (!ready) return;
      if (waiting >= HITS_PER_SLICE) begin();
      else if (waiting === 1) after(MAX_WAIT_MS, begin);
    },
    /** After a successful run. */
    scheduleNext() {
      retryMs = FIRST_RETRY_MS;
      after(Math.max(MIN_PAUSE_MS, performance.now() - startedAt), becomeReady);
    },
    /** After a failure. */
    retry(action = begin) {
      ready = false;
      after(retryMs, action);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    },
    failing: () => retryMs > FIRST_RETRY_MS,
    end() {
      ended = true;
      ready = false;
      clearTimeout(timer);
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
