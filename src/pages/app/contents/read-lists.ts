/** The rows of the lists of content and of links, with their figures of a period. */

import type { Content } from '../../../links/contents/content.ts';
import {
  type ContentQuery,
  listContents,
  listContentsByClicks,
} from '../../../links/contents/list-contents.ts';
import type { Link } from '../../../links/link.ts';
import { type LinkQuery, listLinks, listLinksByClicks } from '../../../links/list-links.ts';
import type { ClickPosition, RankedPage } from '../../../stats/rank-by-clicks.ts';
import { findSpreading } from '../../../stats/spreading.ts';
import type { LinkTotals } from '../../../store-ports/count-stores.ts';
import { asker, type PageDeps, type Row } from '../overview/read-overview.ts';
import { isChannel } from '../parts/names.tsx';
import type { Period } from '../period.ts';
import { type ListQuery, PAGE_SIZE } from './list-query.ts';

export interface Figures {
  clicks: number;
  before: number;
  days: Row[];
  channels: Row[];
  lastClickAt: number | null;
}

export interface ListPage<Item> {
  items: (Figures & { item: Item })[];
  next: ClickPosition | null;
}

export type ContentItem = { content: Content; links: Link[]; isSpreading: boolean };
export type LinkItem = { link: Link; content: Content | undefined; totals: LinkTotals };

const MOST_LINKS = 25;
const NEVER: LinkTotals = { clicks: 0, lastClickAt: null, turnedAway: 0 };

const orderOf = ({ from, to }: Period, timezone: string) => ({
  ...{ by: 'clicks' as const, descending: true },
  ...{ from, to, timezone },
});

/** One page of a list without figures, newest first. */
async function newestPage<Item extends { rowId: number; id: string }>(
  read: (page: { limit: number; before: number | null }) => Promise<Item[]>,
  after: ClickPosition | null,
): Promise<RankedPage<Item>> {
  const rows = await read({ limit: PAGE_SIZE + 1, before: after?.rowId ?? null });
  const shown = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? shown.at(-1) : undefined;
  return {
    rows: shown.map((row) => ({ row, id: row.id, value: 0, depth: 0 })),
    next: last ? { value: 0, rowId: last.rowId, depth: 0, id: last.id } : null,
  };
}

/** Filters by one value each; an empty one accepts everything. */
const oneOf = <Fields extends Record<string, string>>(fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === '' ? [] : [[name, [value]]])),
  ) as { [Name in keyof Fields]?: string[] };

const given = <Fields extends Record<string, string>>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<Fields>; // only empty ones are gone

/** The figures of the rows of one page, by id. */
async function readFigures(
  deps: PageDeps,
  dimension: 'content' | 'link',
  ids: string[],
  period: Period,
  zone: string,
) {
  const filters = dimension === 'link' ? { link: ids } : {};
  const ask = asker(deps, { filters, contentIds: dimension === 'content' ? ids : [] }, zone);
  const [before, days, channels] =
    ids.length === 0
      ? []
      : await Promise.all([
          ask([dimension], period.before),
          ask([dimension, 'day'], period),
          ask([dimension, 'channel'], period),
        ]);
  const field = dimension === 'content' ? 'contentId' : 'linkId';
  const rowsOf = (answer: typeof before, id: string) => answer?.data.filter((row) => row[field] === id) ?? [];
  return (id: string): Omit<Figures, 'lastClickAt'> => {
    const mine = rowsOf(channels, id);
    return {
      clicks: mine.reduce((sum, { clicks }) => sum + clicks, 0),
      before: rowsOf(before, id)[0]?.clicks ?? 0,
      days: rowsOf(days, id),
      channels: mine,
    };
  };
}

export async function readContentList(
  deps: PageDeps,
  { q, tag, campaign, archived, sort, after }: ListQuery,
  period: Period,
  zone: string,
): Promise<ListPage<ContentItem>> {
  const query: ContentQuery = { archived, ...given({ q }), ...oneOf({ tags: tag, campaigns: campaign }) };
  const { rows, next } =
    sort === 'clicks'
      ? await listContentsByClicks(deps, query, orderOf(period, zone), { after, limit: PAGE_SIZE })
      : await newestPage((page) => listContents(deps, query, page), after);
  const contents = rows.map(({ row }) => row);
  const figuresOf = await readFigures(
    deps,
    'content',
    contents.map(({ id }) => id),
    period,
    zone,
  );
  const links = await deps.store.links.firstOfContents(
    contents.map(({ rowId }) => rowId),
    MOST_LINKS,
  );
  const totals = await deps.store.stats.totals(links.map(({ rowId }) => rowId));
  const byContent = Map.groupBy(links, ({ contentId }) => contentId);
  const ids = contents.map(({ id }) => id);
  const spreading =
    ids.length === 0 ? [] : await findSpreading(deps, { filters: {}, contentIds: ids, timezone: zone });
  return {
    next,
    items: contents.map((content) => {
      const own = byContent.get(content.id) ?? [];
      const last = own.flatMap(({ rowId }) => totals.get(rowId)?.lastClickAt ?? []);
      const lastClickAt = last.length === 0 ? null : Math.max(...last);
      const isSpreading = spreading.some(({ contentId }) => contentId === content.id);
      return { item: { content, links: own, isSpreading }, ...figuresOf(content.id), lastClickAt };
    }),
  };
}

export async function readLinkList(
  deps: PageDeps,
  { q, tag, channel, archived, sort, after }: ListQuery,
  period: Period,
  zone: string,
): Promise<ListPage<LinkItem>> {
  const channels = isChannel(channel) ? { channels: [channel] } : {};
  const query: LinkQuery = { archived, ...given({ q }), ...oneOf({ tags: tag }), ...channels };
  const { rows, next } =
    sort === 'clicks'
      ? await listLinksByClicks(deps, query, orderOf(period, zone), { after, limit: PAGE_SIZE })
      : await newestPage((page) => listLinks(deps, query, page), after);
  const links = rows.map(({ row }) => row);
  const figuresOf = await readFigures(
    deps,
    'link',
    links.map(({ id }) => id),
    period,
    zone,
  );
  const totals = await deps.store.stats.totals(links.map(({ rowId }) => rowId));
  const contents = await deps.store.contents.byIds([...new Set(links.map(({ contentId }) => contentId))]);
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
