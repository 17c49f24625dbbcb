/** Loaded before a server's own code: tells its parent, when asked, the longest turn since the last question, and ends with it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// A turn is told at most this many milliseconds too long.
const RESOLUTION = 2;

if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  process.on('message', () => {
    process.send?.(delays.max / 1e6);
    delays.reset();
  });
  process.on('disconnect', () => process.exit());
  // Listening for the parent must not keep a server alive that has ended.
  process.channel?.unref();
}
