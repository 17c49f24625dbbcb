/** Finds the client of a request behind proxies. */
import { type Address, isPrivateAddress, parseAddress } from './address.ts';
import { type Cidrs, isInCidrs } from './cidr.ts';

/** The headers in which proxies name the client. */
export const CLIENT_HEADERS = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP'] as const;
export type ClientHeader = (typeof CLIENT_HEADERS)[number];

/** The proxies in front of this server, and the one header of theirs that is believed. */
export interface Proxies {
  trustedProxies: Cidrs;
  clientHeader: ClientHeader;
}

export interface Client {
  /** Null if unknown: no address, or a proxy that does not name its client. */
  address: Address | null;
  /** `http` or `https` as a trusted proxy says, else ''. */
  scheme: string;
  /**
   * Why the client is unknown: a proxy in a private network forwards the request, but no setting trusts it; or a
   * trusted one sends no client in the header that is believed.
   */
  proxyProblem: ProxyProblem | null;
  /**
   * The address to limit requests by: the client's, or the one that an undeclared proxy names. Whatever the client
   * wrote itself stands to the left of that, so behind such a proxy nobody can use up the limit of others.
   */
  limitAddress: Address | null;
}

export type ProxyProblem = 'undeclared' | 'unnamed';

/**
 * If the peer is trusted, the client is the right-most untrusted address of the header: a client can write anything to
 * the left of it. If all addresses are trusted, it is the left-most.
 */
export function readClient(
  headers: Pick<Headers, 'get'>,
  peerAddress: string | null,
  { trustedProxies, clientHeader }: Proxies,
): Client {
  const peer = peerAddress === null ? null : parseAddress(peerAddress);
  if (peer === null) return { ...clientAt(null, ''), limitAddress: nearestForwarded(headers) };
  if (!isInCidrs(trustedProxies, peer)) {
    return isPrivateAddress(peer) && namesOther(headers, peer)
      ? hidden('undeclared', '', nearestForwarded(headers))
      : clientAt(peer, '');
  }
  const value = headers.get(clientHeader.toLowerCase());
  const { hops, scheme } =
    clientHeader === 'Forwarded' ? readForwarded(value) : { hops: listOf(value), scheme: '' };
  const foundScheme = scheme || schemeOf(headers.get('x-forwarded-proto') ?? '');
  return hops.length > 0
    ? clientOf(hops, foundScheme, trustedProxies)
    : hidden('unnamed', foundScheme, nearestForwarded(headers));
}

/** The client behind a trusted proxy that names it. */
function clientOf(hops: string[], scheme: string, trusted: Cidrs): Client {
  let client: Address | null = null;
  while (hops.length > 0) {
    client = parseHop(hops.pop() ?? '');
    if (client === null) break;
    if (isInCidrs(trusted, client)) continue;
    // An inner address that forwards for others would make all of them one visitor.
    return hops.length > 0 && isPrivateAddress(client)
      ? hidden('undeclared', scheme, nearestOf(hops))
      : clientAt(client, scheme);
  }
  return clientAt(client, scheme);
}

const listOf = (value: string | null) => (value ?? '').split(',').filter((hop) => hop.trim() !== '');

/** Whether a header names a client that is not the peer itself, as platforms without proxies name it. */
function namesOther(headers: Pick<Headers, 'get'>, peer: Address): boolean {
  return CLIENT_HEADERS.some((name) => {
    const value = headers.get(name.toLowerCase());
    return value !== null && parseHop(value)?.toString() !== peer.toString();
  });
}

// RFC 7239: `for=192.0.2.43;proto=https, for="[2001:db8::1]:4711"`.
const PAIR = /([a-z]+)=("[^"]*"|[^;,]*)/gi;

/** The hops of `Forwarded`, the nearest last, and the scheme that the first of them names. */
function readForwarded(value: string | null): { hops: string[]; scheme: string } {
  const pairs = [...(value ?? '').matchAll(PAIR)].map(([, name = '', text = '']) => {
    return [name.toLowerCase(), text.trim().replace(/^"|"$/g, '')] as const;
  });
  const valuesOf = (wanted: string) => pairs.flatMap(([name, text]) => (name === wanted ? [text] : []));
  return { hops: valuesOf('for'), scheme: schemeOf(valuesOf('proto')[0] ?? '') };
}

function clientAt(address: Address | null, scheme: string): Client {
  return { address, scheme, proxyProblem: null, limitAddress: address };
}

function hidden(proxyProblem: ProxyProblem, scheme: string, limitAddress: Address | null): Client {
  return { address: null, scheme, proxyProblem, limitAddress };
}

const nearestOf = (hops: string[]): Address | null => parseHop(hops.at(-1) ?? '');

const nearestForwarded = (headers: Pick<Headers, 'get'>): Address | null =>
  nearestOf(listOf(headers.get('x-forwarded-for')));

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
