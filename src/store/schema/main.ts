/** Contents and links: tables of `sotto.db` on Node, written only by the main thread; in D1 they share a database with the sums. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Channel } from '../../channels/registry.ts';
import type { ContentOrigin } from '../../links/contents/content.ts';
import { DEFAULT_LINK_OPTIONS, type StatusCode } from '../../links/link.ts';
import type { Utm } from '../../urls/utm.ts';

const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull().default(false);
const count = (name: string) => integer(name).notNull().default(0);

export const contents = sqliteTable(
  'contents',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    url: text().notNull(),
    key: text().notNull(),
    externalId: text('external_id'),
    title: text(),
    description: text(),
    image: text(),
    campaign: text().notNull().default(''),
    tags: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    utm: text({ mode: 'json' }).$type<Utm | false>(),
    archived: flag('archived'),
    /** 'share': a share link created it, and nobody of the team has used it since. */
    origin: text().$type<ContentOrigin>(),
    /** Whether every share gets a code, which becomes the mark of its short link. */
    shareCodes: flag('share_codes'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** Title and external id as searches compare them; null if SQLite's `upper` gives the same. */
    searchText: text('search_text'),
  },
  (t) => [
    index('contents_shared').on(t.createdAt).where(sql`origin IS NOT NULL AND deleted_at IS NULL`),
    index('contents_listed').on(t.archived).where(sql`deleted_at IS NULL`),
    uniqueIndex('contents_key').on(t.key).where(sql`deleted_at IS NULL`),
    uniqueIndex('contents_external_id')
      .on(t.externalId)
      .where(sql`deleted_at IS NULL AND external_id IS NOT NULL`),
  ],
);

type PlainField = keyof typeof DEFAULT_LINK_OPTIONS;

/** The condition that a link, whose columns these are, has no options: the rule of `isFindable`. */
export const plainCondition = (columnOf: (field: PlainField | 'deletedAt') => string): string =>
  [
    ...Object.entries(DEFAULT_LINK_OPTIONS).map(
      ([field, value]) => `${columnOf(field as PlainField)} IS ${value === null ? 'NULL' : Number(value)}`,
    ),
    `${columnOf('deletedAt')} IS NULL`,
  ].join(' AND ');

/** A deleted link stays as a tombstone: its slug stays reserved until an admin reuses it, its URL and texts are emptied. */
export const links = sqliteTable(
  'links',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    contentRowId: integer('content_id')
      .notNull()
      .references(() => contents.rowId),
    domain: text().notNull(), // '' is the default domain, whatever its name is today
    slug: text().notNull(),
    slugKey: text('slug_key').notNull(),
    externalId: text('external_id'),
    channel: text().$type<Channel>().notNull(),
    url: text().notNull(),
    campaign: text().notNull().default(''),
    title: text(),
    tags: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    utm: text({ mode: 'json' }).$type<Utm | false>(),
    startsAt: integer('starts_at'),
    expiresAt: integer('expires_at'),
    maxClicks: integer('max_clicks'),
    clicksTaken: count('clicks_taken'),
    statusCode: integer('status_code').$type<StatusCode>().notNull().default(302),
    forwardQuery: flag('forward_query'),
    passwordHash: text('password_hash'),
    expiredUrl: text('expired_url'),
    archived: flag('archived'),
    blocked: flag('blocked'),
    custom: flag('custom'),
    findable: flag('findable'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
    /** When the hits of a deleted link were deleted; null while there may be some. */
    hitsPurgedAt: integer('hits_purged_at'),
    /** Hits up to this id are erased and do not count. */
    erasedId: count('erased_id'),
    /** Erased hits up to this id have been deleted. */
    purgedId: count('purged_id'),
    /** Shares up to this id are erased and do not count. */
    erasedShareId: count('erased_share_id'),
    /** The title as searches compare it; null if SQLite's `upper` gives the same. */
    searchText: text('search_text'),
  },
  (t) => [
    // The key follows from the slug: one index finds any case and keeps each slug unique.
    uniqueIndex('links_slugs').on(t.domain, t.slugKey, t.slug),
    uniqueIndex('links_findable')
      .on(t.contentRowId, t.channel, t.url, t.campaign, t.domain)
      .where(sql`findable = 1`),
    // Plain links that are not findable, because an older one is: there are few of them.
    index('links_shadowed')
      .on(t.contentRowId, t.channel, t.url, t.campaign, t.domain)
      .where(sql.raw(`findable = 0 AND ${plainCondition((field) => t[field].name)}`)),
    uniqueIndex('links_external_id')
      .on(t.externalId)
      .where(sql`deleted_at IS NULL AND external_id IS NOT NULL`),
    index('links_content').on(t.contentRowId, t.deletedAt),
    index('links_listed').on(t.archived).where(sql`deleted_at IS NULL`),
    index('links_deleted').on(t.deletedAt).where(sql`deleted_at IS NOT NULL AND hits_purged_at IS NULL`),
    index('links_erased').on(t.erasedId).where(sql`erased_id > 0`),
    index('links_erased_shares').on(t.erasedShareId).where(sql`erased_share_id > 0`),
  ],
);

/** Changes of contents that have not reached all of their links yet. */
export const linkJobs = sqliteTable(
  'link_jobs',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    contentRowId: integer('content_id').notNull(),
    /** Links that lead there move to the URL of the content; null: links are deleted. */
    fromUrl: text('from_url'),
    at: integer().notNull(),
    /** The links up to this id are done, those up to `lastLink` are not. */
    doneLink: integer('done_link').notNull(),
    lastLink: integer('last_link').notNull(),
    /** About how many links are not done. */
    linksLeft: integer('links_left').notNull(),
  },
  (t) => [index('link_jobs_content').on(t.contentRowId)],
);

/** Former destinations of links. */
export const destinations = sqliteTable(
  'destinations',
  {
    linkRowId: integer('link_id').notNull(),
    until: integer().notNull(),
    url: text().notNull(),
  },
  (t) => [index('destinations_link').on(t.linkRowId)],
);
