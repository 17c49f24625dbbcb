/** Finds the client of a request behind proxies. */
import { type Address, isInner, parseAddress } from './address.ts';
import { type Cidrs, isInCidrs } from './cidr.ts';

export interface Client {
  /** Null if unknown: no address, or a proxy that does not name its client. */
  address: Address | null;
  /** `http` or `https` as a trusted proxy says, else ''. */
  scheme: string;
  /** A proxy in a private network forwards the request, but no setting trusts it. */
  undeclaredProxy: boolean;
}

/**
 * If the peer is trusted, the client is the right-most untrusted address of `X-Forwarded-For`: a client can write
 * anything to the left of it. If all addresses are trusted, it is the left-most.
 */
export function readClient(
  headers: Pick<Headers, 'get'>,
  peerAddress: string | null,
  trusted: Cidrs,
): Client {
  const peer = peerAddress === null ? null : parseAddress(peerAddress);
  const forwardedFor = headers.get('x-forwarded-for');
  if (peer === null) return { address: null, scheme: '', undeclaredProxy: false };
  if (!isInCidrs(trusted, peer)) return untrusted(peer, '', forwardedFor !== null);
  const scheme = schemeOf(headers.get('x-forwarded-proto') ?? '');
  if (forwardedFor === null) return { address: peer, scheme, undeclaredProxy: false };

  const hops = forwardedFor.split(',').filter((hop) => hop.trim() !== '');
  let nearest: Address | null = null;
  while (hops.length > 0) {
    nearest = parseHop(hops.pop() ?? '');
    if (nearest === null) break;
    if (!isInCidrs(trusted, nearest)) return untrusted(nearest, scheme, hops.length > 0);
  }
  return { address: nearest, scheme, undeclaredProxy: false };
}

/** An inner address that forwards for others would make all of them one visitor. */
function untrusted(address: Address, scheme: string, forwards: boolean): Client {
  const undeclaredProxy = forwards && isInner(address);
  return { address: undeclaredProxy ? null : address, scheme, undeclaredProxy };
}

/** Some proxies add the port: `203.0.113.7:51234`, `[2001:db8::7]:51234`. */
function parseHop(text: string): Address | null {
  const hop = text.trim();
  const [, host] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(hop) ?? /^([\d.]+):\d{1,5}$/.exec(hop) ?? [];
  return parseAddress(host ?? hop);
}

/** If there are several, the first is the browser's. */
function schemeOf(forwardedProto: string): string {
  const [first = ''] = forwardedProto.split(',');
  const scheme = first.trim().toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : '';
}
