/** Networks in CIDR notation. */
import { type Address, parseAddress } from './address.ts';

/** Base address and prefix length in bits. */
export type Cidr = readonly [base: Address, bits: number];
export type Cidrs = readonly Cidr[];

const MAPPED_BITS = 96;

/** Parses `10.0.0.0/8`, `2001:db8::/32` or one address; null if invalid. IPv4 mapped into IPv6 becomes IPv4. */
export function parseCidr(text: string): Cidr | null {
  const [, written = '', prefix] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const base = parseAddress(written);
  if (base === null) return null;
  const most = base.toByteArray().length * 8;
  const shift = base.kind() === 'ipv4' && written.includes(':') ? MAPPED_BITS : 0;
  const bits = prefix === undefined ? most : Number(prefix) - shift;
  return bits >= 0 && bits <= most ? [base, bits] : null;
}

export function isInCidrs(cidrs: Cidrs, address: Address): boolean {
  return cidrs.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}
