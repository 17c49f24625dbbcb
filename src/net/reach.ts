/** Which servers this server may send requests to on behalf of people: those of the Internet, never those of its own network. */
import ipaddr from 'ipaddr.js';
import { type Address, isPublic, parseAddress } from './address.ts';

/** The rules that an outgoing request must pass; tests allow their own server in addition. */
export interface Reach {
  /** A name, before it is resolved. */
  name(hostname: string): boolean;
  /** An address, whether it was written in the URL or is one that the name resolves to. */
  address(address: Address): boolean;
  port(port: number): boolean;
}

/** Names that never belong to a server of the Internet (RFC 6761, 6762, 8375, 9476, and what routers and clouds use). */
const INNER_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|alt|onion)$/;

/** Below it are ports of mail servers, databases and the like, which a request could disturb. */
const FIRST_FREE_PORT = 1024;
const WEB_PORTS = new Set([80, 443]);

export const INTERNET: Reach = {
  name: (hostname) => hostname.includes('.') && !INNER_NAMES.test(hostname),
  address: isReachable,
  port: (port) => WEB_PORTS.has(port) || port >= FIRST_FREE_PORT,
};

const NAT64 = ipaddr.IPv6.parse('64:ff9b::');
const EMBEDDED = ipaddr.IPv6.parse('::');
const IPV4_BITS = 32;
const PREFIX_BITS = 128 - IPV4_BITS;

/** IPv6 that contains IPv4 reaches what the IPv4 address does, where it reaches anything. */
function isReachable(address: Address): boolean {
  if (address instanceof ipaddr.IPv6) {
    if (address.match(EMBEDDED, PREFIX_BITS)) return false;
    if (address.match(NAT64, PREFIX_BITS)) return isPublic(new ipaddr.IPv4(address.toByteArray().slice(12)));
  }
  return isPublic(address);
}

/** A request that was not sent, because its server is not one of the Internet. */
export class RefusedAddress extends Error {
  constructor() {
    super('The address is not one of the Internet.');
    this.name = 'RefusedAddress';
  }
}

/**
 * Throws `RefusedAddress` unless the URL is http(s) and its name or address may be reached. `URL` has turned decimal,
 * octal, hexadecimal and short IPv4 addresses into the usual form.
 */
export function checkReach({ name, address, port }: Reach, url: URL): void {
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const literal = parseAddress(hostname);
  const isAllowed = literal === null ? name(hostname) : address(literal);
  const standardPort = url.protocol === 'https:' ? 443 : 80;
  if (!isHttp || !isAllowed || !port(url.port === '' ? standardPort : Number(url.port)))
    throw new RefusedAddress();
}
