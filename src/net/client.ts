/** Who a request comes from, where proxies stand between. */
import { type Address, isInner, parseAddress } from './address.ts';
import { isIn, type Networks } from './network.ts';

export interface Client {
  /** Null where nobody can tell: no address, or a proxy that does not say for whom it asks. */
  address: Address | null;
  /** `http` or `https` in a trusted proxy's word, '' without one. */
  scheme: string;
  /** A proxy in a network of our own forwards the request, and no setting says to believe it. */
  undeclaredProxy: boolean;
}

/**
 * The client is the right-most address of `X-Forwarded-For` that is not trusted, if the peer is: what stands to
 * the left of it, anybody can write. Of trusted addresses alone it is the left-most.
 */
export function readClient(
  headers: Pick<Headers, 'get'>,
  peerAddress: string | null,
  trusted: Networks,
): Client {
  const peer = peerAddress === null ? null : parseAddress(peerAddress);
  const forwardedFor = headers.get('x-forwarded-for');
  if (peer === null) return { address: null, scheme: '', undeclaredProxy: false };
  if (!isIn(trusted, peer)) return stranger(peer, '', forwardedFor !== null);
  const scheme = schemeOf(headers.get('x-forwarded-proto') ?? '');
  if (forwardedFor === null) return { address: peer, scheme, undeclaredProxy: false };

  const hops = forwardedFor.split(',').filter((hop) => hop.trim() !== '');
  let nearest: Address | null = null;
  while (hops.length > 0) {
    nearest = parseHop(hops.pop() ?? '');
    if (nearest === null) break;
    if (!isIn(trusted, nearest)) return stranger(nearest, scheme, hops.length > 0);
  }
  return { address: nearest, scheme, undeclaredProxy: false };
}

/** Behind an inner address that forwards for others, everybody would be one visitor. */
function stranger(address: Address, scheme: string, forwards: boolean): Client {
  const undeclaredProxy = forwards && isInner(address);
  return { address: undeclaredProxy ? null : address, scheme, undeclaredProxy };
}

/** Some proxies add the port: `203.0.113.7:51234`, `[2001:db8::7]:51234`. */
function parseHop(text: string): Address | null {
  const hop = text.trim();
  const [, host] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(hop) ?? /^([\d.]+):\d{1,5}$/.exec(hop) ?? [];
  return parseAddress(host ?? hop);
}

/** Of several, the first is what the browser spoke. */
function schemeOf(forwardedProto: string): string {
  const [first = ''] = forwardedProto.split(',');
  const scheme = first.trim().toLowerCase();
  return scheme === 'http' || scheme === 'https' ? scheme : '';
}
