/** Links and contents as the API shows them; every look-up is made once per page of rows. */
import type { z } from '@hono/zod-openapi';
import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNELS } from '../channels/registry.ts';
import type { Content } from '../contents/content.ts';
import { domainHost } from '../links/domain.ts';
import type { Link } from '../links/link.ts';
import { shortUrl } from '../links/short-url.ts';
import type { Deps, LinkTotals } from '../ports.ts';
import type { ContentBody, LinkBody } from './bodies.ts';

export type LinkJson = z.infer<typeof LinkBody>;
export type ContentJson = z.infer<typeof ContentBody>;

type PresentDeps = Pick<Deps, 'store' | 'settings'>;

const NEVER_CLICKED: LinkTotals = { clicks: 0, lastClickAt: null, turnedAway: 0 };

const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

/** The links in the same order. */
export async function presentLinks(deps: PresentDeps, links: Link[]): Promise<LinkJson[]> {
  const ids = [...new Set(links.map((link) => link.contentId))];
  return linksOf(deps, links, await deps.store.contents.byIds(ids));
}

/** The contents in the same order, each with its links, oldest first. */
export async function presentContents(deps: PresentDeps, contents: Content[]): Promise<ContentJson[]> {
  const links = await deps.store.links.ofContents(contents.map((content) => content.rowId));
  const shown = await linksOf(deps, links, contents);
  return contents.map((content) => {
    const { rowId, campaign, createdAt, updatedAt, ...same } = content;
    const own = shown.filter((link) => link.contentId === content.id);
    return {
      ...same,
      campaign: campaign || null,
      createdAt: iso(createdAt),
      updatedAt: iso(updatedAt),
      links: own,
      clicks: own.reduce((sum, link) => sum + link.clicks, 0),
    };
  });
}

async function linksOf(deps: PresentDeps, links: Link[], contents: Content[]): Promise<LinkJson[]> {
  const rowIds = links.map((link) => link.rowId);
  const [totals, destinations] = await Promise.all([
    deps.store.stats.totals(rowIds),
    deps.store.links.destinations(rowIds),
  ]);
  const contentOf = new Map(contents.map((content) => [content.rowId, content]));
  return links.map((link) => {
    const { rowId, contentRowId, custom, deletedAt, ...same } = link;
    const { lastClickAt, ...counts } = totals.get(rowId) ?? NEVER_CLICKED;
    return {
      ...same,
      ...addresses(deps, link, contentOf.get(contentRowId)),
      campaign: link.campaign || null,
      startsAt: isoOrNull(link.startsAt),
      expiresAt: isoOrNull(link.expiresAt),
      destinations: destinations
        .filter(({ linkRowId }) => linkRowId === rowId)
        .map(({ url, until }) => ({ url, until: iso(until) })),
      createdAt: iso(link.createdAt),
      updatedAt: iso(link.updatedAt),
      ...counts,
      lastClickAt: isoOrNull(lastClickAt),
    };
  });
}

function addresses({ settings }: PresentDeps, link: Link, content: Content | undefined) {
  const { shareIntent }: ChannelEntry = CHANNELS[link.channel];
  const short = shortUrl(settings.publicUrl, link);
  const text = { shortUrl: short, title: link.title ?? content?.title ?? null, host: new URL(link.url).host };
  const domain = domainHost(settings, link.domain);
  return { domain, shortUrl: short, shareUrl: shareIntent?.(text) ?? null };
}
