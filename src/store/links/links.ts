import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { AuditNote } from '../../audit/audit-entry.ts';
import type { Link } from '../../links/link.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { LinkStore, LinkUpdate } from '../../store-ports/link-stores.ts';
import { slugKey } from '../../urls/slug.ts';
import { contents, destinations, links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { inJsonList, inJsonParam } from '../sql/conditions.ts';
import type { Engine } from '../sql/engine.ts';
import { failIfChanged, refusedWrite } from '../sql/unchanged.ts';
import { leaveGroup } from './groups.ts';
import { createInsertGroups } from './insert-groups.ts';
import { changeLink, tombstoneLinks } from './link-changes.ts';
import { selectLinks } from './link-columns.ts';
import { createLinkLists, type LinkLists } from './listed-links.ts';
import { createLoadExisting } from './load-existing.ts';
import { createResolve } from './resolve.ts';

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
export function createLinkStore(engine: Engine, elsewhere?: LinkLists): LinkStore {
  const { db } = engine;
  const { updateAll, removeAll } = createChanges(engine);

  return {
    ...lookUps(db),
    loadExisting: createLoadExisting(engine),
    insertGroups: createInsertGroups(engine),
    ...createLinkLists(engine, elsewhere),

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
