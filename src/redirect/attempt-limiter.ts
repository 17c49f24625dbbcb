/** Limits how often a network may guess a link's password. It is in memory, so a restart resets it. */
import { LRUCache } from 'lru-cache';
import { type Address, clientSubnet } from '../net/address.ts';

export interface AttemptLimiter {
  /** Takes one attempt. Returns the milliseconds until the next attempt is allowed, 0 if this one is. */
  take(linkRowId: number, address: Address | null, now: number): number;
  /** Gives the newest attempt back, since it was not a guess. */
  refund(linkRowId: number, address: Address | null): void;
}

interface Limits {
  max: number;
  windowMs: number;
  /** How many pairs of a network and a link are remembered at once. */
  maxEntries: number;
}

/** Allows `max` attempts in any `windowMs` for each network and link. */
export function createAttemptLimiter({ max, windowMs, maxEntries }: Limits): AttemptLimiter {
  const taken = new LRUCache<string, number[]>({ max: maxEntries });
  const keyOf = (linkRowId: number, address: Address | null) =>
    `${linkRowId} ${address === null ? '' : clientSubnet(address)}`;
  return {
    take(linkRowId, address, now) {
      const key = keyOf(linkRowId, address);
      const recent = (taken.get(key) ?? []).filter((at) => now - at < windowMs);
      const [oldest = now] = recent;
      if (recent.length >= max) return oldest + windowMs - now;
      taken.set(key, [...recent, now]);
      return 0;
    },
    refund(linkRowId, address) {
      const key = keyOf(linkRowId, address);
      taken.set(key, (taken.get(key) ?? []).slice(0, -1));
    },
  };
}
