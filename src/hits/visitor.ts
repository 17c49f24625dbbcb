/** What the daily salted hashes of visitors and networks are made of. */
import { type Address, clientSubnet, orgSubnet } from '../net/address.ts';

export interface Visitor {
  /** The client's address; null if unknown. */
  address: Address | null;
  /** `Sec-GPC: 1`, or `DNT: 1` if the setting honors it: no hash may be made. */
  optedOut: boolean;
  userAgent: string;
  /** The sign that flags the request: a program that imitates a browser is not its user at the same address. */
  sign?: string;
}

/**
 * The input of a visitor's hash: client subnet, agent, domain ('' for the default one), and the sign if there is one.
 * Null if no hash may be made, or if the address is unknown, which would make all visitors one.
 */
export function visitorParts(visitor: Visitor, domain: string): string[] | null {
  const { address, optedOut, userAgent, sign = '' } = visitor;
  if (optedOut || address === null) return null;
  const subnet = clientSubnet(address);
  return sign === '' ? [subnet, userAgent, domain] : [subnet, userAgent, domain, sign];
}

/**
 * The input of a network's hash: mail scanners use several machines of one /24 or /48. Null whenever the visitor has no
 * hash.
 */
export function networkParts({ address, optedOut }: Visitor): string[] | null {
  return optedOut || address === null ? null : ['network', orgSubnet(address)];
}
