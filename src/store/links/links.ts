import { and, asc, desc, eq, isNull, not, sql } from 'drizzle-orm';
import type { AuditNote } from '../../audit/audit-entry.ts';
import type { Link, LinkFilter, LinkSort } from '../../links/link.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { LinkStore, LinkUpdate } from '../../store-ports/link-stores.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, destinations, links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import type { Engine } from '../sql/engine.ts';
import { failIfChanged, refusedWrite } from '../sql/unchanged.ts';
import { leaveGroup } from './groups.ts';
import { createInsertGroups } from './insert-groups.ts';
import { changeLink, tombstoneLinks } from './link-changes.ts';
import { linkColumns } from './link-columns.ts';
import { createLoadExisting } from './load-existing.ts';
import { createResolve } from './resolve.ts';
import {
  containsText,
  firstIdByIndex,
  type IdWindow,
  inWindow,
  isArchived,
  listedIn,
  searchNewest,
  titleKey,
  wasCreated,
} from './search.ts';
import { newestOf, readSorted, type SortColumn } from './sorted-list.ts';

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

type Lists = Pick<LinkStore, 'list' | 'sorted'>;

/** Lists links; `elsewhere` continues what reads too many rows. */
function createLists({ db, read }: Engine, elsewhere?: Lists): Lists {
  const listed = (filter: LinkFilter, window: IdWindow) =>
    selectLinks(db)
      .where(and(matches(filter), inWindow(links.rowId, window)))
      .orderBy(desc(links.rowId))
      .limit(window.limit);

  /** Whether an index finds the few rows. */
  const isNamed = ({ ids, slug, externalIds }: LinkFilter) => (ids ?? slug ?? externalIds) !== undefined;
  const isFree = ({ archived, ...others }: LinkFilter) =>
    Object.values(others).every((value) => value === undefined);
  const firstOf = ({ contentRowIds, archived }: LinkFilter) => {
    const [content, ...others] = contentRowIds ?? [];
    return content === undefined || others.length > 0
      ? firstIdByIndex({ read }, ...listedIn('links', archived))
      : firstIdByIndex({ read }, sql`links WHERE content_id = ${content} AND deleted_at IS NULL`);
  };

  const list: Lists['list'] = async (filter, page) => {
    if (filter.archived === null) {
      const both = [list({ ...filter, archived: false }, page), list({ ...filter, archived: true }, page)];
      return newestOf(await Promise.all(both), page.limit);
    }
    if (isNamed(filter) || isFree(filter)) return listed(filter, page);
    return searchNewest<Link>({
      page,
      read: async (window) => listed(filter, window),
      firstOf: firstOf(filter),
      elsewhere: elsewhere && ((rest) => elsewhere.list(filter, rest)),
    });
  };
  return {
    list,
    sorted: async (filter, slot) =>
      readSorted<Link, LinkSort>(
        { read },
        {
          ...{ slot, rowId: sql`${links.rowId}`, column: SORT_COLUMNS[slot.by], firstOf: firstOf(filter) },
          from: sql`links CROSS JOIN contents ON contents.id = links.content_id`,
          where: sql`${matches(filter)}`,
          isFree: isNamed(filter) || (slot.by === 'createdAt' && isFree(filter)),
          load: async (condition) => selectLinks(db).where(condition),
          elsewhere: elsewhere && (() => elsewhere.sorted(filter, slot)),
        },
      ),
  };
}

/** Changes of existing links, in one transaction. */
function createChanges({ db, atomic }: Engine) {
  const update = ({ link, changes, note, isUnchanged }: LinkUpdate) => {
    const at = changes.updatedAt ?? link.updatedAt;
    const { title } = changes;
    const text = title === undefined ? {} : { searchText: searchTextOf(title) };
    return [
      ...(isUnchanged ? [failIfChanged(links, link)] : []),
      ...changeLink(db, link.rowId, { ...changes, ...text }, at),
      ...auditStatements(note),
    ];
  };
  return {
    async updateAll(updates: LinkUpdate[]) {
      try {
        await atomic(updates.flatMap(update));
        return 'updated';
      } catch (error) {
        return refusedWrite(
          error,
          updates.some(({ isUnchanged }) => isUnchanged),
        );
      }
    },
    async removeAll(removals: { link: Link; note?: AuditNote }[], at: number) {
      const statements = removals.flatMap(({ link: { rowId }, note }) => [
        ...[...leaveGroup(rowId), ...tombstoneLinks(db, eq(links.rowId, rowId), at)],
        ...auditStatements(note),
      ]);
      await atomic(statements);
    },
  } satisfies Partial<LinkStore>;
}

/** Reads and writes links, their tombstones and their former destinations. */
export function createLinkStore(engine: Engine, elsewhere?: Lists): LinkStore {
  const { db } = engine;
  const { updateAll, removeAll } = createChanges(engine);

  return {
    ...lookUps(db),
    loadExisting: createLoadExisting(engine),
    insertGroups: createInsertGroups(engine),
    ...createLists(engine, elsewhere),

    update: (link, changes, note) => updateAll([{ link, changes, ...(note && { note }) }]),
    updateAll,
    remove: (link, at, note) => removeAll([{ link, ...(note && { note }) }], at),
    removeAll,

    destinations: async (linkRowIds) =>
      db
        .select({ linkRowId: destinations.linkRowId, url: destinations.url, until: destinations.until })
        .from(destinations)
        .where(inJsonList(destinations.linkRowId, linkRowIds))
        .orderBy(asc(destinations.until)),

    resolve: createResolve(engine),
  };
}
