import { and, type Column, desc, eq, getTableColumns, isNull, not, sql } from 'drizzle-orm';
import type { Content, ContentChanges, ContentFilter, ContentSort } from '../../links/contents/content.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { ContentStore } from '../../store-ports/link-stores.ts';
import { contents } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import type { Engine } from '../sql/engine.ts';
import { failIfChanged, refusedWrite } from '../sql/unchanged.ts';
import { createLinkJobs } from './link-jobs.ts';
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

const { deletedAt, searchText, ...columns } = getTableColumns(contents);

const SEARCHED = {
  ascii: [contents.url],
  texts: [contents.title, contents.externalId],
  folded: searchText,
};

const SORT_COLUMNS: Record<ContentSort, SortColumn> = {
  createdAt: { key: sql`${contents.rowId}` },
  updatedAt: { key: sql`${contents.updatedAt}` },
  title: { key: titleKey(contents.title, contents.searchText), nullable: true },
};

const matches = (filter: ContentFilter) => {
  const { key, externalIds, q, tags, campaigns, ids, notIds } = filter;
  return and(
    isNull(deletedAt),
    isArchived(contents.archived, filter.archived, ids ?? key ?? externalIds),
    key === undefined ? undefined : eq(contents.key, key),
    externalIds && inJsonList(contents.externalId, externalIds),
    q === undefined ? undefined : containsText(q, SEARCHED),
    tags && hasTag(contents.tags, tags),
    campaigns && inJsonList(contents.campaign, campaigns),
    wasCreated(contents.createdAt, filter),
    ids && inJsonList(contents.id, ids),
    notIds && not(inJsonList(contents.id, notIds)),
  );
};

type Lists = Pick<ContentStore, 'list' | 'sorted'>;

/** Lists contents; `elsewhere` continues what reads too many rows. */
function createLists({ db, read }: Engine, elsewhere?: Lists): Lists {
  const listed = (filter: ContentFilter, window: IdWindow) =>
    db
      .select(columns)
      .from(contents)
      .where(and(matches(filter), inWindow(contents.rowId, window)))
      .orderBy(desc(contents.rowId))
      .limit(window.limit);

  /** Whether an index finds the few rows. */
  const isNamed = ({ ids, key, externalIds }: ContentFilter) => (ids ?? key ?? externalIds) !== undefined;
  const isFree = ({ archived, ...others }: ContentFilter) =>
    Object.values(others).every((value) => value === undefined);
  const firstOf = ({ archived }: ContentFilter) =>
    firstIdByIndex({ read }, ...listedIn('contents', archived));

  const list: Lists['list'] = async (filter, page) => {
    if (filter.archived === null) {
      const both = [list({ ...filter, archived: false }, page), list({ ...filter, archived: true }, page)];
      return newestOf(await Promise.all(both), page.limit);
    }
    if (isNamed(filter) || isFree(filter)) return listed(filter, page);
    return searchNewest<Content>({
      page,
      read: async (window) => listed(filter, window),
      firstOf: firstOf(filter),
      elsewhere: elsewhere && ((rest) => elsewhere.list(filter, rest)),
    });
  };
  return {
    list,
    sorted: async (filter, slot) =>
      readSorted<Content, ContentSort>(
        { read },
        {
          ...{ slot, rowId: sql`${contents.rowId}`, column: SORT_COLUMNS[slot.by], firstOf: firstOf(filter) },
          from: sql`contents`,
          where: sql`${matches(filter)}`,
          isFree: isNamed(filter) || (slot.by === 'createdAt' && isFree(filter)),
          load: async (condition) => db.select(columns).from(contents).where(condition),
          elsewhere: elsewhere && (() => elsewhere.sorted(filter, slot)),
        },
      ),
  };
}

/** Reads and writes contents. A change of a content's URL also moves its links, and its deletion deletes them. */
export function createContentStore(engine: Engine, elsewhere?: Lists): ContentStore {
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
    ...createLists(engine, elsewhere),
    stepLinks: jobs.step,
    linksLeft: jobs.left,

    async update(content: Content, changes: ContentChanges, note, condition) {
      const isUnchanged = condition?.isUnchanged ?? false;
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
        const guard = isUnchanged ? [failIfChanged(contents, content)] : [];
        await atomic([...guard, change, ...moves, ...auditStatements(note)]);
        return 'updated';
      } catch (error) {
        return refusedWrite(error, isUnchanged);
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
