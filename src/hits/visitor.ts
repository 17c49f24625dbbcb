/** What the daily salted hashes of visitors and networks are made of. */
import { clientSubnet, orgSubnet, parseAddress } from '../net/address.ts';

export interface Visitor {
  /** The client's address; null if unknown. */
  address: string | null;
  /** `Sec-GPC: 1`, or `DNT: 1` if the setting honours it: no hash may be made. */
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
  const subnet = optedOut ? '' : clientSubnetOf(address);
  if (subnet === '') return null;
  return sign === '' ? [subnet, userAgent, domain] : [subnet, userAgent, domain, sign];
}

/**
 * The input of a network's hash: mail scanners use several machines of one /24 or /48. Null whenever the visitor has no
 * hash.
 */
export function networkParts({ address, optedOut }: Visitor): string[] | null {
  const client = optedOut || address === null ? null : parseAddress(address);
  return client === null ? null : ['network', orgSubnet(client)];
}

/** The client subnet of an address, for rate limits; '' if the address is unknown. */
export function clientSubnetOf(address: string | null): string {
  const client = address === null ? null : parseAddress(address);
  return client === null ? '' : clientSubnet(client);
}
