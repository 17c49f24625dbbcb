/** What makes two requests the same visitor of one domain on one day. */
import { networkOf, parseAddress, siteOf } from '../net/address.ts';

export interface Visitor {
  /** The client's; null where nobody can tell. */
  address: string | null;
  /** `Sec-GPC: 1`, or `DNT: 1` where that is honoured: no hash may be made. */
  optedOut: boolean;
  userAgent: string;
  /** What flags the request: who imitates a browser is not the person who uses it, at the same address. */
  sign?: string;
}

/**
 * What the daily salted hash is made of: the network, the agent, the domain ('' for the default one), and a sign
 * against the visitor if there is one. Null where no hash may be made or, for want of an address, everybody would be one visitor.
 */
export function visitorParts(visitor: Visitor, domain: string): string[] | null {
  const { address, optedOut, userAgent, sign = '' } = visitor;
  const network = optedOut ? '' : networkOfAddress(address);
  if (network === '') return null;
  return sign === '' ? [network, userAgent, domain] : [network, userAgent, domain, sign];
}

/**
 * What the hash of a network is made of: scanners of mail come from several machines of one /24 or /48. Null
 * where a visitor has none.
 */
export function networkParts({ address, optedOut }: Visitor): string[] | null {
  const client = optedOut || address === null ? null : parseAddress(address);
  return client === null ? null : ['network', siteOf(client)];
}

/** The network of an address, for limits by caller; '' where there is no address. */
export function networkOfAddress(address: string | null): string {
  const client = address === null ? null : parseAddress(address);
  return client === null ? '' : networkOf(client);
}
