import { isLoopback, parseAddress } from './address.ts';

/** What proxies add to a request that they pass on. */
const TRACES = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * Whether a program on this machine asks for itself: over loopback, under a name of this machine, without a trace
 * of a proxy. The name also keeps out a page in a browser here whose own host was made to lead here.
 */
export function isLocal(request: Request, peerAddress: string | null): boolean {
  const { hostname } = new URL(request.url);
  const named = hostname === 'localhost' || isOwn(hostname.replace(/^\[|\]$/g, ''));
  return named && isOwn(peerAddress ?? '') && !TRACES.some((name) => request.headers.has(name));
}

function isOwn(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && isLoopback(address);
}
