/** The main thread's side of the roll-up: asks the worker for rounds, and starts it again when it dies. */
import { Worker } from 'node:worker_threads';
import type { Log, RollUp } from '../../../ports.ts';
import { SLICE } from '../../../store/sums/runner.ts';
import type { RollUpReport, RollUpRequest, RollUpSettings } from './roll-up-worker.ts';

// Hits wait so long at most, unless they fill a slice before.
const WAIT_MS = 1_000;
// Between two rounds at least, and as long as the last one took: under a steady stream, half of the other core is left
// to redirects.
const PAUSE_MS = 250;
// Days end on a quiet server too, and its clock must be seen to go on.
const QUIET_MS = 60_000;
// After a failure; each further one doubles it.
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
// A round that is cut off leaves its step undone, and the next start does it.
const STOP_LIMIT_MS = 2_000;

// A slice leaves little behind. Without a limit V8 keeps 34 MB for young objects here, as on the main thread.
const YOUNG_MB = 12;

// Bundled into dist/, or run from the sources by a Node that strips types.
const SCRIPT = new URL(import.meta.url.replace(/[^/]*(\.\w+)$/, 'roll-up-worker$1'));

export interface RollUpThread extends RollUp {
  /** The worker has failed or ended by itself, and no round has succeeded since. */
  failing(): boolean;
  /** The system's clock is far from where it should be: nothing is forgotten until it can be trusted again. */
  clockJumped(): boolean;
  /** The time that may be trusted, as of the last round; null if there is none, or the thread has ended. */
  trustedNow(): Promise<number | null>;
  /** Rolls up what is left, as far as two seconds go, and ends the worker. Never rejects. */
  stop(): Promise<void>;
}

/** Starts the worker on the databases in `dataDir`; its first round catches up with what an earlier run left. */
export function startRollUp(options: RollUpSettings & { log: Log; script?: URL }): RollUpThread {
  const { log, script = SCRIPT, ...workerData } = options;
  let worker: Worker | undefined;
  let stopping = false;
  const clock = createClockWatch(log);
  const send = (request: RollUpRequest) => worker?.postMessage(request);
  const pace = createPace(() => send('rollUp'));

  const hear = (report: RollUpReport) => {
    if (report.kind === 'done') {
      clock.set(report.now);
      pace.rest();
      return;
    }
    pace.retry();
    log.warn({ trouble: report.trouble }, 'the roll-up has to wait: the storage is locked or full');
  };

  const start = () => {
    worker = new Worker(script, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
      .on('message', hear)
      .on('error', (err) => log.error({ err }, 'the roll-up thread failed'))
      .on('exit', startLater);
    pace.begin();
  };

  const startLater = () => {
    worker = undefined;
    pace.retry(start);
    if (!stopping) log.warn({}, 'the roll-up thread ended, a new one is started');
  };

  start();
  return {
    failing: pace.failing,
    clockJumped: clock.jumped,
    trustedNow: clock.now,
    request: pace.request,
    stop() {
      stopping = true;
      pace.end();
      clock.end();
      send('stop');
      return worker ? exited(worker, STOP_LIMIT_MS) : Promise.resolve();
    },
  };
}

/** Decides when the next round begins, which `ask` asks for. */
function createPace(ask: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  /** The worker waits for us, and its last round is long enough ago. */
  let ready = false;
  /** How often a round was requested since the last one began: about the hits that wait. */
  let waiting = 0;
  let startedAt = 0;
  let ended = false;

  const schedule = (act: () => void, ms: number) => {
    clearTimeout(timer);
    if (!ended) timer = setTimeout(act, ms);
  };

  const begin = () => {
    clearTimeout(timer);
    ready = false;
    waiting = 0;
    startedAt = performance.now();
    ask();
  };

  const becomeReady = () => {
    ready = true;
    if (waiting >= SLICE) begin();
    else schedule(begin, waiting > 0 ? WAIT_MS : QUIET_MS);
  };

  return {
    begin,
    request() {
      waiting += 1;
      if (!ready) return;
      if (waiting >= SLICE) begin();
      else if (waiting === 1) schedule(begin, WAIT_MS);
    },
    /** The round is over. */
    rest() {
      retryMs = FIRST_RETRY_MS;
      schedule(becomeReady, Math.max(PAUSE_MS, performance.now() - startedAt));
    },
    /** The round has failed. */
    retry(act = begin) {
      ready = false;
      schedule(act, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    },
    failing: () => retryMs > FIRST_RETRY_MS,
    end() {
      ended = true;
      ready = false;
      clearTimeout(timer);
    },
  };
}

/** Keeps the newest trusted time that the worker has told, and warns once when there is none any more. */
function createClockWatch(log: Log) {
  let latest: number | null | undefined;
  let heard: (now: number | null) => void = () => {};
  const first = new Promise<number | null>((resolve) => {
    heard = resolve;
  });
  return {
    set(now: number | null) {
      if (now === null && latest !== null) {
        log.warn(
          {},
          'the clock has jumped, or nobody looked at it for days: nothing is deleted by age until tomorrow',
        );
      }
      latest = now;
      heard(now);
    },
    jumped: () => latest === null,
    now: async () => (latest === undefined ? first : latest),
    end: () => heard(null),
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
