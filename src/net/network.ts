/** Networks in CIDR notation. */
import { type Address, parseAddress } from './address.ts';

/** Base address and length of the prefix in bits. */
export type Network = readonly [base: Address, bits: number];
export type Networks = readonly Network[];

const MAPPED_BITS = 96;

/** `10.0.0.0/8`, `2001:db8::/32` or one address; null for anything else. IPv4 inside IPv6 comes out as IPv4. */
export function parseNetwork(text: string): Network | null {
  const [, written = '', prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const base = parseAddress(written);
  if (base === null) return null;
  const most = base.toByteArray().length * 8;
  const shift = base.kind() === 'ipv4' && written.includes(':') ? MAPPED_BITS : 0;
  const bits = prefix === undefined ? most : Number(prefix) - shift;
  return bits >= 0 && bits <= most ? [base, bits] : null;
}

export function isIn(networks: Networks, address: Address): boolean {
  return networks.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}
