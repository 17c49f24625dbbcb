/** IP addresses as sockets, proxies and people write them. */
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

// The library also accepts octal, hexadecimal and short IPv4, which no socket writes and which may be typing errors.
// Every redirect parses an address, which takes a tenth of the library's time this way.
const IPV4 = /^(?:::ffff:)?(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/i;

const INNER = new Set(['loopback', 'private', 'carrierGradeNat', 'linkLocal', 'uniqueLocal', 'unspecified']);

/** Null if the text is not an IP address. IPv4 mapped into IPv6 becomes IPv4. */
export function parseAddress(text: string): Address | null {
  const [, ...parts] = IPV4.exec(text) ?? [];
  if (parts.length > 0) {
    const octets = parts.map(Number);
    return octets.every((octet) => octet < 256) ? new ipaddr.IPv4(octets) : null;
  }
  if (!text.includes(':')) return null;
  try {
    return ipaddr.process(text);
  } catch {
    return null;
  }
}

/** Whether it belongs to a private network or this machine: loopback, private, carrier-grade NAT, … */
export function isPrivateAddress(address: Address): boolean {
  return INNER.has(address.range());
}

/** Whether it is a loopback address. */
export function isLoopback(address: Address): boolean {
  return address.range() === 'loopback';
}

/** Whether it can belong to a machine on the Internet: not inner, reserved for examples or translated. */
export function isPublic(address: Address): boolean {
  return address.range() === 'unicast';
}

/** All bytes of IPv4, the /64 of IPv6: a household has one and changes addresses within it. */
export function clientSubnet(address: Address): string {
  return address.toByteArray().slice(0, 8).join('.');
}

/** The wider network of an organization: the /24 of IPv4, the /48 of IPv6. */
export function orgSubnet(address: Address): string {
  const bytes = address.toByteArray();
  return bytes.slice(0, bytes.length === 4 ? 3 : 6).join('.');
}
