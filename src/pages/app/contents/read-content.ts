/** Everything that the pages of one content and of one link show, from the functions of the API. */
import type { Content } from '../../../links/contents/content.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import type { Link } from '../../../links/link.ts';
import { showLink } from '../../../links/show-link.ts';
import { type ReachAnswer, readReach } from '../../../shares/read-reach.ts';
import { findSpreading, type Spreading } from '../../../stats/spreading.ts';
import type { LinkTotals } from '../../../store-ports/count-stores.ts';
import { asker, type PageDeps } from '../overview/read-overview.ts';
import { readShared, type SharedLinks } from '../overview/read-shared.ts';
import { readEndings } from './read-endings.ts';
import { type Ending, type FormerDestination, type LifeView, readLife } from './read-life.ts';

export const MOST_LINKS = 100;

export interface ContentView extends LifeView {
  content: Content;
  links: { link: Link; totals: LinkTotals }[];
  hasMoreLinks: boolean;
  /** Where the links led before. */
  former: FormerDestination[];
  endings: Ending[];
  spreading: Spreading | null;
  /** Its links that were shared, by channel. */
  shared: SharedLinks[];
  /** What was shared, so far. */
  reach: ReachAnswer;
}

export interface LinkView extends LifeView {
  link: Link;
  content: Content | undefined;
  totals: LinkTotals;
  former: FormerDestination[];
  endings: Ending[];
}

const NEVER: LinkTotals = { clicks: 0, lastClickAt: null, turnedAway: 0 };

/** Throws `not_found` for an unknown content. */
export async function readContent(deps: PageDeps, id: string, zone: string): Promise<ContentView> {
  const content = await showContent(deps, id);
  const scope = { filters: {}, contentIds: [content.id] };
  const [life, links, spreading, reach] = await Promise.all([
    readLife(deps, scope, content.createdAt, zone),
    deps.store.links.ofContent(content.rowId, { after: 0, limit: MOST_LINKS + 1 }),
    findSpreading(deps, { ...scope, timezone: zone }),
    readReach(deps, content.id, { from: null, to: null, timezone: zone }),
  ]);
  const shown = links.slice(0, MOST_LINKS);
  const rowIds = shown.map(({ rowId }) => rowId);
  const [totals, former, shared] = await Promise.all([
    deps.store.stats.totals(rowIds),
    deps.store.links.destinations(rowIds),
    readShared(asker(deps, scope, zone), life.series, life.period),
  ]);
  const counted = shown.map((link) => ({ link, totals: totals.get(link.rowId) ?? NEVER }));
  return {
    ...life,
    content,
    shared,
    links: counted,
    endings: await readEndings(deps, content, counted),
    hasMoreLinks: links.length > MOST_LINKS,
    former,
    spreading: spreading[0] ?? null,
    reach,
  };
}

/** Throws `not_found` for an unknown link. */
export async function readLink(deps: PageDeps, id: string, zone: string): Promise<LinkView> {
  const link = await showLink(deps, id);
  const scope = { filters: { link: [link.id] }, contentIds: [] };
  const [life, content, totals, former] = await Promise.all([
    readLife(deps, scope, link.createdAt, zone),
    deps.store.contents.get(link.contentId),
    deps.store.stats.totals([link.rowId]),
    deps.store.links.destinations([link.rowId]),
  ]);
  const counted = { link, totals: totals.get(link.rowId) ?? NEVER };
  return { ...life, ...counted, content, former, endings: await readEndings(deps, null, [counted]) };
}
