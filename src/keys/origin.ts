import { trimAddress } from '../urls/destination.ts';

/**
 * A web origin as browsers send it (`https://pages.example`, `http://localhost:3000`), or null for other text. Upper case,
 * a default port and one trailing slash are accepted. Wildcards are refused.
 */
export function parseOrigin(given: string): string | null {
  const text = trimAddress(given);
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  return url.href === `${url.origin}/` && !/[\s*]/.test(text) ? url.origin : null;
}
