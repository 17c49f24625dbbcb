/** How much of sharing is taken from one network. The short link is passed on in any case. */
import { type Address, clientSubnet } from '../net/address.ts';
import type { SharedLimits } from '../ports.ts';
import { createSlidingLimit } from '../sliding-limit.ts';
import { HOUR, MINUTE } from '../time.ts';

/** Shares that are recorded; a school or an office may share one network. */
export const RECORDED_PER_NETWORK = { max: 100, windowMs: 10 * MINUTE };
/** Contents that are created for pages on listed hosts. */
export const CREATED_PER_NETWORK = { max: 20, windowMs: HOUR };

export interface ShareLimits {
  /** Counts a share that is about to be recorded; false beyond the limit. */
  mayRecord(address: Address | null, now: number): Promise<boolean>;
  /** Counts a content that is about to be created; false beyond the limit. */
  mayCreate(address: Address | null, now: number): boolean;
}

/** For reports with a secret key, which has a limit of its own. */
export const UNLIMITED_SHARES: ShareLimits = { mayRecord: async () => true, mayCreate: () => true };

/** Clients whose address is unknown are limited as one network. */
export function createShareLimits(sharedLimits?: SharedLimits): ShareLimits {
  const recorded = createSlidingLimit(RECORDED_PER_NETWORK);
  const created = createSlidingLimit(CREATED_PER_NETWORK);
  const take = (limit: typeof recorded, address: Address | null, now: number) => {
    const network = address === null ? 'unknown' : clientSubnet(address);
    if (limit.waitMs(network, now) > 0) return false;
    limit.count(network, now);
    return true;
  };
  return {
    async mayRecord(address, now) {
      if (!take(recorded, address, now)) return false;
      const network = address === null ? 'unknown' : clientSubnet(address);
      return (await sharedLimits?.('perStranger', `share ${network}`)) ?? true;
    },
    mayCreate: (address, now) => take(created, address, now),
  };
}
