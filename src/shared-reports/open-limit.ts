/** How often one network may open reports, and how often with a wrong address. */
import { type Address, clientSubnet } from '../net/address.ts';
import type { SharedLimits } from '../ports.ts';
import { createSlidingLimit } from '../sliding-limit.ts';
import { MINUTE } from '../time.ts';

/** A report asks for much, and somebody who reads it opens it a few times. */
const OPENED = { max: 60, windowMs: MINUTE };
/** Nobody can guess an address; whoever tries is not answered for long. */
const WRONG = { max: 20, windowMs: 10 * MINUTE };

export interface ReportLimit {
  /** Counts an opening; false if the network has opened too many, or too many that do not exist. */
  take(address: Address | null, now: number): Promise<boolean>;
  wrong(address: Address | null, now: number): void;
}

/** Counts in this process, and by `shared` for the processes of a location. */
export function createReportLimit(shared: SharedLimits | undefined): ReportLimit {
  const opened = createSlidingLimit(OPENED);
  const wrong = createSlidingLimit(WRONG);
  const networkOf = (address: Address | null) => (address === null ? 'unknown' : clientSubnet(address));
  return {
    async take(address, now) {
      const network = networkOf(address);
      if (opened.waitMs(network, now) > 0 || wrong.waitMs(network, now) > 0) return false;
      opened.count(network, now);
      return (await shared?.('perStranger', `report ${network}`)) ?? true;
    },
    wrong: (address, now) => wrong.count(networkOf(address), now),
  };
}
