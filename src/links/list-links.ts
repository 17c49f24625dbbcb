import type { Channel } from '../channels/registry.ts';
import type { Deps } from '../ports.ts';
import type { Page } from '../row-page.ts';
import {
  type ClickOrder,
  type ClickPage,
  type ClickSlot,
  type RankedList,
  rankByClicks,
} from '../stats/rank-by-clicks.ts';
import { contentKey } from '../urls/content-key.ts';
import { trimAddress } from '../urls/destination.ts';
import { parseShortPath } from '../urls/short-path.ts';
import { findContent } from './contents/find-content.ts';
import { type Hosts, hostsOf, storedDomain } from './domain.ts';
import type { Link, LinkFilter } from './link.ts';

/** Filters as callers give them; all given ones must hold. */
export interface LinkQuery {
  /** As people copy it: a mark, a `+` and what linkifiers drag along may follow. */
  shortUrl?: string;
  /** Links of the content with the same key. */
  url?: string;
  contentId?: string;
  externalId?: string;
  channel?: Channel;
  domain?: string;
  q?: string;
  tag?: string;
  archived: boolean;
}

type ListDeps = Pick<Deps, 'store' | 'settings'>;

/** One page of links, newest first. A short URL, content or domain that is not ours has none. */
export async function listLinks(deps: ListDeps, query: LinkQuery, page: Page): Promise<Link[]> {
  const filter = await filterOf(deps, query);
  return filter === null ? [] : deps.store.links.list(filter, page);
}

/** The same links in the order of their clicks in a period. Throws `validation` as `rankByClicks` does. */
export async function listLinksByClicks(
  deps: ListDeps & Pick<Deps, 'clock'>,
  query: LinkQuery,
  order: ClickOrder,
  slot: ClickSlot,
): Promise<ClickPage<Link>> {
  const filter = await filterOf(deps, query);
  const { channel, domain, tag } = filter ?? {};
  const known = Object.entries({ channel, domain, tag });
  const list: RankedList<Link> = {
    dimension: 'link',
    filters: Object.fromEntries(
      known.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]]])),
    ),
    list: async (page, only) => (filter === null ? [] : deps.store.links.list({ ...filter, ...only }, page)),
  };
  return rankByClicks(deps, list, order, slot);
}

/** What the store is asked for; null where no link can match. */
async function filterOf(deps: ListDeps, query: LinkQuery): Promise<LinkFilter | null> {
  const { shortUrl, url, contentId, domain, ...plain } = query;
  const hosts = await hostsOf(deps);
  const parts = await Promise.all([
    domain === undefined ? {} : onDomain(hosts, domain),
    shortUrl === undefined ? {} : atShortUrl(deps, hosts, shortUrl),
    contentId === undefined ? {} : ofContent(findContent(deps.store.contents, contentId)),
    url === undefined ? {} : ofContent(contentAt(deps, url)),
  ]);
  return parts.reduce(both, plain);
}

/** The values that a filter compares in the store; null where no link can match. */
type Part = Partial<LinkFilter> | null;

/** Both must hold: nothing fits where they disagree. */
function both(filter: LinkFilter | null, part: Part): LinkFilter | null {
  if (filter === null || part === null) return null;
  const disagree = Object.entries(part).some(
    ([name, value]) => (filter[name as keyof LinkFilter] ?? value) !== value,
  );
  return disagree ? null : { ...filter, ...part };
}

function onDomain(hosts: Hosts, host: string): Part {
  const domain = storedDomain(hosts, host);
  return domain === undefined ? null : { domain };
}

/** The exact slug, else its one other case, as the redirect finds it. */
async function atShortUrl({ store }: ListDeps, hosts: Hosts, shortUrl: string): Promise<Part> {
  // People copy links together with quotes, brackets and invisible characters.
  const url = URL.parse(/https?:\/\/.*/is.exec(shortUrl)?.[0] ?? `https://${trimAddress(shortUrl)}`);
  const path = url && parseShortPath(url.pathname);
  const domain = url ? (storedDomain(hosts, url.host) ?? storedDomain(hosts, url.hostname)) : undefined;
  if (!path || domain === undefined) return null;
  const likes = (await store.links.slugsLike(domain, [path.slug])).map(({ slug }) => slug);
  const slug = likes.length === 1 ? likes[0] : likes.find((like) => like === path.slug);
  return slug === undefined ? null : { domain, slug };
}

async function ofContent(found: Promise<{ rowId: number } | undefined>): Promise<Part> {
  const content = await found;
  return content ? { contentRowId: content.rowId } : null;
}

async function contentAt({ store }: ListDeps, url: string) {
  const href = URL.parse(trimAddress(url))?.href;
  return href === undefined ? undefined : store.contents.byKey(contentKey(href));
}
