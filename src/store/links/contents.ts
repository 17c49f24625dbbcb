import { and, type Column, desc, eq, getTableColumns, isNull, not, sql } from 'drizzle-orm';
import type { Content, ContentChanges, ContentFilter } from '../../links/contents/content.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { ContentStore } from '../../store-ports.ts';
import { contents } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import { type Engine, isUniqueViolation } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { createLinkJobs } from './link-jobs.ts';
import { containsText, firstByIndex, inWindow, isArchived, searchNewest, type Window } from './search.ts';

const { deletedAt, searchText, ...columns } = getTableColumns(contents);

const SEARCHED = {
  ascii: [contents.url],
  texts: [contents.title, contents.externalId],
  folded: searchText,
};

const matches = (filter: ContentFilter) => {
  const { key, externalId, q, tag, campaign, ids, notIds } = filter;
  return and(
    isNull(deletedAt),
    isArchived(contents.archived, filter.archived, ids ?? key ?? externalId),
    key === undefined ? undefined : eq(contents.key, key),
    externalId === undefined ? undefined : eq(contents.externalId, externalId),
    q === undefined ? undefined : containsText(q, SEARCHED),
    tag === undefined ? undefined : hasTag(contents.tags, tag),
    campaign === undefined ? undefined : eq(contents.campaign, campaign),
    ids === undefined ? undefined : inJsonList(contents.id, ids),
    notIds === undefined ? undefined : not(inJsonList(contents.id, notIds)),
  );
};

/** Lists contents; `elsewhere` continues what reads too many rows. */
function createList({ db, read }: Engine, elsewhere?: Pick<ContentStore, 'list'>): ContentStore['list'] {
  const listed = (filter: ContentFilter, window: Window) =>
    db
      .select(columns)
      .from(contents)
      .where(and(matches(filter), inWindow(contents.rowId, window)))
      .orderBy(desc(contents.rowId))
      .limit(window.limit);

  return async (filter, page) => {
    const { archived, ids, key, externalId, ...others } = filter;
    const isFree = Object.values(others).every((value) => value === undefined);
    if (ids !== undefined || key !== undefined || externalId !== undefined || isFree)
      return listed(filter, page);
    const candidates = sql`contents WHERE archived = ${raw(Number(archived))} AND deleted_at IS NULL`;
    return searchNewest<Content>({
      page,
      read: async (window) => listed(filter, window),
      firstOf: firstByIndex({ read }, candidates),
      elsewhere: elsewhere && ((rest) => elsewhere.list(filter, rest)),
    });
  };
}

/** Reads and writes contents. A change of a content's URL also moves its links, and its deletion deletes them. */
export function createContentStore(engine: Engine, elsewhere?: Pick<ContentStore, 'list'>): ContentStore {
  const { db, atomic } = engine;
  const jobs = createLinkJobs(engine);
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
    list: createList(engine, elsewhere),
    stepLinks: jobs.step,
    linksLeft: jobs.left,

    async update(content: Content, changes: ContentChanges, note) {
      const { rowId } = content;
      const { url, updatedAt = content.updatedAt } = changes;
      const { title, externalId } = { ...content, ...changes };
      const text = { searchText: searchTextOf(title, externalId) };
      const change = db
        .update(contents)
        .set({ ...changes, ...text })
        .where(eq(contents.rowId, rowId))
        .getSQL();
      const isMove = url !== undefined && url !== content.url;
      const moves = isMove
        ? [
            sql`DELETE FROM link_jobs WHERE content_id = ${rowId} AND from_url = ${url}`,
            ...(await jobs.begin({ contentRowId: rowId, fromUrl: content.url, at: updatedAt })),
          ]
        : [];
      try {
        await atomic([change, ...moves, ...auditStatements(note)]);
        return 'updated';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },

    async remove(rowId, at, note) {
      const emptied = { url: '', title: null, description: null, image: null, externalId: null, tags: [] };
      const others = { key: '', searchText: null, campaign: '', utm: null, deletedAt: at };
      await atomic([
        db
          .update(contents)
          .set({ ...emptied, ...others })
          .where(eq(contents.rowId, rowId))
          .getSQL(),
        sql`DELETE FROM link_jobs WHERE content_id = ${rowId}`,
        ...(await jobs.begin({ contentRowId: rowId, fromUrl: null, at })),
        ...auditStatements(note),
      ]);
    },
  };
}
