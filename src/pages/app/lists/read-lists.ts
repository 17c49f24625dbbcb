/** The rows of the lists of content and of links, with their figures of a period. */
import type { Content } from '../../../links/contents/content.ts';
import {
  listContents,
  listContentsByChange,
  listContentsByClicks,
  listContentsSorted,
} from '../../../links/contents/list-contents.ts';
import type { Link } from '../../../links/link.ts';
import {
  listLinks,
  listLinksByChange,
  listLinksByClicks,
  listLinksSorted,
} from '../../../links/list-links.ts';
import { findSpreading } from '../../../stats/spreading.ts';
import type { LinkTotals } from '../../../store-ports/count-stores.ts';
import { asker, type PageDeps, type Row } from '../overview/read-overview.ts';
import type { Period } from '../period.ts';
import { contentQuery, type ListQuery, linkQuery } from './list-query.ts';
import { type Orders, readOrdered } from './order-lists.ts';

export interface Figures {
  clicks: number;
  before: number;
  /** Empty where they are not asked for. */
  days: Row[];
  channels: Row[];
  lastClickAt: number | null;
}

export interface ListPage<Item> {
  items: (Figures & { item: Item })[];
  next: string | null;
}

export type ContentItem = { content: Content; links: Link[]; isSpreading: boolean };
export type LinkItem = { link: Link; content: Content | undefined; totals: LinkTotals };

/** What of a list is read: its period in the member's zone, rows at most, and whether with clicks of each day. */
export interface ListSlice {
  period: Period;
  zone: string;
  limit: number;
  hasDays: boolean;
}

const MOST_LINKS = 25;
const NEVER: LinkTotals = { clicks: 0, lastClickAt: null, turnedAway: 0 };
/** Channels that a row may have clicks in. */
const MOST_CHANNELS = 50;

/** The figures of the rows of one page, by id. */
async function readFigures(
  deps: PageDeps,
  dimension: 'content' | 'link',
  ids: string[],
  { period, zone, hasDays }: ListSlice,
) {
  const filters = dimension === 'link' ? { link: ids } : {};
  const ask = asker(deps, { filters, contentIds: dimension === 'content' ? ids : [] }, zone);
  const rowsAtMost = (each: number) => ({ limit: ids.length * each });
  const [before, channels, days] =
    ids.length === 0
      ? []
      : await Promise.all([
          ask([dimension], period.before, rowsAtMost(1)),
          ask([dimension, 'channel'], period, rowsAtMost(MOST_CHANNELS)),
          hasDays ? ask([dimension, 'day'], period, rowsAtMost(period.length + 1)) : undefined,
        ]);
  const field = dimension === 'content' ? 'contentId' : 'linkId';
  const byId = (answer: typeof before) => Map.groupBy(answer?.data ?? [], (row) => String(row[field]));
  const [earlier, mixes, daily] = [byId(before), byId(channels), byId(days)];
  return (id: string): Omit<Figures, 'lastClickAt'> => {
    const mine = mixes.get(id) ?? [];
    return {
      clicks: mine.reduce((sum, { clicks }) => sum + clicks, 0),
      before: earlier.get(id)?.[0]?.clicks ?? 0,
      days: daily.get(id) ?? [],
      channels: mine,
    };
  };
}

export async function readContentList(
  deps: PageDeps,
  query: ListQuery,
  slice: ListSlice,
): Promise<ListPage<ContentItem>> {
  const filter = contentQuery(query);
  const orders: Orders<Content, 'createdAt' | 'updatedAt' | 'title'> = {
    newest: (page) => listContents(deps, filter, page),
    sorted: (slot) => listContentsSorted(deps, filter, slot),
    byClicks: (order, slot) => listContentsByClicks(deps, filter, order, slot),
    byChange: (order, slot) => listContentsByChange(deps, filter, order, slot),
  };
  const { rows: contents, next } = await readOrdered(orders, query, slice);
  const ids = contents.map(({ id }) => id);
  const rowIds = contents.map(({ rowId }) => rowId);
  const [figuresOf, links, spreading] = await Promise.all([
    readFigures(deps, 'content', ids, slice),
    deps.store.links.firstOfContents(rowIds, MOST_LINKS),
    ids.length === 0 ? [] : findSpreading(deps, { filters: {}, contentIds: ids, timezone: slice.zone }),
  ]);
  const totals = await deps.store.stats.totals(links.map(({ rowId }) => rowId));
  const byContent = Map.groupBy(links, ({ contentId }) => contentId);
  const again = new Set(spreading.map(({ contentId }) => contentId));
  return {
    next,
    items: contents.map((content) => {
      const own = byContent.get(content.id) ?? [];
      const last = own.flatMap(({ rowId }) => totals.get(rowId)?.lastClickAt ?? []);
      const lastClickAt = last.length === 0 ? null : Math.max(...last);
      const item = { content, links: own, isSpreading: again.has(content.id) };
      return { item, ...figuresOf(content.id), lastClickAt };
    }),
  };
}

export async function readLinkList(
  deps: PageDeps,
  query: ListQuery,
  slice: ListSlice,
): Promise<ListPage<LinkItem>> {
  const filter = linkQuery(query);
  const orders: Orders<Link, 'createdAt' | 'updatedAt' | 'title' | 'slug'> = {
    newest: (page) => listLinks(deps, filter, page),
    sorted: (slot) => listLinksSorted(deps, filter, slot),
    byClicks: (order, slot) => listLinksByClicks(deps, filter, order, slot),
    byChange: (order, slot) => listLinksByChange(deps, filter, order, slot),
  };
  const { rows: links, next } = await readOrdered(orders, query, slice);
  const ids = links.map(({ id }) => id);
  const [figuresOf, totals, contents] = await Promise.all([
    readFigures(deps, 'link', ids, slice),
    deps.store.stats.totals(links.map(({ rowId }) => rowId)),
    deps.store.contents.byIds([...new Set(links.map(({ contentId }) => contentId))]),
  ]);
  const byId = new Map(contents.map((content) => [content.id, content]));
  return {
    next,
    items: links.map((link) => {
      const own = totals.get(link.rowId) ?? NEVER;
      const item = { link, content: byId.get(link.contentId), totals: own };
      return { item, ...figuresOf(link.id), lastClickAt: own.lastClickAt };
    }),
  };
}
