/** Shares: tables of `sotto.db` on Node, written only by the main thread. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ShareSource } from '../../shares/share.ts';

/** One row per press of a share button or visit to a share link. The channel and the domain are those of the link. */
export const shares = sqliteTable(
  'shares',
  {
    /** Ids are in the order of arrival and never used again. */
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    at: integer().notNull(), // UTC milliseconds
    contentRowId: integer('content_id').notNull(),
    linkRowId: integer('link_id').notNull(),
    /** The mark of the short link that was shared; null if the content has no share codes. */
    code: text(),
    /** The share by whose link the person came; null if none is known. */
    parentRowId: integer('parent_id'),
    /** How many shares are before this one in its line: 0 without a parent. */
    generation: integer().notNull().default(0),
    source: text().$type<ShareSource>().notNull(),
  },
  (t) => [
    index('shares_at').on(t.at),
    index('shares_content').on(t.contentRowId, t.rowId),
    index('shares_link').on(t.linkRowId, t.rowId),
    index('shares_parent').on(t.parentRowId).where(sql`parent_id IS NOT NULL`),
    uniqueIndex('shares_code').on(t.contentRowId, t.code).where(sql`code IS NOT NULL`),
  ],
);

/**
 * Who pressed: the key of the visitor on the link (src/hits/judge/hash-map.ts), as for clicks. Rows are deleted once
 * their day and the next are over, and never exported.
 */
export const sharePresses = sqliteTable(
  'share_presses',
  {
    linkRowId: integer('link_id').notNull(),
    visitorHigh: integer('visitor_high').notNull(),
    visitorLow: integer('visitor_low').notNull(),
    at: integer().notNull(), // UTC milliseconds
    shareRowId: integer('share_id').notNull(),
    /** The id of the visitor's own click that followed; null while there is none. */
    ownHitId: integer('own_hit_id'),
  },
  (t) => [
    primaryKey({ columns: [t.linkRowId, t.visitorHigh, t.visitorLow, t.at, t.shareRowId] }),
    index('share_presses_at').on(t.at),
  ],
);
