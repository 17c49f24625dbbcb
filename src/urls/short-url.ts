import type { Link } from '../links/link.ts';

/**
 * The short URL of a link. `publicUrl` is scheme and host of the default domain (`domain` ''), without a trailing slash;
 * other domains always use https. `mark` names a placement.
 */
export function shortUrl(publicUrl: string, link: Pick<Link, 'domain' | 'slug'>, mark?: string): string {
  const origin = link.domain === '' ? publicUrl : `https://${link.domain}`;
  return `${origin}/${link.slug}${mark === undefined ? '' : `.${mark}`}`;
}
