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

/** Lets the one begin that has waited longest. There is one: each that waits schedules a call of its own. */
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
const waitForTimer = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Each step of a long request waits for this, the first one too, because many may arrive at once. */
export const nextTurn: () => Promise<void> = isWorker ? waitForTimer : waitForTurn;

/** What a request other than a redirect waits for before it begins; null if it can begin at once. */
export const turnForRequest = (): Promise<void> | null => (isWorker || canBegin() ? null : waitForTurn());
