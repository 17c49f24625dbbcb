import { isLoopback, parseAddress } from './address.ts';
import { type Cidrs, isInCidrs } from './cidr.ts';

/** Headers that proxies, tunnels and CDNs add, by default or as they are usually configured. */
const PROXY_HEADER =
  /^(?:via|forwarded|cdn-loop|true-client-ip|remote-addr|cf-|fastly-|fly-|tailscale-|x-(?:forwarded|real|original|client|cluster|envoy|azure|arr|amz|appengine|proxy|remote|nginx|ngrok))/;

/** What the operator has said about proxies. */
export interface ProxySettings {
  publicUrl: string;
  trustedProxies: Cidrs;
}

/**
 * Whether the request comes from a program on this machine: over loopback, to a name of this machine, without any sign of
 * a proxy. Checking the name also protects against DNS rebinding, a web page whose host resolves to this machine.
 *
 * Some proxies add nothing by default, so that a stranger looks like a program here. Therefore nobody is local if a proxy
 * must be there (Sotto itself speaks no HTTPS) or if the loopback address is a declared one, and a request that asks to
 * close its connection, as nginx does by default, is not.
 */
export function isLocal(
  request: Request,
  peerAddress: string | null,
  { publicUrl, trustedProxies }: ProxySettings,
): boolean {
  const peer = parseAddress(peerAddress ?? '');
  if (peer === null || !isLoopback(peer) || isInCidrs(trustedProxies, peer)) return false;
  if (publicUrl.startsWith('https:') || !isNamedLocal(request)) return false;
  if (request.headers.get('connection')?.toLowerCase() === 'close') return false;
  return ![...request.headers.keys()].some((name) => PROXY_HEADER.test(name));
}

function isNamedLocal(request: Request): boolean {
  return isLocalName(new URL(request.url).hostname);
}

/** Whether a host is this machine: `localhost` or a loopback address. */
export function isLocalName(hostname: string): boolean {
  const address = parseAddress(hostname.replace(/^\[|\]$/g, ''));
  return hostname === 'localhost' || (address !== null && isLoopback(address));
}
