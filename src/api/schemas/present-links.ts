/** Links and contents as the API shows them. Each lookup is done once per page of rows. */
import type { z } from '@hono/zod-openapi';
import { hostRulesOf } from '../../abuse/host-rules.ts';
import type { ChannelEntry } from '../../channels/channel.ts';
import { CHANNELS } from '../../channels/registry.ts';
import type { Content } from '../../links/contents/content.ts';
import type { CreatedContent } from '../../links/contents/content-request.ts';
import { MAX_FIRST_LINKS } from '../../links/create/existing-state.ts';
import type { CreatedLink } from '../../links/create/link-request.ts';
import type { Link } from '../../links/link.ts';
import { domainHost } from '../../links/link-domain.ts';
import type { Deps } from '../../ports.ts';
import type { LinkTotals } from '../../store-ports/count-stores.ts';
import { isoTime, isoTimeOrNull } from '../../time.ts';
import { hostnameOf } from '../../urls/destination.ts';
import { shortUrl } from '../../urls/short-url.ts';
import type { ContentBody, CreatedContentBody, CreatedLinkBody, LinkBody } from './link-bodies.ts';

export type LinkJson = z.infer<typeof LinkBody>;
export type CreatedLinkJson = z.infer<typeof CreatedLinkBody>;
export type ContentJson = z.infer<typeof ContentBody>;
export type CreatedContentJson = z.infer<typeof CreatedContentBody>;

type PresentDeps = Pick<Deps, 'store' | 'settings' | 'blocklist'>;
type TitledContent = Pick<Content, 'id' | 'title'>;

const NEVER_CLICKED: LinkTotals = { clicks: 0, lastClickAt: null, turnedAway: 0 };

/** The links in the same order. */
export async function presentLinks(deps: PresentDeps, links: Link[]): Promise<LinkJson[]> {
  return toLinkJson(deps, links, await readContents(deps, links));
}

export async function presentLink(deps: PresentDeps, link: Link): Promise<LinkJson> {
  const [shown] = await presentLinks(deps, [link]);
  if (!shown) throw new Error('A link is missing from its own answer');
  return shown;
}

/** Created and found links, in the same order. */
export async function presentCreatedLinks(
  deps: PresentDeps,
  created: CreatedLink[],
): Promise<CreatedLinkJson[]> {
  const links = created.map(({ link }) => link);
  const contents = created.map(({ content }) => content);
  // A new link has no history to look up.
  const existing = created.flatMap((outcome) => (outcome.created ? [] : [outcome.link]));
  const shown = await toLinkJson(deps, links, contents, existing);
  return shown.map((link, index) => Object.assign(link, { ignored: created[index]?.ignored ?? [] }));
}

/** The most links of each content that a list shows; contents with one link per channel have fewer. */
const MAX_LISTED_LINKS = 25;

/** One content with its oldest links. */
export async function presentContent(deps: PresentDeps, content: Content): Promise<ContentJson> {
  const [shown] = await withLinks(deps, [content], MAX_FIRST_LINKS);
  if (!shown) throw new Error('A content is missing from its own answer');
  return shown;
}

/** The contents of a list in the same order, each with its oldest links unless nobody asks for them. */
export const presentContents = async (
  deps: PresentDeps,
  contents: Content[],
  showsLinks = true,
): Promise<ContentJson[]> =>
  showsLinks
    ? withLinks(deps, contents, MAX_LISTED_LINKS)
    : contents.map((content) => toContentJson(content, [], undefined));

async function withLinks(deps: PresentDeps, contents: Content[], most: number): Promise<ContentJson[]> {
  const rowIds = contents.map((content) => content.rowId);
  const links = await deps.store.links.firstOfContents(rowIds, most + 1);
  const byContent = Map.groupBy(links, ({ contentId }) => contentId);
  const ownOf = (content: Content) => byContent.get(content.id) ?? [];
  const shown = await toLinkJson(
    deps,
    contents.flatMap((content) => ownOf(content).slice(0, most)),
    contents,
  );
  const shownBy = Map.groupBy(shown, ({ contentId }) => contentId);
  const large = contents.filter((content) => ownOf(content).length > most);
  const otherOf = await readOtherLinks(deps, large);
  return contents.map((content) =>
    toContentJson(content, shownBy.get(content.id) ?? [], otherOf.get(content.id)),
  );
}

/** What an answer says of the links that it does not show. */
interface OtherLinks {
  movingLinks: number;
  /** The clicks on all links of the content. */
  clicks: number;
}

