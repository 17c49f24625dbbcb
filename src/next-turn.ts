/**
 * How requests share the one thread of Node: what they do in one turn of the event loop is bounded, so that a redirect
 * never waits for more than one of their steps, however many of them there are.
 */

/** After so much work nothing else begins before the connections have been looked at. */
const TURN_MS = 10;

/** When the work of this turn began. */
let began: number | null = null;

function canBegin(): boolean {
  if (began !== null) return performance.now() - began < TURN_MS;
  began = performance.now();
  setImmediate(() => {
    began = null;
  });
  return true;
}

const waiting: (() => void)[] = [];

/** Lets the next one begin, which there is: each that waits has scheduled one call. */
function beginNext(): void {
  if (canBegin()) waiting.shift()?.();
  else setImmediate(beginNext);
}

function waitForTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    setImmediate(beginNext);
  });
}

// A Worker has a thread for few requests, and there what one of them waits for must not depend on another.
const isWorker = globalThis.navigator?.userAgent === 'Cloudflare-Workers';
const timer = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Each step of a long request waits for this, the first one too, because many may arrive at once. */
export const nextTurn: () => Promise<void> = isWorker ? timer : waitForTurn;

/** A request that is no redirect waits for this before it begins; null if it need not wait. */
export const turnForRequest = (): Promise<void> | null => (isWorker || canBegin() ? null : waitForTurn());
