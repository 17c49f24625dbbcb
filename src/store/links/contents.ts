import { and, type Column, desc, eq, getTableColumns, isNull, lt, not, or, sql } from 'drizzle-orm';
import type { Content, ContentChanges, ContentFilter } from '../../links/contents/content.ts';
import type { ContentStore, Page } from '../../store-ports.ts';
import { contents, links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { contains, hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import { type Engine, isUniqueViolation } from '../sql/engine.ts';
import { changeLinks, refreshFindable, tombstoneLinks } from './link-changes.ts';

const { deletedAt, ...columns } = getTableColumns(contents);

const matches = (filter: ContentFilter) => {
  const { key, q, tag, campaign, ids, notIds } = filter;
  return and(
    isNull(deletedAt),
    eq(contents.archived, filter.archived),
    key === undefined ? undefined : eq(contents.key, key),
    q === undefined
      ? undefined
      : or(contains(contents.url, q), contains(contents.title, q), contains(contents.externalId, q)),
    tag === undefined ? undefined : hasTag(contents.tags, tag),
    campaign === undefined ? undefined : eq(contents.campaign, campaign),
    ids === undefined ? undefined : inJsonList(contents.id, ids),
    notIds === undefined ? undefined : not(inJsonList(contents.id, notIds)),
  );
};

/** Reads and writes contents. A change of a content's URL also moves its links, and its deletion deletes them. */
export function createContentStore({ db, atomic }: Engine): ContentStore {
  // Prepared once, because they run often.
  const liveBy = (column: Column) => {
    const live = and(inJsonParam(column), isNull(deletedAt));
    const query = db.select(columns).from(contents).where(live).prepare();
    return async (values: string[]): Promise<Content[]> => query.all({ list: JSON.stringify(values) });
  };
  const byIds = liveBy(contents.id);
  const byKeys = liveBy(contents.key);
  const byExternalIds = liveBy(contents.externalId);

  return {
    byIds,
    get: async (id) => (await byIds([id]))[0],
    byKey: async (key) => (await byKeys([key]))[0],
    byExternalId: async (externalId) => (await byExternalIds([externalId]))[0],

    async list(filter: ContentFilter, { limit, before }: Page) {
      const older = before === null ? undefined : lt(contents.rowId, before);
      return db
        .select(columns)
        .from(contents)
        .where(and(matches(filter), older))
        .orderBy(desc(contents.rowId))
        .limit(limit);
    },

    async update(content: Content, changes: ContentChanges, note) {
      const statements = [db.update(contents).set(changes).where(eq(contents.rowId, content.rowId)).getSQL()];
      const { url, updatedAt = content.updatedAt } = changes;
      if (url !== undefined && url !== content.url) {
        const moved = sql`content_id = ${content.rowId} AND url = ${content.url}`;
        const moves = changeLinks(db, moved, { url, updatedAt }, updatedAt);
        statements.push(...refreshFindable(db, content.rowId, moves));
      }
      try {
        await atomic([...statements, ...auditStatements(note)]);
        return 'updated';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },

    async remove(rowId, at, note) {
      const emptied = { url: '', title: null, description: null, image: null, externalId: null, tags: [] };
      await atomic([
        ...tombstoneLinks(db, eq(links.contentRowId, rowId), at),
        db
          .update(contents)
          .set({ ...emptied, key: '', campaign: '', utm: null, deletedAt: at })
          .where(eq(contents.rowId, rowId))
          .getSQL(),
        ...auditStatements(note),
      ]);
    },
  };
}
