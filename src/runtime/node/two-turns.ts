/** After a turn that took longer, nothing waits for another one. */
const LONG_TURN_MS = 10;

interface Turns {
  /** Calls back in a later turn of the event loop. */
  next?: (callback: () => void) => void;
  /** A monotonic clock in milliseconds. */
  now?: () => number;
}

/** Calls back after two turns of the event loop, or after one that was long. What arrives until then shares a commit. */
export function afterTwoTurns(
  callback: () => void,
  { next = setImmediate, now = () => performance.now() }: Turns = {},
): void {
  const began = now();
  next(() => {
    if (now() - began > LONG_TURN_MS) callback();
    else next(callback);
  });
}
