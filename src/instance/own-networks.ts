/** The networks of the team itself: hits from there count as tests. */
import type { Address } from '../net/address.ts';
import { type Cidr, parseCidr } from '../net/cidr.ts';
import type { OwnNetwork } from './instance-settings.ts';

/** More would make every redirect slower, and is probably a mistake. */
export const MAX_OWN_NETWORKS = 100;
export const MAX_NETWORK_NAME = 80;

/** A shorter prefix has so many addresses that the clicks of strangers would count as tests. */
const SHORTEST = { ipv4: 8, ipv6: 16 };

export type NetworkMistake = 'invalid' | 'wide';

const bitsOf = (address: Address) => address.toByteArray().length * 8;

/** The network as it is stored: without the bits that its prefix leaves free, and without the prefix of one address. */
export function networkText([base, bits]: Cidr): string {
  const bytes = base.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff00 >> kept) & 0xff;
  });
  const text = parseCidr(textOf(bytes))?.[0].toString() ?? base.toString();
  return bits === bitsOf(base) ? text : `${text}/${bits}`;
}

/** Four bytes as IPv4, sixteen as IPv6. */
function textOf(bytes: number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.flatMap((byte, index) =>
    index % 2 === 0 ? [((byte << 8) | (bytes[index + 1] ?? 0)).toString(16)] : [],
  );
  return groups.join(':');
}

/** Reads a network or one address as people write it. */
export function parseNetwork(text: string): { network: string } | { mistake: NetworkMistake } {
  const cidr = parseCidr(text.trim());
  if (cidr === null) return { mistake: 'invalid' };
  const [base, bits] = cidr;
  return bits < SHORTEST[base.kind()] ? { mistake: 'wide' } : { network: networkText(cidr) };
}

/** As the redirect compares them. */
export const cidrsOf = (networks: readonly Pick<OwnNetwork, 'network'>[]): Cidr[] =>
  networks.flatMap(({ network }) => {
    const cidr = parseCidr(network);
    return cidr === null ? [] : [cidr];
  });
