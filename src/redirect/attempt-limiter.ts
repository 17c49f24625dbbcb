/** Limits how often the passwords of links may be guessed. */
import { type Address, clientSubnet, orgSubnet } from '../net/address.ts';
import { createSlidingLimit, type LimitOptions, type SlidingLimit } from '../sliding-limit.ts';

export interface AttemptLimiter {
  /** Takes one attempt. Returns the milliseconds until the next attempt is allowed, 0 if this one is. */
  take(linkRowId: number, address: Address | null, now: number): number;
  /** Gives the newest attempt back, since it was not a guess. */
  refund(linkRowId: number, address: Address | null): void;
}

export interface AttemptLimits {
  /** For a network on one link. */
  perLinkAndNetwork: LimitOptions;
  /** For a network on all links together. */
  perNetwork: LimitOptions;
  /** For all networks of an organization on one link: who has many networks cannot use up `perLink` with them. */
  perLinkAndOrganization: LimitOptions;
  /** For all networks together on one link. */
  perLink: LimitOptions;
}

/** Allows an attempt if all limits do. An unknown address is limited by link only, since many people may share it. */
export function createAttemptLimiter(limits: AttemptLimits): AttemptLimiter {
  const perLinkAndNetwork = createSlidingLimit(limits.perLinkAndNetwork);
  const perNetwork = createSlidingLimit(limits.perNetwork);
  const perLinkAndOrganization = createSlidingLimit(limits.perLinkAndOrganization);
  const perLink = createSlidingLimit(limits.perLink);

  const limitsOf = (linkRowId: number, address: Address | null): [SlidingLimit, key: string][] => {
    const link = String(linkRowId);
    if (address === null) return [[perLink, link]];
    return [
      [perLinkAndNetwork, `${link} ${clientSubnet(address)}`],
      [perNetwork, clientSubnet(address)],
      [perLinkAndOrganization, `${link} ${orgSubnet(address)}`],
      [perLink, link],
    ];
  };

  return {
    take(linkRowId, address, now) {
      const all = limitsOf(linkRowId, address);
      const waitMs = Math.max(...all.map(([limit, key]) => limit.waitMs(key, now)));
      if (waitMs === 0) for (const [limit, key] of all) limit.count(key, now);
      return waitMs;
    },
    refund(linkRowId, address) {
      for (const [limit, key] of limitsOf(linkRowId, address)) limit.refund(key);
    },
  };
}
