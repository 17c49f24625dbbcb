/** How often somebody may guess a password: in memory, since a restart may well forgive. */
import { LRUCache } from 'lru-cache';
import { networkOfAddress } from '../hits/visitor.ts';

export interface Attempts {
  /** Takes one attempt; milliseconds until the next is allowed, 0 when this one is. */
  take(linkRowId: number, address: string | null, now: number): number;
  /** Gives the newest attempt back: it was none. */
  forgive(linkRowId: number, address: string | null): void;
}

/** `most` attempts in any `windowMs` by network and link, remembered for the `remembered` busiest of them. */
export function createAttempts(limits: { most: number; windowMs: number; remembered: number }): Attempts {
  const { most, windowMs, remembered } = limits;
  const taken = new LRUCache<string, number[]>({ max: remembered });
  const keyOf = (linkRowId: number, address: string | null) => `${linkRowId} ${networkOfAddress(address)}`;
  return {
    take(linkRowId, address, now) {
      const key = keyOf(linkRowId, address);
      const recent = (taken.get(key) ?? []).filter((at) => now - at < windowMs);
      const [oldest = now] = recent;
      if (recent.length >= most) return oldest + windowMs - now;
      taken.set(key, [...recent, now]);
      return 0;
    },
    forgive(linkRowId, address) {
      const key = keyOf(linkRowId, address);
      taken.set(key, (taken.get(key) ?? []).slice(0, -1));
    },
  };
}
