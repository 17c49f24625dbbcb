/** Contents that share links have created, and how contents are deleted. */
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { ContentStore } from '../../store-ports/link-stores.ts';
import { contents } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';
import { failIfUsed, refusedWrite } from '../sql/unchanged.ts';
import type { createLinkJobs } from './link-jobs.ts';

const { deletedAt, searchText, ...columns } = getTableColumns(contents);

type Jobs = ReturnType<typeof createLinkJobs>;

const EMPTIED = { url: '', title: null, description: null, image: null, externalId: null, tags: [] };
const FORGOTTEN = { key: '', searchText: null, campaign: '', utm: null };

/** Statements that delete these contents and their first links, with their notes. */
export async function removalStatements(
  { db }: Pick<Engine, 'db'>,
  jobs: Jobs,
  removals: Parameters<ContentStore['removeAll']>[0],
  at: number,
): Promise<SQL[]> {
  const begun = await jobs.begin(removals.map(({ rowId }) => ({ contentRowId: rowId, fromUrl: null, at })));
  return removals.flatMap(({ rowId, note }, index) => [
    db
      .update(contents)
      .set({ ...EMPTIED, ...FORGOTTEN, deletedAt: at })
      .where(eq(contents.rowId, rowId))
      .getSQL(),
    sql`DELETE FROM link_jobs WHERE content_id = ${rowId}`,
    ...(begun[index] ?? []),
    ...auditStatements(note),
  ]);
}

// Shares are stored in their order, so that the newest one is found by the index.
const newestShare = sql`(SELECT s.at FROM shares s WHERE s.content_id = ${contents.rowId} ORDER BY s.id DESC LIMIT 1)`;

export function createSharedContents(
  engine: Engine,
  jobs: Jobs,
): Pick<ContentStore, 'notSharedSince' | 'removeShared'> {
  const { db, atomic } = engine;
  return {
    notSharedSince: async (at, { after, limit }) => {
      const { createdAt, rowId } = after ?? { createdAt: 0, rowId: 0 };
      const isShared = sql`${contents.origin} IS NOT NULL AND ${deletedAt} IS NULL`;
      const isNext = sql`${contents.createdAt} < ${at} AND (${contents.createdAt}, ${contents.rowId}) > (${createdAt}, ${rowId})`;
      return db
        .select(columns)
        .from(contents)
        .where(and(isShared, isNext, sql`coalesce(${newestShare}, 0) < ${at}`))
        .orderBy(contents.createdAt, contents.rowId)
        .limit(limit);
    },

    async removeShared(rowId, at, note) {
      try {
        const removal = await removalStatements(engine, jobs, [{ rowId, note }], at);
        await atomic([failIfUsed(rowId), ...removal]);
      } catch (error) {
        refusedWrite(error, true);
      }
    },
  };
}
