import { parseDomain } from '../urls/domain-name.ts';

/** The origin that an entry of the list means: a host name stands for `https://`. Null if it is neither. */
export function parseShareOrigin(entry: string): string | null {
  const domain = parseDomain(entry);
  if (domain !== null) return `https://${domain}`;
  const url = URL.parse(entry);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  return isOrigin && parseDomain(url.host) !== null ? url.origin : null;
}
