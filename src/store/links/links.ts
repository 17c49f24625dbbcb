import { and, asc, desc, eq, isNull, lt, not, or, sql } from 'drizzle-orm';
import type { Link, LinkChanges, LinkFilter } from '../../links/link.ts';
import type { LinkStore, Page } from '../../store-ports.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, destinations, links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { contains, hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import type { Engine } from '../sql/engine.ts';
import { createInsertGroups } from './insert-groups.ts';
import { changeLinks, refreshFindable, tombstoneLinks } from './link-changes.ts';
import { linkColumns } from './link-columns.ts';
import { createLoadExisting } from './load-existing.ts';
import { createResolve } from './resolve.ts';

const matches = (filter: LinkFilter) => {
  const { contentRowId, channel, domain, slug, q, tag, ids, notIds } = filter;
  return and(
    isNull(links.deletedAt),
    eq(links.archived, filter.archived),
    contentRowId === undefined ? undefined : eq(links.contentRowId, contentRowId),
    channel === undefined ? undefined : eq(links.channel, channel),
    domain === undefined ? undefined : eq(links.domain, domain),
    slug === undefined ? undefined : and(eq(links.slugKey, slugKey(slug)), eq(links.slug, slug)),
    q === undefined
      ? undefined
      : or(contains(links.url, q), contains(links.slug, q), contains(links.title, q)),
    tag === undefined ? undefined : hasTag(links.tags, tag),
    ids === undefined ? undefined : inJsonList(links.id, ids),
    notIds === undefined ? undefined : not(inJsonList(links.id, notIds)),
  );
};

const selectLinks = (db: Engine['db']) =>
  db.select(linkColumns).from(links).innerJoin(contents, eq(contents.rowId, links.contentRowId));

/** Queries that run often, prepared once. */
function lookUps(db: Engine['db']) {
  const live = isNull(links.deletedAt);
  const byId = selectLinks(db)
    .where(and(eq(links.id, sql.placeholder('id')), live))
    .prepare();
  const bySlugs = selectLinks(db)
    .where(and(eq(links.domain, sql.placeholder('domain')), inJsonParam(links.slugKey)))
    .prepare();
  const byContents = selectLinks(db)
    .where(and(inJsonParam(links.contentRowId), live))
    .orderBy(asc(links.rowId))
    .prepare();
  return {
    get: async (id) => (await byId.all({ id }))[0],
    slugsLike: async (domain, slugs) =>
      bySlugs.all({ domain, list: JSON.stringify(slugs.map((slug) => slugKey(slug))) }),
    ofContents: async (contentRowIds) => byContents.all({ list: JSON.stringify(contentRowIds) }),
  } satisfies Partial<LinkStore>;
}

/** Reads and writes links, their tombstones and their former destinations. */
export function createLinkStore(engine: Engine): LinkStore {
  const { db, atomic } = engine;

  return {
    ...lookUps(db),
    loadExisting: createLoadExisting(engine),
    insertGroups: createInsertGroups(engine),
    list: async (filter: LinkFilter, { limit, before }: Page) =>
      selectLinks(db)
        .where(and(matches(filter), before === null ? undefined : lt(links.rowId, before)))
        .orderBy(desc(links.rowId))
        .limit(limit),

    async update(link: Link, changes: LinkChanges, note) {
      const at = changes.updatedAt ?? link.updatedAt;
      const statements = changeLinks(db, eq(links.rowId, link.rowId), changes, at);
      await atomic([...refreshFindable(db, link.contentRowId, statements), ...auditStatements(note)]);
    },

    async remove(link: Link, at, note) {
      const removal = tombstoneLinks(db, eq(links.rowId, link.rowId), at);
      await atomic([...refreshFindable(db, link.contentRowId, removal), ...auditStatements(note)]);
    },

    destinations: async (linkRowIds) =>
      db
        .select({ linkRowId: destinations.linkRowId, url: destinations.url, until: destinations.until })
        .from(destinations)
        .where(inJsonList(destinations.linkRowId, linkRowIds))
        .orderBy(asc(destinations.until)),

    resolve: createResolve(engine),
  };
}
