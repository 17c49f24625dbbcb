import { and, asc, desc, eq, isNull, not, sql } from 'drizzle-orm';
import type { Link, LinkChanges, LinkFilter } from '../../links/link.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { LinkStore } from '../../store-ports.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, destinations, links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import { type Engine, isUniqueViolation } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { leaveGroup } from './groups.ts';
import { createInsertGroups } from './insert-groups.ts';
import { changeLink, tombstoneLinks } from './link-changes.ts';
import { linkColumns } from './link-columns.ts';
import { createLoadExisting } from './load-existing.ts';
import { createResolve } from './resolve.ts';
import { containsText, firstByIndex, inWindow, isArchived, searchNewest, type Window } from './search.ts';

const SEARCHED = { ascii: [links.url, links.slug], texts: [links.title], folded: links.searchText };

const matches = (filter: LinkFilter) => {
  const { contentRowId, channel, domain, slug, externalId, q, tag, ids, notIds } = filter;
  return and(
    isNull(links.deletedAt),
    isNull(contents.deletedAt),
    isArchived(links.archived, filter.archived, ids ?? slug ?? externalId ?? contentRowId),
    contentRowId === undefined ? undefined : eq(links.contentRowId, contentRowId),
    channel === undefined ? undefined : eq(links.channel, channel),
    domain === undefined ? undefined : eq(links.domain, domain),
    slug === undefined ? undefined : and(eq(links.slugKey, slugKey(slug)), eq(links.slug, slug)),
    externalId === undefined ? undefined : eq(links.externalId, externalId),
    q === undefined ? undefined : containsText(q, SEARCHED),
    tag === undefined ? undefined : hasTag(links.tags, tag),
    ids === undefined ? undefined : inJsonList(links.id, ids),
    notIds === undefined ? undefined : not(inJsonList(links.id, notIds)),
  );
};

const selectLinks = (db: Engine['db']) =>
  db.select(linkColumns).from(links).innerJoin(contents, eq(contents.rowId, links.contentRowId));

/** Queries that run often, prepared once. */
function lookUps(db: Engine['db']) {
  // The links of a deleted content are deleted in steps.
  const live = and(isNull(links.deletedAt), isNull(contents.deletedAt));
  const byId = selectLinks(db)
    .where(and(eq(links.id, sql.placeholder('id')), live))
    .prepare();
  const byExternalId = selectLinks(db)
    .where(and(eq(links.externalId, sql.placeholder('externalId')), live))
    .prepare();
  const bySlugs = selectLinks(db)
    .where(and(eq(links.domain, sql.placeholder('domain')), inJsonParam(links.slugKey)))
    .prepare();
  const firstOfContents = selectLinks(db)
    .where(sql`${links.rowId} IN (SELECT first.id FROM json_each(${sql.placeholder('list')}) wanted
      CROSS JOIN links first ON first.id IN (SELECT id FROM links own WHERE own.content_id = wanted.value
        AND own.deleted_at IS NULL ORDER BY own.id LIMIT (SELECT ${sql.placeholder('most')})))`)
    .orderBy(asc(links.rowId))
    .prepare();
  const ofContent = selectLinks(db)
    .where(
      and(
        eq(links.contentRowId, sql.placeholder('content')),
        sql`${links.rowId} > ${sql.placeholder('after')}`,
        live,
      ),
    )
    .orderBy(asc(links.rowId))
    .limit(sql.placeholder('limit'))
    .prepare();
  return {
    get: async (id) => (await byId.all({ id }))[0],
    slugsLike: async (domain, slugs) =>
      bySlugs.all({ domain, list: JSON.stringify(slugs.map((slug) => slugKey(slug))) }),
    byExternalId: async (externalId) => (await byExternalId.all({ externalId }))[0],
    firstOfContents: async (contentRowIds, most) =>
      firstOfContents.all({ list: JSON.stringify(contentRowIds), most }),
    ofContent: async (content, { after, limit }) => ofContent.all({ content, after, limit }),
  } satisfies Partial<LinkStore>;
}

/** Lists links; `elsewhere` continues what reads too many rows. */
function createList({ db, read }: Engine, elsewhere?: Pick<LinkStore, 'list'>): LinkStore['list'] {
  const listed = (filter: LinkFilter, window: Window) =>
    selectLinks(db)
      .where(and(matches(filter), inWindow(links.rowId, window)))
      .orderBy(desc(links.rowId))
      .limit(window.limit);

  return async (filter, page) => {
    const { archived, ids, slug, externalId, contentRowId, ...others } = filter;
    const isFree = contentRowId === undefined && Object.values(others).every((value) => value === undefined);
    if (ids !== undefined || slug !== undefined || externalId !== undefined || isFree)
      return listed(filter, page);
    const candidates =
      contentRowId === undefined
        ? sql`links WHERE archived = ${raw(Number(archived))} AND deleted_at IS NULL`
        : sql`links WHERE content_id = ${contentRowId} AND deleted_at IS NULL`;
    return searchNewest<Link>({
      page,
      read: async (window) => listed(filter, window),
      firstOf: firstByIndex({ read }, candidates),
      elsewhere: elsewhere && ((rest) => elsewhere.list(filter, rest)),
    });
  };
}

/** Reads and writes links, their tombstones and their former destinations. */
export function createLinkStore(engine: Engine, elsewhere?: Pick<LinkStore, 'list'>): LinkStore {
  const { db, atomic } = engine;

  return {
    ...lookUps(db),
    loadExisting: createLoadExisting(engine),
    insertGroups: createInsertGroups(engine),
    list: createList(engine, elsewhere),

    async update(link: Link, changes: LinkChanges, note) {
      const at = changes.updatedAt ?? link.updatedAt;
      const { title } = changes;
      const text = title === undefined ? {} : { searchText: searchTextOf(title) };
      const change = changeLink(db, link.rowId, { ...changes, ...text }, at);
      try {
        await atomic([...change, ...auditStatements(note)]);
        return 'updated';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },

    async remove(link: Link, at, note) {
      const removal = [...leaveGroup(link.rowId), ...tombstoneLinks(db, eq(links.rowId, link.rowId), at)];
      await atomic([...removal, ...auditStatements(note)]);
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
