/** What makes two requests the same visitor of one domain on one day. */
import ipaddr from 'ipaddr.js';

/** `address` is the peer's; `forwarded` tells that the request passed a proxy nobody declared. */
export interface Visitor {
  address: string | null;
  forwarded: boolean;
  /** `Sec-GPC: 1`: no hash may be made. */
  gpc: boolean;
  userAgent: string;
}

const INNER = new Set(['loopback', 'private', 'carrierGradeNat', 'linkLocal', 'uniqueLocal', 'unspecified']);

/**
 * What the daily salted hash is made of: the network, the agent, the domain ('' for the default one). Null where
 * no hash may be made (GPC) or it would make everybody one visitor (an undeclared proxy, no address).
 */
export function visitorParts(visitor: Visitor, domain: string): string[] | null {
  if (visitor.gpc || visitor.address === null) return null;
  const peer = parseAddress(visitor.address);
  if (peer === null || (visitor.forwarded && INNER.has(peer.range()))) return null;
  return [networkOf(peer), visitor.userAgent, domain];
}

/** IPv4 inside IPv6 comes out as IPv4. */
function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  try {
    return ipaddr.process(address);
  } catch {
    return null;
  }
}

/** All bytes of IPv4; of IPv6 the first eight, since a household has a /64 and changes addresses within it. */
function networkOf(peer: ipaddr.IPv4 | ipaddr.IPv6): string {
  return peer.toByteArray().slice(0, 8).join('.');
}