/** For contents with more links than their answers show, by content id. */
async function readOtherLinks({ store }: PresentDeps, contents: Content[]): Promise<Map<string, OtherLinks>> {
  if (contents.length === 0) return new Map();
  const rowIds = contents.map(({ rowId }) => rowId);
  const left = await store.contents.linksLeft(rowIds);
  const clicks = new Map(await store.stats.clicksOfContents(rowIds));
  return new Map(
    contents.map(({ id, rowId }) => [
      id,
      { movingLinks: left.get(rowId) ?? 0, clicks: clicks.get(rowId) ?? 0 },
    ]),
  );
}

/** A content that was just created or found, from what its creation returned. */
export async function presentCreatedContent(
  deps: PresentDeps,
  { content, links, hasMoreLinks, newLinks, ignored }: CreatedContent,
): Promise<CreatedContentJson> {
  const existing = links.filter(({ id }) => !newLinks.has(id));
  const otherOf = await readOtherLinks(deps, hasMoreLinks ? [content] : []);
  const shown = await toLinkJson(deps, links, [content], existing);
  return { ...toContentJson(content, shown, otherOf.get(content.id)), ignored };
}

function toContentJson(content: Content, links: LinkJson[], others: OtherLinks | undefined): ContentJson {
  return {
    id: content.id,
    url: content.url,
    key: content.key,
    externalId: content.externalId,
    title: content.title,
    description: content.description,
    image: content.image,
    campaign: content.campaign || null,
    tags: content.tags,
    utm: content.utm,
    archived: content.archived,
    shareCodes: content.shareCodes,
    origin: content.origin,
    createdAt: isoTime(content.createdAt),
    updatedAt: isoTime(content.updatedAt),
    links,
    hasMoreLinks: others !== undefined,
    movingLinks: others?.movingLinks ?? 0,
    clicks: others?.clicks ?? links.reduce((sum, link) => sum + link.clicks, 0),
  };
}

async function readContents({ store }: PresentDeps, links: Link[]): Promise<Content[]> {
  if (links.length === 0) return [];
  return store.contents.byIds([...new Set(links.map((link) => link.contentId))]);
}

async function toLinkJson(
  deps: PresentDeps,
  links: Link[],
  contents: TitledContent[],
  withHistory = links,
): Promise<LinkJson[]> {
  const [historyOf, rules] = await Promise.all([readHistory(deps, withHistory), hostRulesOf(deps)]);
  const contentOf = new Map(contents.map((content) => [content.id, content]));
  return links.map((link) => {
    const { lastClickAt, clicks, turnedAway, destinations } = historyOf(link.rowId);
    const { domain, short, share } = addresses(deps, link, contentOf.get(link.contentId));
    return {
      id: link.id,
      domain,
      slug: link.slug,
      shortUrl: short,
      url: link.url,
      contentId: link.contentId,
      externalId: link.externalId,
      channel: link.channel,
      campaign: link.campaign || null,
      title: link.title,
      tags: link.tags,
      utm: link.utm,
      shareUrl: share,
      expiresAt: isoTimeOrNull(link.expiresAt),
      startsAt: isoTimeOrNull(link.startsAt),
      maxClicks: link.maxClicks,
      hasPassword: link.passwordHash !== null,
      statusCode: link.statusCode,
      forwardQuery: link.forwardQuery,
      expiredUrl: link.expiredUrl,
      archived: link.archived,
      blocked: link.blocked,
      flagged: rules.find(hostnameOf(link.url)) !== undefined,
      destinations,
      createdAt: isoTime(link.createdAt),
      updatedAt: isoTime(link.updatedAt),
      clicks,
      lastClickAt: isoTimeOrNull(lastClickAt),
      turnedAway,
    };
  });
}

type History = LinkTotals & Pick<LinkJson, 'destinations'>;

/** Totals and previous destinations of the links, by their `rowId`. */
async function readHistory({ store }: PresentDeps, links: Link[]): Promise<(rowId: number) => History> {
  const rowIds = links.map((link) => link.rowId);
  if (rowIds.length === 0) return () => ({ ...NEVER_CLICKED, destinations: [] });
  const [totals, destinations] = await Promise.all([
    store.stats.totals(rowIds),
    store.links.destinations(rowIds),
  ]);
  const destinationsOf = Map.groupBy(destinations, ({ linkRowId }) => linkRowId);
  return (rowId) => ({
    ...(totals.get(rowId) ?? NEVER_CLICKED),
    destinations: (destinationsOf.get(rowId) ?? []).map(({ url, until }) => ({ url, until: isoTime(until) })),
  });
}

function addresses({ settings }: PresentDeps, link: Link, content: TitledContent | undefined) {
  const { shareIntent }: ChannelEntry = CHANNELS[link.channel];
  const short = shortUrl(settings.publicUrl, link);
  const domain = domainHost(settings, link.domain);
  if (!shareIntent) return { domain, short, share: null };
  const text = { shortUrl: short, title: link.title ?? content?.title ?? null, host: new URL(link.url).host };
  return { domain, short, share: shareIntent(text) };
}
