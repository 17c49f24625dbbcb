/** IP addresses as sockets, proxies and people write them. */
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

// The library also reads octal, hexadecimal and short IPv4, which no socket writes and a typing error may be; and
// every redirect reads an address, of which this takes a tenth of the time.
const IPV4 = /^(?:::ffff:)?(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/i;

const INNER = new Set(['loopback', 'private', 'carrierGradeNat', 'linkLocal', 'uniqueLocal', 'unspecified']);

interface Parsed {
  text: string;
  address: Address | null;
}

// One request asks for its client's address several times over, and once for that of the proxy all come through.
let latest: Parsed = { text: '', address: null };
let before = latest;

/** Null for what is no IP address. IPv4 inside IPv6 comes out as IPv4. */
export function parseAddress(text: string): Address | null {
  if (text !== latest.text) {
    const next = text === before.text ? before : { text, address: parse(text) };
    before = latest;
    latest = next;
  }
  return latest.address;
}

function parse(text: string): Address | null {
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

/** Whether it belongs to a machine or network of somebody's own: loopback, private, carrier-grade NAT, … */
export function isInner(address: Address): boolean {
  return INNER.has(address.range());
}

/** Whether it is this machine's own. */
export function isLoopback(address: Address): boolean {
  return address.range() === 'loopback';
}

/** Whether it can belong to a machine on the Internet: nothing inner, reserved for examples or translated. */
export function isPublic(address: Address): boolean {
  return address.range() === 'unicast';
}

/** All bytes of IPv4; of IPv6 the first eight, since a household has a /64 and changes addresses within it. */
export function networkOf(address: Address): string {
  return address.toByteArray().slice(0, 8).join('.');
}

/** The wider network of one organisation: the /24 of IPv4, the /48 of IPv6. */
export function siteOf(address: Address): string {
  const bytes = address.toByteArray();
  return bytes.slice(0, bytes.length === 4 ? 3 : 6).join('.');
}
