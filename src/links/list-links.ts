import type { Deps } from '../ports.ts';
import { type ChangeOrder, rankByChange } from '../stats/rank-by-change.ts';
import {
  type ClickOrder,
  type RankedList,
  type RankedPage,
  type RankingSlot,
  rankByClicks,
} from '../stats/rank-by-clicks.ts';
import type { Page, SortedRow, SortSlot } from '../store-ports/row-page.ts';
import { trimAddress } from '../urls/destination.ts';
import { parseShortPath } from '../urls/short-path.ts';
import { contentRef, findContent } from './contents/find-content.ts';
import { keyOfAddress } from './contents/list-contents.ts';
import type { Link, LinkFilter, LinkSort } from './link.ts';
import { type Hosts, hostsOf, knownDomains, storedDomain } from './link-domain.ts';

/** Filters as callers give them; all given ones must hold, with one of their values. */
export interface LinkQuery
  extends Pick<
    LinkFilter,
    'channels' | 'externalIds' | 'campaigns' | 'tags' | 'q' | 'archived' | 'createdFrom' | 'createdTo'
  > {
  /** As people copy it: a mark, a `+` and what linkifiers drag along may follow. */
  shortUrl?: string;
  /** Links of the content with the same key. */
  url?: string;
  contentIds?: string[];
  /** Hosts of domains. */
  domains?: string[];
}

type ListDeps = Pick<Deps, 'store' | 'settings'>;

/** One page of links, newest first. A short URL or content that is not ours has none. */
export async function listLinks(deps: ListDeps, query: LinkQuery, page: Page): Promise<Link[]> {
  const filter = await filterOf(deps, query);
  return filter === null ? [] : deps.store.links.list(filter, page);
}

/** The same links in the order of a field. */
export async function listLinksSorted(
  deps: ListDeps,
  query: LinkQuery,
  slot: SortSlot<LinkSort>,
): Promise<SortedRow<Link>[]> {
  const filter = await filterOf(deps, query);
  return filter === null ? [] : deps.store.links.sorted(filter, slot);
}

/** The same links in the order of their clicks. Throws `validation` as `rankByClicks` does. */
export async function listLinksByClicks(
  deps: ListDeps & Pick<Deps, 'clock'>,
  query: LinkQuery,
  order: ClickOrder,
  slot: RankingSlot,
): Promise<RankedPage<Link>> {
  return rankByClicks(deps, await rankedList(deps, query), order, slot);
}

/** The same links in the order of what they have gained or lost. Throws `validation` as `rankByChange` does. */
export const listLinksByChange = async (
  deps: ListDeps & Pick<Deps, 'clock'>,
  query: LinkQuery,
  order: ChangeOrder,
  slot: RankingSlot,
): Promise<RankedPage<Link>> => rankByChange(deps, await rankedList(deps, query), order, slot);

async function rankedList(deps: ListDeps, query: LinkQuery): Promise<RankedList<Link>> {
  const filter = await filterOf(deps, query);
  const { channels: channel, domains: domain, tags: tag, campaigns: campaign } = filter ?? {};
  const known = Object.entries({ channel, domain, tag, campaign });
  return {
    dimension: 'link',
    filters: Object.fromEntries(
      known.flatMap(([name, values]) => (values === undefined ? [] : [[name, values]])),
    ),
    list: async (page, only) => (filter === null ? [] : deps.store.links.list({ ...filter, ...only }, page)),
  };
}

/** What the store is asked for; null where no link can match. Throws `validation` for an unknown domain. */
async function filterOf(deps: ListDeps, query: LinkQuery): Promise<LinkFilter | null> {
  const { shortUrl, url, contentIds, domains, ...plain } = query;
  const hosts = await hostsOf(deps);
  const parts = await Promise.all([
    domains === undefined ? {} : { domains: knownDomains(hosts, domains) },
    shortUrl === undefined ? {} : atShortUrl(deps, hosts, shortUrl),
    contentIds === undefined ? {} : ofContents(deps, contentIds),
    url === undefined ? {} : contentAt(deps, url),
  ]);
  return parts.reduce(both, plain);
}

/** The values that a filter compares in the store; null where no link can match. */
type Part = Pick<LinkFilter, 'slug' | 'domains' | 'contentRowIds'> | null;

/** Both must hold: nothing fits where their lists have no value in common. */
function both(filter: LinkFilter | null, part: Part): LinkFilter | null {
  if (filter === null || part === null) return null;
  const domains = common(filter.domains, part.domains);
  const contentRowIds = common(filter.contentRowIds, part.contentRowIds);
  if (domains?.length === 0 || contentRowIds?.length === 0) return null;
  return { ...filter, ...part, ...(domains && { domains }), ...(contentRowIds && { contentRowIds }) };
}

const common = <Value>(some: Value[] | undefined, others: Value[] | undefined) =>
  some && others ? some.filter((value) => others.includes(value)) : (some ?? others);

/** The exact slug, else its one other case, as the redirect finds it. */
async function atShortUrl({ store }: ListDeps, hosts: Hosts, shortUrl: string): Promise<Part> {
  // People copy links together with quotes, brackets and invisible characters.
  const url = URL.parse(/https?:\/\/.*/is.exec(shortUrl)?.[0] ?? `https://${trimAddress(shortUrl)}`);
  const path = url && parseShortPath(url.pathname);
  const domain = url ? (storedDomain(hosts, url.host) ?? storedDomain(hosts, url.hostname)) : undefined;
  if (!path || domain === undefined) return null;
  const likes = (await store.links.slugsLike(domain, [path.slug])).map(({ slug }) => slug);
  const slug = likes.length === 1 ? likes[0] : likes.find((like) => like === path.slug);
  return slug === undefined ? null : { domains: [domain], slug };
}

async function ofContents({ store }: ListDeps, ids: string[]): Promise<Part> {
  const isPublic = (id: string) => contentRef(id).by === 'id';
  const others = ids.filter((id) => !isPublic(id)).map((id) => findContent(store.contents, id));
  const found = [...(await store.contents.byIds(ids.filter(isPublic))), ...(await Promise.all(others))];
  const contentRowIds = found.flatMap((content) => (content ? [content.rowId] : []));
  return contentRowIds.length === 0 ? null : { contentRowIds };
}

async function contentAt({ store }: ListDeps, url: string): Promise<Part> {
  const content = await store.contents.byKey(keyOfAddress(url));
  return content ? { contentRowIds: [content.rowId] } : null;
}
