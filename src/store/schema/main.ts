/** Tables of `sotto.db` on Node, written only by the main thread; in D1 they share a database with the sums. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ReportCategory, ReportOutcome } from '../../abuse/report.ts';
import type { Action, Actor } from '../../audit/audit-entry.ts';
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

export const keys = sqliteTable('keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull(),
  scopes: text({ mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
  /** The origins whose pages may use a publishable key; null for a secret key. */
  origins: text({ mode: 'json' }).$type<string[]>(),
});

/**
 * What was changed, and by whom. New contents and links have one row per request and kind, with the range of their row
 * ids; ranges do not overlap. Everything else is named by `object_id`.
 */
export const audit = sqliteTable(
  'audit',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actorType: text('actor_type').$type<Actor['type']>().notNull(),
    actorId: text('actor_id').notNull(),
    requestId: text('request_id'),
    action: text().$type<Action>().notNull(),
    objectId: text('object_id'),
    firstRow: integer('first_row'),
    lastRow: integer('last_row'),
    objects: integer().notNull().default(1),
    fields: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  },
  (t) => [
    index('audit_actor').on(t.actorId),
    index('audit_object').on(t.objectId).where(sql`object_id IS NOT NULL`),
    index('audit_created').on(t.action, t.firstRow).where(sql`first_row IS NOT NULL`),
  ],
);

/** Domains other than the default one, with the destinations of `/` and of unknown slugs. */
export const domains = sqliteTable('domains', {
  domain: text().primaryKey(),
  rootUrl: text('root_url'),
  notFoundUrl: text('not_found_url'),
  createdAt: integer('created_at').notNull(),
});

/** What the team sets for the whole instance, one value a row: `language`, `timezone`, `utm.whatsapp`, `network.10.0.0.0/8`. */
export const instanceSettings = sqliteTable('instance_settings', {
  name: text().primaryKey(),
  value: text({ mode: 'json' }).$type<unknown>().notNull(),
});

/** Requests with an `Idempotency-Key`, and their sealed answers, for a day. */
export const keptAnswers = sqliteTable('kept_answers', {
  rowId: integer('id').primaryKey({ autoIncrement: true }),
  /** A hash of the API key and the key of the request. */
  name: text().notNull().unique(),
  /** A hash of path and body, with both keys. */
  fingerprint: text().notNull(),
  /** The attempt that may end the request. */
  token: text().notNull(),
  requestIds: text('request_ids').notNull(),
  createdAt: integer('created_at').notNull(),
  claimedAt: integer('claimed_at').notNull(),
  auditId: integer('audit_id').notNull(),
  /** Null while the request is running. */
  status: integer(),
  headers: text(),
  answer: text(),
  bytes: count('bytes'),
});

/** How many characters all kept answers have: one row. */
export const keptAnswerSpace = sqliteTable('kept_answer_space', {
  id: integer().primaryKey(),
  bytes: integer().notNull(),
});

/** Hosts to which no link may lead, with their subdomains; the list of a file or URL is not in here. */
export const blockedHosts = sqliteTable('blocked_hosts', {
  rowId: integer('id').primaryKey({ autoIncrement: true }),
  host: text().notNull().unique(),
  reason: text(),
  createdAt: integer('created_at').notNull(),
});

/** What visitors report about short links. */
export const abuseReports = sqliteTable(
  'abuse_reports',
  {
    rowId: integer('id').primaryKey({ autoIncrement: true }),
    id: text('public_id').notNull().unique(),
    at: integer().notNull(),
    domain: text().notNull(),
    slug: text().notNull(),
    /** The link of that time; null if there was none. */
    linkRowId: integer('link_id'),
    category: text().$type<ReportCategory>().notNull(),
    message: text(),
    closedAt: integer('closed_at'),
    outcome: text().$type<ReportOutcome>(),
  },
  (t) => [
    index('abuse_reports_at').on(t.at),
    index('abuse_reports_open').on(t.domain, t.slug).where(sql`closed_at IS NULL`),
    index('abuse_reports_link').on(t.linkRowId).where(sql`link_id IS NOT NULL`),
  ],
);
