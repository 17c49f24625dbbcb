/** Lists and searches links. */
import { and, desc, eq, isNull, not, sql } from 'drizzle-orm';
import type { Link, LinkFilter, LinkSort } from '../../links/link.ts';
import type { LinkStore } from '../../store-ports/link-stores.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, links } from '../schema/main.ts';
import { hasTag, inJsonList } from '../sql/conditions.ts';
import type { Engine } from '../sql/engine.ts';
import { createFilteredLists } from './filtered-lists.ts';
import { selectLinks } from './link-columns.ts';
import {
  containsText,
  firstIdByIndex,
  inWindow,
  isArchived,
  listedIn,
  titleKey,
  wasCreated,
} from './search.ts';
import type { SortColumn } from './sorted-list.ts';

const SEARCHED = { ascii: [links.url, links.slug], texts: [links.title], folded: links.searchText };

const SORT_COLUMNS: Record<LinkSort, SortColumn> = {
  createdAt: { key: sql`${links.rowId}` },
  updatedAt: { key: sql`${links.updatedAt}` },
  title: { key: titleKey(links.title, links.searchText), nullable: true },
  slug: { key: sql`${links.slugKey}` },
};

const campaign = sql`coalesce(nullif(${links.campaign}, ''), ${contents.campaign})`;

const matches = (filter: LinkFilter) => {
  const { contentRowIds, channels, domains, campaigns, slug, externalIds, q, tags, ids, notIds } = filter;
  return and(
    isNull(links.deletedAt),
    isNull(contents.deletedAt),
    isArchived(links.archived, filter.archived, ids ?? slug ?? externalIds ?? contentRowIds),
    contentRowIds && inJsonList(links.contentRowId, contentRowIds),
    channels && inJsonList(links.channel, channels),
    domains && inJsonList(links.domain, domains),
    campaigns && inJsonList(campaign, campaigns),
    slug === undefined ? undefined : and(eq(links.slugKey, slugKey(slug)), eq(links.slug, slug)),
    externalIds && inJsonList(links.externalId, externalIds),
    q === undefined ? undefined : containsText(q, SEARCHED),
    tags && hasTag(links.tags, tags),
    wasCreated(links.createdAt, filter),
    ids && inJsonList(links.id, ids),
    notIds && not(inJsonList(links.id, notIds)),
  );
};

export type LinkLists = Pick<LinkStore, 'list' | 'sorted'>;

/** Lists links; `elsewhere` continues what reads too many rows. */
export const createLinkLists = ({ db, read }: Engine, elsewhere?: LinkLists): LinkLists =>
  createFilteredLists<Link, LinkFilter, LinkSort>(
    { read },
    {
      rowId: sql`${links.rowId}`,
      from: sql`links CROSS JOIN contents ON contents.id = links.content_id`,
      matches,
      columns: SORT_COLUMNS,
      isNamed: ({ ids, slug, externalIds }) => (ids ?? slug ?? externalIds) !== undefined,
      firstOf({ contentRowIds, archived }) {
        const [content, ...others] = contentRowIds ?? [];
        return content === undefined || others.length > 0
          ? firstIdByIndex({ read }, ...listedIn('links', archived))
          : firstIdByIndex({ read }, sql`links WHERE content_id = ${content} AND deleted_at IS NULL`);
      },
      newest: async (filter, window) =>
        selectLinks(db)
          .where(and(matches(filter), inWindow(links.rowId, window)))
          .orderBy(desc(links.rowId))
          .limit(window.limit),
      load: async (condition) => selectLinks(db).where(condition),
    },
    elsewhere,
  );
