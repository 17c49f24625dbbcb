/** Counts what happens in a sliding window, by key, in memory: a restart resets it. */
import { createLazyLru } from './lazy-lru.ts';

export interface LimitOptions {
  /** How often in any window. */
  max: number;
  windowMs: number;
}

export interface SlidingLimit {
  /** The milliseconds until the key may be counted again; 0 if it may be counted now. */
  waitMs(key: string, now: number): number;
  count(key: string, now: number): void;
  /** Takes the newest count back. */
  refund(key: string): void;
}

/** How many keys are remembered at once. Beyond them, the least recently counted ones start again. */
const MAX_KEYS = 10_000;

export function createSlidingLimit({ max, windowMs }: LimitOptions, maxKeys = MAX_KEYS): SlidingLimit {
  // A request may be counted after a later one. Times that are further ahead are from before the clock was set back.
  const isRecent = (at: number, now: number) => Math.abs(now - at) < windowMs;
  const counted = createLazyLru<string, number[]>(maxKeys);
  return {
    waitMs(key, now) {
      const times = counted.get(key);
      if (times === undefined || times.length < max) return 0;
      const oldest = times.at(-max) ?? now;
      return isRecent(oldest, now) ? Math.min(windowMs, oldest + windowMs - now) : 0;
    },
    count(key, now) {
      const recent = counted.get(key)?.filter((at) => isRecent(at, now)) ?? [];
      counted.set(key, [...recent, now]);
    },
    refund(key) {
      counted.set(key, counted.get(key)?.slice(0, -1) ?? []);
    },
  };
}
