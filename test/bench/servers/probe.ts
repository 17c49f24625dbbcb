/** Loaded before the server's code: reports the longest event loop turn to the parent on request, and exits with it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// A turn is reported at most this many milliseconds too long.
const RESOLUTION = 2;

if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  process.on('message', () => {
    process.send?.(delays.max / 1e6);
    delays.reset();
  });
  process.on('disconnect', () => process.exit());
  // The channel to the parent must not keep a finished server alive.
  process.channel?.unref();
}
