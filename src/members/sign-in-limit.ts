/** How often somebody may try to sign in. */
import { type Address, clientSubnet, orgSubnet } from '../net/address.ts';
import type { SharedLimits } from '../ports.ts';
import { createSlidingLimit } from '../sliding-limit.ts';
import { MINUTE, SECOND } from '../time.ts';

const WINDOW = { windowMs: 10 * MINUTE };
/** Wrong attempts in ten minutes: a forgotten password takes a few, a guesser many. */
const LIMITS = {
  perAccountAndNetwork: { ...WINDOW, max: 10 },
  perNetwork: { ...WINDOW, max: 30 },
  perAccountAndOrganization: { ...WINDOW, max: 30 },
  perAccount: { ...WINDOW, max: 60 },
};

/** The network of the person, null if unknown; many people may share an unknown one. */
export interface AttemptBy {
  account: string;
  address: Address | null;
}

export interface SignInLimit {
  /** Counts one attempt. Returns the seconds to wait, 0 if this one is allowed. */
  take(by: AttemptBy, now: number): Promise<number>;
  /** Gives the newest attempt back, since it was right. */
  refund(by: AttemptBy): void;
}

/** Allows an attempt if all limits do. Counts in this process, and by `shared` for the processes of a location. */
export function createSignInLimit(shared: SharedLimits | undefined): SignInLimit {
  const perAccountAndNetwork = createSlidingLimit(LIMITS.perAccountAndNetwork);
  const perNetwork = createSlidingLimit(LIMITS.perNetwork);
  const perAccountAndOrganization = createSlidingLimit(LIMITS.perAccountAndOrganization);
  const perAccount = createSlidingLimit(LIMITS.perAccount);
  const limitsOf = ({ account, address }: AttemptBy) => {
    if (address === null) return [[perAccount, account] as const];
    return [
      [perAccountAndNetwork, `${account} ${clientSubnet(address)}`],
      [perNetwork, clientSubnet(address)],
      [perAccountAndOrganization, `${account} ${orgSubnet(address)}`],
      [perAccount, account],
    ] as const;
  };
  return {
    async take(by, now) {
      const limits = limitsOf(by);
      const wait = Math.max(...limits.map(([limit, key]) => limit.waitMs(key, now)));
      if (wait > 0) return Math.ceil(wait / SECOND);
      for (const [limit, key] of limits) limit.count(key, now);
      const network = by.address === null ? 'unknown' : clientSubnet(by.address);
      const allowed = (await shared?.('perStranger', `sign-in ${network}`)) ?? true;
      return allowed ? 0 : MINUTE / SECOND;
    },
    refund(by) {
      for (const [limit, key] of limitsOf(by)) limit.refund(key);
    },
  };
}
