/** Which pages may get a content by being shared. Nothing else that strangers send creates one. */
import { withoutTracking } from '../urls/content-key.ts';
import { parseDestination } from '../urls/destination.ts';

/** Origins of `SOTTO_SHARE_HOSTS`, as `URL.origin` writes them. */
export type ShareOrigins = readonly string[];

/** No host is our own here: the caller has asked before. */
const NO_HOSTS: Pick<ReadonlySet<string>, 'has'> = { has: () => false };

/**
 * The address under which a page on a listed host gets a content: with the scheme of the list, without tracking parameters
 * and fragment, which the first person who shares it could choose. Null for any other page.
 */
export function sharedPageUrl(given: string, origins: ShareOrigins): string | null {
  const parsed = parseDestination(given, NO_HOSTS);
  if (!parsed.ok) return null;
  const url = new URL(withoutTracking(parsed.href));
  if (origins.includes(url.origin)) return url.href;
  const secure = `https:${url.origin.slice(url.protocol.length)}`;
  return url.protocol === 'http:' && url.port === '' && origins.includes(secure)
    ? secure + url.href.slice(url.origin.length)
    : null;
}
