/** What is stored already where links are to be created: loaded once for any number of requests, in one snapshot. */
import type { Channel } from '../../channels/registry.ts';
import { slugKey } from '../../urls/slug.ts';
import type { Content } from '../contents/content.ts';
import type { Link } from '../link.ts';

/** A live content by one of its three names. */
export interface ContentRef {
  by: 'id' | 'externalId' | 'key';
  value: string;
}

/** What find-or-create compares besides the content. */
export type LinkEquivalence = Pick<Link, 'domain' | 'channel' | 'url' | 'campaign'>;

/** What one request must know before it can create links. */
export interface Lookup {
  /** Contents that the request may mean; unknown ones are left out of the answer. */
  contents: ContentRef[];
  /** The findable link of these contents with these values; a null `url` is the URL of the content. */
  equivalent: (Omit<LinkEquivalence, 'url'> & { url: string | null }) | null;
  /** Links of these contents that are needed, as `linksOf` answers them; null if none are. */
  links: { domain: string; channels: Channel[]; url: string } | null;
  /** The external id of the wanted link; null if it has none. */
  linkExternalId: string | null;
  /** Slugs that may be taken. */
  slugs: Pick<Link, 'domain' | 'slug'>[];
}

/** The most links of a content that an answer shows. There may be many more. */
export const MAX_FIRST_LINKS = 200;

/** The answer as rows, in no order except for links of a content, which are sorted by `rowId`. */
export interface ExistingRows {
  contents: Content[];
  equivalentLinks: Link[];
  namedLinks: Link[];
  linksOfContents: Link[];
  /** Tombstones included. */
  slugConflicts: Link[];
}

export interface ExistingState {
  content(ref: ContentRef): Content | undefined;
  /**
   * Live links of a content, oldest first. If there are more than `MAX_FIRST_LINKS`, these and one more, the newest,
   * and the findable links that lead to the content, or to the URL of the look-up, in its channels and its domain.
   */
  linksOf(contentId: string): readonly Link[];
  /** The link that find-or-create returns. */
  equivalentLink(contentId: string, wanted: LinkEquivalence): Link | undefined;
  /** The live link with this external id. */
  linkByExternalId(externalId: string): Link | undefined;
  /** Links, tombstones included, whose slug is equal or differs only by case. */
  slugConflicts(name: Pick<Link, 'domain' | 'slug'>): readonly Link[];
}

/** Equal for two slugs of one domain that cannot exist together. */
export const slugLock = ({ domain, slug }: Pick<Link, 'domain' | 'slug'>) => `${domain}/${slugKey(slug)}`;

/** Equal for two findable links that cannot exist together. None of the parts contains a control character. */
export const equivalenceKey = (contentId: string, { domain, channel, url, campaign }: LinkEquivalence) =>
  `${contentId}\0${domain}\0${channel}\0${url}\0${campaign}`;

/** Equal for two links with the same external id. */
export const externalIdLock = (externalId: string) => `\0ext ${externalId}`;

const NONE: readonly Link[] = [];

/** Indexes the rows, so that many requests can share one answer. */
export function existingState(rows: ExistingRows): ExistingState {
  const contents = {
    id: new Map(rows.contents.map((content) => [content.id, content])),
    externalId: new Map(rows.contents.map((content) => [content.externalId, content])),
    key: new Map(rows.contents.map((content) => [content.key, content])),
  };
  const links = grouped(rows.linksOfContents, (link) => link.contentId);
  const equivalent = new Map(
    rows.equivalentLinks.map((link) => [equivalenceKey(link.contentId, link), link]),
  );
  const named = new Map(rows.namedLinks.map((link) => [link.externalId, link]));
  const bySlug = grouped(rows.slugConflicts, slugLock);
  return {
    content: ({ by, value }) => contents[by].get(value),
    linksOf: (contentId) => links.get(contentId) ?? NONE,
    equivalentLink: (contentId, wanted) =>
      equivalent.size === 0 ? undefined : equivalent.get(equivalenceKey(contentId, wanted)),
    linkByExternalId: (externalId) => named.get(externalId),
    slugConflicts: (name) => (bySlug.size === 0 ? NONE : (bySlug.get(slugLock(name)) ?? NONE)),
  };
}

function grouped(links: Link[], keyOf: (link: Link) => string): Map<string, Link[]> {
  const groups = new Map<string, Link[]>();
  for (const link of links) {
    const key = keyOf(link);
    const group = groups.get(key);
    if (group) group.push(link);
    else groups.set(key, [link]);
  }
  return groups;
}
