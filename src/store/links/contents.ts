import { and, type Column, desc, eq, getTableColumns, isNull, not, type SQL, sql } from 'drizzle-orm';
import type { Content, ContentFilter, ContentSort } from '../../links/contents/content.ts';
import { searchTextOf } from '../../links/search-text.ts';
import type { ContentStore, ContentUpdate } from '../../store-ports/link-stores.ts';
import { contents } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import { hasTag, inJsonList, inJsonParam } from '../sql/conditions.ts';
import type { Engine } from '../sql/engine.ts';
import { failIfChanged, refusedWrite } from '../sql/unchanged.ts';
import { createFilteredLists } from './filtered-lists.ts';
import { createLinkJobs } from './link-jobs.ts';
import {
  containsText,
  firstIdByIndex,
  inWindow,
  isArchived,
  listedIn,
  titleKey,
  wasCreated,
} from './search.ts';
import { createSharedContents, removalStatements } from './shared-contents.ts';
import type { SortColumn } from './sorted-list.ts';

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

const hasLinkIn = (channels: readonly string[]) => sql`EXISTS (SELECT 1 FROM links
  WHERE links.content_id = ${contents.rowId} AND links.deleted_at IS NULL AND ${inJsonList(sql`links.channel`, channels)})`;

const matches = (filter: ContentFilter) => {
  const { key, externalIds, q, tags, campaigns, channels, origin, ids, notIds } = filter;
  return and(
    isNull(deletedAt),
    isArchived(contents.archived, filter.archived, ids ?? key ?? externalIds),
    key === undefined ? undefined : eq(contents.key, key),
    externalIds && inJsonList(contents.externalId, externalIds),
    q === undefined ? undefined : containsText(q, SEARCHED),
    tags && hasTag(contents.tags, tags),
    campaigns && inJsonList(contents.campaign, campaigns),
    channels && hasLinkIn(channels),
    origin === undefined ? undefined : sql`${contents.origin} IS ${origin}`,
    wasCreated(contents.createdAt, filter),
    ids && inJsonList(contents.id, ids),
    notIds && not(inJsonList(contents.id, notIds)),
  );
};

type Lists = Pick<ContentStore, 'list' | 'sorted'>;

/** Lists contents; `elsewhere` continues what reads too many rows. */
const createLists = ({ db, read }: Engine, elsewhere?: Lists): Lists =>
  createFilteredLists<Content, ContentFilter, ContentSort>(
    { read },
    {
      rowId: sql`${contents.rowId}`,
      from: sql`contents`,
      matches,
      columns: SORT_COLUMNS,
      isNamed: ({ ids, key, externalIds }) => (ids ?? key ?? externalIds) !== undefined,
      firstOf: ({ archived }) => firstIdByIndex({ read }, ...listedIn('contents', archived)),
      newest: async (filter, window) =>
        db
          .select(columns)
          .from(contents)
          .where(and(matches(filter), inWindow(contents.rowId, window)))
          .orderBy(desc(contents.rowId))
          .limit(window.limit),
      load: async (condition) => db.select(columns).from(contents).where(condition),
    },
    elsewhere,
  );

/** Changes of several contents at once. */
function createChanges({ db, atomic }: Engine, jobs: ReturnType<typeof createLinkJobs>) {
  const isMove = ({ content, changes: { url } }: ContentUpdate) => url !== undefined && url !== content.url;
  const changeOne = ({ content, changes }: ContentUpdate): SQL => {
    const { title, externalId } = { ...content, ...changes };
    const text = { searchText: searchTextOf(title, externalId) };
    const { rowId } = content;
    return db
      .update(contents)
      .set({ ...changes, ...text })
      .where(eq(contents.rowId, rowId))
      .getSQL();
  };
  return {
    async updateAll(updates) {
      const moves = updates.filter(isMove);
      const begun = await jobs.begin(
        moves.map(({ content: { rowId, url, updatedAt }, changes }) => ({
          ...{ contentRowId: rowId, fromUrl: url, at: changes.updatedAt ?? updatedAt },
        })),
      );
      const linkStatements = new Map(moves.map((update, index) => [update, begun[index] ?? []]));
      const statements = updates.flatMap((update) => {
        const { content, changes, note, isUnchanged = false } = update;
        const dropped = sql`DELETE FROM link_jobs WHERE content_id = ${content.rowId} AND from_url = ${changes.url}`;
        return [
          ...(isUnchanged ? [failIfChanged(contents, content)] : []),
          changeOne(update),
          ...(isMove(update) ? [dropped, ...(linkStatements.get(update) ?? [])] : []),
          ...auditStatements(note),
        ];
      });
      try {
        await atomic(statements);
        return 'updated';
      } catch (error) {
        return refusedWrite(
          error,
          updates.some(({ isUnchanged }) => isUnchanged),
        );
      }
    },
    async removeAll(removals, at) {
      await atomic(await removalStatements({ db }, jobs, removals, at));
    },
  } satisfies Partial<ContentStore>;
}

/** Reads and writes contents. A change of a content's URL also moves its links, and its deletion deletes them. */
export function createContentStore(engine: Engine, elsewhere?: Lists): ContentStore {
  const { db } = engine;
  const jobs = createLinkJobs(engine);
  const { updateAll, removeAll } = createChanges(engine, jobs);
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

    byNames: async (keys, externalIds) => {
      const both = [
        keys.length > 0 ? byKeys(keys) : [],
        externalIds.length > 0 ? byExternalIds(externalIds) : [],
      ];
      return (await Promise.all(both)).flat();
    },
    update: (content, changes, note, condition) =>
      updateAll([{ content, changes, ...(note && { note }), ...condition }]),
    updateAll,
    remove: (rowId, at, note) => removeAll([{ rowId, ...(note && { note }) }], at),
    removeAll,
    ...createSharedContents(engine, jobs),
  };
}
