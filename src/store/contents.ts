import { and, desc, eq, getTableColumns, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Content, ContentChanges, ContentFilter } from '../contents/content.ts';
import type { ContentStore, Page } from '../ports.ts';
import { type Engine, isUniqueViolation } from './engine.ts';
import { buryLinks, changeLinks, refound } from './link-changes.ts';
import { contents, links } from './schema.ts';
import { contains, hasTag, oneOf } from './text-match.ts';

const { deletedAt, ...columns } = getTableColumns(contents);

const matches = (filter: ContentFilter) => {
  const { key, q, tag, campaign } = filter;
  return and(
    isNull(deletedAt),
    eq(contents.archived, filter.archived),
    key === undefined ? undefined : eq(contents.key, key),
    q === undefined
      ? undefined
      : or(contains(contents.url, q), contains(contents.title, q), contains(contents.externalId, q)),
    tag === undefined ? undefined : hasTag(contents.tags, tag),
    campaign === undefined ? undefined : eq(contents.campaign, campaign),
  );
};

/** The contents and, when their URL changes or they go, the links that belong to them. */
export function createContentStore({ db, atomic }: Engine): ContentStore {
  const all = (condition: SQL) =>
    db
      .select(columns)
      .from(contents)
      .where(and(condition, isNull(deletedAt)));
  const one = async (condition: SQL) => (await all(condition).limit(1))[0];

  return {
    get: (id) => one(eq(contents.id, id)),
    byIds: async (ids) => all(oneOf(contents.id, ids)),
    byKey: (key) => one(eq(contents.key, key)),
    byKeys: async (keys) => all(oneOf(contents.key, keys)),
    byExternalId: (externalId) => one(eq(contents.externalId, externalId)),
    byExternalIds: async (externalIds) => all(oneOf(contents.externalId, externalIds)),

    async list(filter: ContentFilter, { limit, before }: Page) {
      const older = before === null ? undefined : lt(contents.rowId, before);
      return db
        .select(columns)
        .from(contents)
        .where(and(matches(filter), older))
        .orderBy(desc(contents.rowId))
        .limit(limit);
    },

    async update(content: Content, changes: ContentChanges) {
      const statements = [db.update(contents).set(changes).where(eq(contents.rowId, content.rowId)).getSQL()];
      const { url, updatedAt = content.updatedAt } = changes;
      if (url !== undefined && url !== content.url) {
        const moved = sql`content_id = ${content.rowId} AND url = ${content.url}`;
        const moves = changeLinks(db, moved, { url, updatedAt }, updatedAt);
        statements.push(...refound(db, content.rowId, moves));
      }
      try {
        await atomic(statements);
        return 'updated';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },

    async remove(rowId, at) {
      const emptied = { url: '', title: null, description: null, image: null, externalId: null, tags: [] };
      await atomic([
        ...buryLinks(db, eq(links.contentRowId, rowId), at),
        db
          .update(contents)
          .set({ ...emptied, key: '', campaign: '', utm: null, deletedAt: at })
          .where(eq(contents.rowId, rowId))
          .getSQL(),
      ]);
    },
  };
}
