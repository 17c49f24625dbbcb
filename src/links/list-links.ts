import type { Channel } from '../channels/registry.ts';
import { findContent } from '../contents/find-content.ts';
import type { Deps, Page } from '../ports.ts';
import { storedDomain } from './domain.ts';
import type { Link, LinkFilter } from './link.ts';

/** Filters as callers give them; all given ones must hold. */
export interface LinkQuery {
  shortUrl?: string;
  contentId?: string;
  channel?: Channel;
  domain?: string;
  q?: string;
  tag?: string;
  archived: boolean;
}

/** One page of links, newest first. A short URL, content or domain that is not ours has none. */
export async function listLinks(
  deps: Pick<Deps, 'store' | 'settings'>,
  query: LinkQuery,
  page: Page,
): Promise<Link[]> {
  const { shortUrl, contentId, domain, ...plain } = query;
  const filter: LinkFilter = plain;
  if (contentId !== undefined) {
    const content = await findContent(deps.store.contents, contentId);
    if (!content) return [];
    filter.contentRowId = content.rowId;
  }
  const short = shortUrl === undefined ? undefined : URL.parse(shortUrl);
  if (short === null) return [];
  if (short) filter.slug = short.pathname.slice(1).split('.', 1)[0] ?? '';
  const hosts = [domain, short?.host].filter((host) => host !== undefined);
  for (const host of hosts) {
    const stored = storedDomain(deps.settings, host);
    if (stored === undefined) return [];
    filter.domain = stored;
  }
  return deps.store.links.list(filter, page);
}
