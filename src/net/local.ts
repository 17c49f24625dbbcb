import { isLoopback, parseAddress } from './address.ts';

/** Headers that proxies add. */
const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * Whether the request comes from this machine: over loopback, to a name of this machine, without headers of a proxy.
 * Checking the name also protects against DNS rebinding, a web page whose host resolves to this machine.
 */
export function isLocal(request: Request, peerAddress: string | null): boolean {
  const { hostname } = new URL(request.url);
  const isNamed = hostname === 'localhost' || isLoopbackText(hostname.replace(/^\[|\]$/g, ''));
  return (
    isNamed && isLoopbackText(peerAddress ?? '') && !PROXY_HEADERS.some((name) => request.headers.has(name))
  );
}

function isLoopbackText(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && isLoopback(address);
}
